#include "tests/flows/flow_facts.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

#include "services/rpc/times.h"
#include "tests/flows/flow_words.h"
#include "tests/support/test_directory.h"

namespace hemgang::flows {
namespace {

constexpr size_t kUnitColumn = 24;

// What a state alone does not say.
std::string RemarksOn(const rec::Handover& handover) {
  std::string remarks;
  const auto add = [&remarks](const std::string& remark) { absl::StrAppend(&remarks, " (", remark, ")"); };
  if (handover.state() == hv1::HANDOVER_STATE_SENT && handover.sent_too_late()) add("sent too late");
  if (handover.state() == hv1::HANDOVER_STATE_SENT && handover.sent_after_discharge()) add("sent after the discharge");
  if (handover.state() == hv1::HANDOVER_STATE_SENT && handover.acknowledged_professions_size() > 0) {
    add(absl::StrCat(handover.acknowledged_professions_size(), " of ", handover.professions_size(), " taken"));
  }
  if (handover.state() == hv1::HANDOVER_STATE_ACKNOWLEDGED && handover.not_reached_count() > 0) {
    add(absl::StrCat("not reached ", handover.not_reached_count()));
  }
  const bool contacted = handover.first_contact_outcome() != hv1::FIRST_CONTACT_OUTCOME_UNSPECIFIED;
  if (handover.state() == hv1::HANDOVER_STATE_COMPLETED && contacted) {
    add(WordOf(NameOf(handover.first_contact_outcome())));
  }
  if (handover.state() == hv1::HANDOVER_STATE_VOIDED) add(WordOf(NameOf(handover.void_reason())));
  if (handover.state() == hv1::HANDOVER_STATE_DECLINED) add(WordOf(NameOf(handover.decline_reason())));
  if (handover.state() == hv1::HANDOVER_STATE_WITHDRAWN) add(WordOf(NameOf(handover.withdraw_reason())));
  return remarks;
}

// Head and tasks, each task on a line of its own under the first.
std::string Line(const std::string& head, const Lines& tasks) {
  std::string line = head;
  for (size_t i = 0; i < tasks.size(); ++i) {
    absl::StrAppend(&line, i == 0 ? "  " : "\n" + std::string(head.size() + 2, ' '), tasks[i]);
  }
  return line;
}

// The reading of an event that both its forms share.
template <typename Event>
std::string About(const Event& event, const FlowNames& names) {
  std::string text = NameOf(event.kind());
  const std::string& about = event.handover_id().empty() ? event.transition_id() : event.handover_id();
  absl::StrAppend(&text, " ", names.NameOf(about));
  if (event.task() != hv1::TASK_KIND_UNSPECIFIED && event.task() != hv1::TASK_KIND_ACKNOWLEDGE) {
    absl::StrAppend(&text, " ", NameOf(event.task()));
  }
  if (event.kind() == rv1::INBOX_EVENT_KIND_OVERDUE) absl::StrAppend(&text, " level=", event.level());
  if (about.empty()) absl::StrAppend(&text, " about=", event.about_unit_id());
  if (event.digest()) absl::StrAppend(&text, " digest");
  if (event.passed_on()) absl::StrAppend(&text, " passed-on");
  return text;
}

}  // namespace

std::string TaskText(const rec::Task& task) {
  std::string text = NameOf(task.kind());
  if (task.profession() != hv1::PROFESSION_UNSPECIFIED) {
    absl::StrAppend(&text, task.profession() == hv1::PROFESSION_PHYSIOTHERAPIST ? " ft" : " at");
  }
  absl::StrAppend(&text, " held by ", task.holder_unit_id());
  if (task.due_time_us() != 0) absl::StrAppend(&text, ", due ", TimeText(rpc::FromMicros(task.due_time_us())));
  return text;
}

std::string EventText(const rec::InboxEvent& event, const FlowNames& names, absl::Time now) {
  std::string text = event.unit_id();
  text.resize(std::max(kUnitColumn, text.size() + 2), ' ');
  absl::StrAppend(&text, About(event, names));
  const std::string time = TimeText(rpc::FromMicros(event.recorded_time_us()));
  if (time != TimeText(now)) absl::StrAppend(&text, " at ", time);
  return text;
}

std::string EventText(const rv1::InboxEvent& event, const FlowNames& names) {
  return absl::StrCat(event.sequence(), " ", About(event, names));
}

bool IsShownAtOnce(const rec::InboxEvent& event) {
  return event.kind() == rv1::INBOX_EVENT_KIND_REMINDED || event.kind() == rv1::INBOX_EVENT_KIND_OVERDUE ||
         event.kind() == rv1::INBOX_EVENT_KIND_UNACKNOWLEDGED_AT_DISCHARGE;
}

void FlowFacts::Describe(const rec::Transition& transition, std::map<std::string, std::string>& lines) const {
  Lines of_transition;
  std::map<std::string, Lines> of_handover;
  for (const rec::Task& task : transition.tasks()) {
    std::string about = task.handover_id();
    // The question whether the patient has left is asked of the sender of what was acknowledged: it stands there.
    for (const rec::Handover& handover : transition.handovers()) {
      const bool asked = task.kind() == hv1::TASK_KIND_CONFIRM_DISCHARGE && about.empty() &&
                         handover.state() == hv1::HANDOVER_STATE_ACKNOWLEDGED &&
                         handover.sender_unit_id() == task.holder_unit_id();
      if (asked) about = handover.id();
    }
    (about.empty() ? of_transition : of_handover[about]).push_back(TaskText(task));
  }
  const std::string name = names_.NameOf(transition.id());
  lines[name] = Line(absl::StrCat(name, " ", NameOf(transition.state())), of_transition);
  for (const rec::Handover& handover : transition.handovers()) {
    const std::string head =
        absl::StrCat(names_.NameOf(handover.id()), " ", NameOf(handover.state()), RemarksOn(handover));
    lines[names_.NameOf(handover.id())] = Line(head, of_handover[handover.id()]);
  }
}

Lines FlowFacts::Changed(storage::Store& store) {
  std::map<std::string, std::string> lines;
  for (const auto& [name, id] : names_.all()) {
    const auto transition = store.FindTransition(id);
    if (transition.ok() && transition->has_value()) Describe(**transition, lines);
  }
  Lines changed;
  // The transition before its handovers.
  for (const bool of_transitions : {true, false}) {
    for (const auto& [name, line] : lines) {
      if ((name.front() == 't') != of_transitions || shown_[name] == line) continue;
      shown_[name] = line;
      for (absl::string_view each : absl::StrSplit(line, '\n')) changed.emplace_back(each);
    }
  }
  return changed;
}

std::vector<rec::InboxEvent> FlowFacts::Told(storage::Store& store) {
  constexpr int kMost = 10000;
  std::vector<rec::InboxEvent> told;
  for (const auto& unit : test::TestDirectory().units()) {
    int64_t& last = sequences_[unit.id()];
    const auto events = store.ListInbox(unit.id(), last, kMost);
    if (!events.ok()) Fault(std::string(events.status().message()));
    if (!events.ok()) continue;
    for (const rec::InboxEvent& event : *events) {
      if (event.sequence() != last + 1) Fault(absl::StrCat("a gap in the inbox of ", unit.id(), " after ", last));
      last = event.sequence();
      told.push_back(event);
    }
  }
  std::stable_sort(told.begin(), told.end(), [](const rec::InboxEvent& a, const rec::InboxEvent& b) {
    return std::make_tuple(a.recorded_time_us(), a.unit_id()) < std::make_tuple(b.recorded_time_us(), b.unit_id());
  });
  return told;
}

}  // namespace hemgang::flows
