#include "tests/flows/flow_runner.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

#include "services/rpc/times.h"
#include "tests/flows/inbox_reading.h"

namespace hemgang::flows {
namespace {

absl::Time StartOf(const FlowScript& script) {
  for (const FlowBlock& block : script.blocks) {
    for (const std::string& line : block.commands) {
      const FlowWords words(line);
      for (const char* key : {"at", "to"}) {
        if (words.Has(key) && (words.verb() == "advance" || words.verb() == "clock" || std::string(key) == "at")) {
          return ReadTime(words.Get(key)) - absl::Hours(1);
        }
      }
    }
  }
  Fault("no command says at=");
  return absl::FromUnixSeconds(1767225600);
}

void Append(Lines& lines, Lines more) {
  std::move(more.begin(), more.end(), std::back_inserter(lines));
}

std::string Outcome(const FlowReply& reply) {
  if (reply.ok) return "OK";
  if (!reply.trouble.empty()) return absl::StrCat("trouble ", reply.trouble);
  return absl::StrCat("refused ", NameOf(reply.refusal));
}

}  // namespace

FlowRunner::FlowRunner(storage::EngineKind engine, const FlowScript& script, StepCoverage& coverage)
    : coverage_(coverage), house_(std::make_unique<test::TestHouse>(engine, StartOf(script))), facts_(names_) {}

FlowRunner::~FlowRunner() = default;

Lines FlowRunner::Play(const FlowBlock& block) {
  const FlowWords first(block.commands.front());
  if (first.verb() == "both") return PlayBoth(block);
  Lines lines;
  for (const std::string& line : block.commands) Append(lines, PlayLine(line));
  return lines;
}

Lines FlowRunner::PlayLine(const std::string& line) {
  const FlowWords words(line);
  for (const VerbRow& row : Verbs()) {
    if (words.verb() == row.verb) return (this->*row.play)(words);
  }
  // reuse: the rest of the line under the last command's request id.
  if (words.verb() == "reuse") return PlayStep(FlowWords(line.substr(line.find(' ') + 1)), last_call_.request_id);
  return PlayStep(words, NextRequestId());
}

Lines FlowRunner::PlayStep(const FlowWords& given, const std::string& request_id) {
  FlowWords words = given;
  if (words.verb() == "send" && !names_.Knows(words.Get("transition", "t" + words.Name(0).substr(1)))) OpenFor(words);
  if (words.verb() == "send") words.Default("transition", "t" + words.Name(0).substr(1));
  if (const auto at = words.GetTime("at")) AdvanceTo(*at);
  Lines lines = Seen();
  last_call_ = Prepare(words, request_id);
  if (!last_call_.make) return lines;
  last_reply_ = last_call_.make();
  Learn(last_call_, last_reply_);
  Lines done = Answered(last_reply_);
  Append(done, Seen());
  if (done.empty()) done.push_back("done");
  Append(lines, std::move(done));
  return lines;
}

Lines FlowRunner::PlayBoth(const FlowBlock& block) {
  if (block.commands.size() != 3) {
    Fault("both is followed by two indented commands");
    return {};
  }
  const bool last_first = FlowWords(block.commands[0]).Name(0) == "last-first";
  const FlowCall one = Prepare(FlowWords(block.commands[1]), NextRequestId());
  const FlowCall other = Prepare(FlowWords(block.commands[2]), NextRequestId());
  test::MeetingStore& meeting = house_->store();
  FlowReply reply_of_one;
  FlowReply reply_of_other;
  meeting.CallMeeting();
  std::thread first([&] { reply_of_one = one.make(); });
  if (!meeting.WaitFor(1)) Fault("the first command never came to be kept");
  std::thread second([&] { reply_of_other = other.make(); });
  if (meeting.WaitFor(2)) {
    meeting.LetThrough(last_first ? 1 : 0);
    meeting.LetThrough(0);
  } else {
    Fault("the second command never came to be kept");
  }
  meeting.EndMeeting();
  first.join();
  second.join();
  Learn(one, reply_of_one);
  Learn(other, reply_of_other);
  Lines lines = {absl::StrCat("first: ", Outcome(reply_of_one)), absl::StrCat("second: ", Outcome(reply_of_other))};
  Append(lines, Seen());
  return lines;
}

Lines FlowRunner::Advance(const FlowWords& words) {
  words.Allow({"to"});
  if (const auto to = words.GetTime("to")) AdvanceTo(*to);
  // What has no wake of its own: a unit's end.
  house_->RunDeadlines();
  Lines lines = Seen();
  if (lines.empty()) lines.push_back("nothing happens");
  return lines;
}

Lines FlowRunner::SetClock(const FlowWords& words) {
  words.Allow({"to"});
  if (const auto to = words.GetTime("to")) house_->clock().Set(*to);
  return {"done"};
}

Lines FlowRunner::Repeat(const FlowWords&) {
  if (!last_call_.make) {
    Fault("there is nothing to repeat");
    return {};
  }
  const FlowReply again = last_call_.make();
  Lines lines = {again.bytes == last_reply_.bytes && again.ok == last_reply_.ok ? "the same answer"
                                                                                : "another answer: " + Outcome(again)};
  Append(lines, Seen());
  return lines;
}

Lines FlowRunner::Restart(const FlowWords&) {
  for (const auto& [unit, reading] : readings_) reading->Cut();
  house_->Restart();
  Lines lines = Seen();
  if (lines.empty()) lines.push_back("nothing is lost");
  return lines;
}

Lines FlowRunner::Told(const FlowWords&) {
  if (told_.empty()) return {"nobody"};
  return told_;
}

void FlowRunner::AdvanceTo(absl::Time time) {
  int64_t stuck_at = 0;
  int tries = 0;
  while (true) {
    const auto wakes = house_->store().ListWakes(rpc::ToMicros(time), 1);
    if (!wakes.ok() || wakes->empty()) break;
    const int64_t wake = wakes->front().wake_time_us;
    tries = wake == stuck_at ? tries + 1 : 0;
    stuck_at = wake;
    // Several tasks may wake at one instant, but not for ever.
    if (tries > 20) return Fault(absl::StrCat("the loop does not get past ", TimeText(rpc::FromMicros(wake))));
    house_->clock().Set(rpc::FromMicros(wake));
    house_->RunDeadlines();
  }
  house_->clock().Set(time);
}

void FlowRunner::OpenFor(const FlowWords& words) {
  const std::string name = words.Get("transition", "t" + words.Name(0).substr(1));
  const absl::Time at = words.GetTime("at").value_or(house_->clock().Now());
  if (at - absl::Minutes(1) > house_->clock().Now()) AdvanceTo(at - absl::Minutes(1));
  std::string line = absl::StrCat("open ", name, " from=", words.Get("from", "su-ostra-rehab"));
  for (const char* key : {"discharge", "date", "part", "legs"}) {
    if (words.Has(key)) absl::StrAppend(&line, " ", key, "=", words.Get(key));
  }
  const FlowCall call = Prepare(FlowWords(line), NextRequestId());
  const FlowReply reply = call.make();
  if (!reply.ok) Fault(absl::StrCat(line, ": ", Outcome(reply)));
  Learn(call, reply);
  facts_.TakeForGranted(name);
}

FlowCall FlowRunner::Prepare(const FlowWords& words, const std::string& request_id) {
  const FlowDesk desk{
      .house = *house_,
      .names = names_,
      .request_id = request_id,
      .unit_of_handover = [this](const std::string& name, bool sender) { return UnitOfHandover(name, sender); },
      .unit_of_transition = [this](const std::string& name) { return UnitOfTransition(name); },
      .etag_of = [this](const std::string& name) { return EtagOf(name); },
      .id_of_task = [this](const std::string& name, const std::string& kind) { return IdOfTask(name, kind); },
      .id_of_question = [this](const std::string& name, bool first) { return IdOfQuestion(name, first); },
      .transition_of =
          [this](const std::string& name) {
            const auto transition = TransitionOfHandover(name);
            return transition.has_value() ? transition->id() : "no-such-transition";
          },
      .kind_of = [this](const FlowWords& named) { return KindOf(named.Name(0)); },
      .takes_home =
          [this](const std::string& name) {
            const hv1::HandoverKind kind = KindOf(name);
            return kind != hv1::HANDOVER_KIND_REHAB_NOTICE && kind != hv1::HANDOVER_KIND_ADMISSION_REPORT;
          }};
  return PrepareCall(words, desk);
}

void FlowRunner::Learn(const FlowCall& call, const FlowReply& reply) {
  // What is refused for the call itself is no step's.
  const bool of_a_step = reply.ok || reply.refusal >= ev1::ERROR_REASON_NOT_FOUND;
  if (reply.trouble.empty() && of_a_step) coverage_.Add(call.step, call.kind, reply.refusal);
  if (!reply.ok || call.makes.empty()) return;
  const bool is_transition = call.step == hv1::STEP_OPEN_TRANSITION;
  names_.Learn(call.makes, is_transition ? reply.outcome.transition().id() : reply.outcome.handover_id());
  if (!call.makes_second.empty() && reply.outcome.sent_handover_ids_size() > 1) {
    names_.Learn(call.makes_second, reply.outcome.sent_handover_ids(1));
  }
}

std::string FlowRunner::NextRequestId() {
  return absl::StrFormat("00000000-0000-4000-8000-%012x", ++requests_);
}

Lines FlowRunner::Answered(const FlowReply& reply) const {
  if (!reply.ok) return {Outcome(reply)};
  Lines lines;
  for (const hv1::MovedTask& moved : reply.outcome.moved()) {
    const auto text = [](bool has, const google::protobuf::Timestamp& time) {
      return has ? TimeText(rpc::FromTimestamp(time)) : std::string("no time");
    };
    lines.push_back(absl::StrCat("moved ", NameOf(moved.kind()), " of ", moved.holder_unit_id(), " from ",
                                 text(moved.has_old_due_time(), moved.old_due_time()), " to ",
                                 text(moved.has_due_time(), moved.due_time())));
  }
  for (const hv1::Route& route : reply.outcome.routes()) {
    lines.push_back(
        absl::StrCat(NameOf(route.profession()), " goes to ", route.unit_id().empty() ? "nobody" : route.unit_id()));
  }
  return lines;
}

Lines FlowRunner::Seen() {
  Lines changed = facts_.Changed(house_->store());
  Lines at_once;
  told_.clear();
  for (const rec::InboxEvent& event : facts_.Told(house_->store())) {
    (IsShownAtOnce(event) ? at_once : told_).push_back(EventText(event, names_, house_->clock().Now()));
  }
  Append(at_once, std::move(changed));
  return at_once;
}

std::optional<rec::Transition> FlowRunner::TransitionOfHandover(const std::string& name) {
  const auto id = house_->store().FindTransitionOfHandover(names_.IdOf(name));
  if (!id.ok() || !id->has_value()) return std::nullopt;
  const auto transition = house_->store().FindTransition(**id);
  return transition.ok() ? *transition : std::nullopt;
}

std::optional<rec::Handover> FlowRunner::HandoverNamed(const std::string& name) {
  const auto transition = TransitionOfHandover(name);
  if (!transition.has_value()) return std::nullopt;
  for (const rec::Handover& handover : transition->handovers()) {
    if (handover.id() == names_.IdOf(name)) return handover;
  }
  return std::nullopt;
}

std::string FlowRunner::UnitOfHandover(const std::string& name, bool sender) {
  const auto handover = HandoverNamed(name);
  if (!handover.has_value()) return sender ? "su-ostra-rehab" : "molndal-hemrehab";
  return sender ? handover->sender_unit_id() : handover->receiver_unit_id();
}

hv1::HandoverKind FlowRunner::KindOf(const std::string& handover_name) {
  if (handover_name.empty() || handover_name.front() != 'h') return hv1::HANDOVER_KIND_UNSPECIFIED;
  const auto handover = HandoverNamed(handover_name);
  return handover.has_value() ? handover->kind() : hv1::HANDOVER_KIND_UNSPECIFIED;
}

std::string FlowRunner::IdOfQuestion(const std::string& handover_name, bool first) {
  const auto handover = HandoverNamed(handover_name);
  if (!handover.has_value() || handover->questions_size() == 0) return "no-such-question";
  return handover->questions(first ? 0 : handover->questions_size() - 1).id();
}

std::string FlowRunner::UnitOfTransition(const std::string& name) {
  const auto transition = house_->store().FindTransition(names_.IdOf(name));
  if (!transition.ok() || !transition->has_value()) return "su-ostra-rehab";
  return (*transition)->hospital_unit_id();
}

std::string FlowRunner::EtagOf(const std::string& name) {
  const auto handover = HandoverNamed(name);
  return handover.has_value() ? absl::StrCat(handover->revision()) : "";
}

std::string FlowRunner::IdOfTask(const std::string& transition_name, const std::string& kind) {
  const auto transition = house_->store().FindTransition(names_.IdOf(transition_name));
  if (transition.ok() && transition->has_value()) {
    for (const rec::Task& task : (*transition)->tasks()) {
      if (task.kind() == ValueOf<hv1::TaskKind>(kind)) return task.id();
    }
  }
  return "no-such-task";
}

}  // namespace hemgang::flows
