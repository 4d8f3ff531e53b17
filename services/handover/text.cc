#include "services/handover/text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "services/handover/text_blocks.h"
#include "services/handover/text_page.h"
#include "services/handover/text_telling.h"
#include "services/rpc/times.h"
#include "services/rules/icf.h"

namespace hemgang::handover {
namespace {

constexpr int kPageWidth = 90;
constexpr int kIndent = 4;

// "arbetsterapeut och fysioterapeut"
std::string Professions(const Telling& telling) {
  std::vector<std::string> words;
  for (const int profession : telling.parts.handover.professions()) {
    words.push_back(telling.Word(static_cast<hv1::Profession>(profession)));
  }
  return Joined(words, absl::StrCat(" ", telling.Label("and"), " "));
}

// "Svara senast fre 2026-06-19 kl. 10.00", while an answer is owed.
std::string AnswerBy(const Telling& telling) {
  for (const rec::Task& task : telling.parts.transition.tasks()) {
    const bool answer = task.kind() == hv1::TASK_KIND_ACKNOWLEDGE && task.handover_id() == telling.parts.handover.id();
    if (!answer || task.due_time_us() == 0) continue;
    const bool overdue = task.due_time_us() < rpc::ToMicros(telling.now);
    return Joined(
        {Labelled(telling.Label("due"), telling.When(task.due_time_us())), overdue ? telling.Label("overdue") : ""},
        ", ");
  }
  return "";
}

std::string State(const Telling& telling) {
  const rec::Handover& handover = telling.parts.handover;
  const bool taken = handover.acknowledged_time_us() != 0 && (handover.state() == hv1::HANDOVER_STATE_ACKNOWLEDGED ||
                                                              handover.state() == hv1::HANDOVER_STATE_COMPLETED);
  if (!taken) return Labelled(telling.Label("state"), telling.Word(handover.state()));
  const std::string who = telling.parts.staff_name(handover.acknowledged_by_staff_id());
  return absl::StrCat(telling.Label("acknowledged"), " ", telling.When(handover.acknowledged_time_us()),
                      who.empty() ? "" : absl::StrCat(" ", telling.Label("by"), " ", who));
}

void AddHead(const Telling& telling, Page& page) {
  const rec::Handover& handover = telling.parts.handover;
  const std::string professions = Professions(telling);
  page.Add(absl::StrCat(telling.Word(handover.kind()),
                        professions.empty() ? "" : absl::StrCat(", ", telling.Label("for"), " ", professions)));
  page.Add(absl::StrCat(telling.Label("from"), " ", telling.Unit(handover.sender_unit_id()), " ", telling.Label("to"),
                        " ", telling.Unit(handover.receiver_unit_id())));
  const std::string version =
      handover.content_number() > 1 ? absl::StrCat(telling.Label("version"), " ", handover.content_number()) : "";
  const std::string sent = telling.When(handover.sent_time_us());
  page.Add(Sentences(
      {Joined({sent.empty() ? telling.Label("not_sent") : absl::StrCat(telling.Label("sent"), " ", sent), version},
              ", "),
       Labelled(telling.Label("urgency"), telling.Word(handover.urgency()))}));
  page.Add(Sentences({State(telling), AnswerBy(telling)}));
  for (const rec::Therapist& therapist : handover.therapists()) {
    page.Add(absl::StrCat(telling.Label("therapist"), ": ", telling.parts.staff_name(therapist.staff_id()), ", ",
                          telling.Word(therapist.profession())));
  }
  page.Add(Labelled(telling.Label("first_visit"), telling.When(handover.planned_first_visit_time_us())));
  if (telling.Protected()) page.Add(telling.Label("protected"));
  page.Space();
}

// "19400102-2383"; as it stands for what has another length.
std::string Identity(const std::string& number) {
  return number.size() == 12 ? absl::StrCat(number.substr(0, 8), "-", number.substr(8)) : number;
}

std::string PatientText(const Telling& telling) {
  const hv1::Patient& patient = telling.parts.patient;
  hv1::Contact reached;
  reached.set_name(patient.name());
  reached.set_phone(patient.phone());
  return Sentences({Joined({telling.Someone(reached, true), Identity(patient.identity_number())}, ", "),
                    Labelled(telling.Label("Patient.communication"), patient.communication())});
}

std::string DestinationText(const Telling& telling, const hv1::Destination& entry) {
  const bool told = !telling.Protected();
  const std::string municipality = told && !entry.municipality_code().empty()
                                       ? absl::StrCat(telling.Label("municipality"), " ", entry.municipality_code())
                                       : "";
  return Sentences({Joined({telling.Word(entry.dwelling_form()), told ? entry.address() : "", municipality}, ", "),
                    Labelled(telling.Label("there"), entry.who_is_there())});
}

// What was said of a discharge or a move that has not been.
std::string Planned(const Telling& telling, const rec::PlannedDischarge& said) {
  if (said.at_time_us() != 0 && said.until_time_us() != 0) {
    const absl::TimeZone& zone = telling.parts.zone;
    const absl::Time until = absl::FromUnixMicros(said.until_time_us());
    if (absl::ToCivilDay(absl::FromUnixMicros(said.at_time_us()), zone) == absl::ToCivilDay(until, zone)) {
      return absl::StrCat(telling.When(said.at_time_us()), "–", absl::FormatTime("%H.%M", until, zone));
    }
    return absl::StrCat(telling.Label("between"), " ", telling.When(said.at_time_us()), " ", telling.Label("and"), " ",
                        telling.When(said.until_time_us()));
  }
  if (said.at_time_us() != 0) return telling.When(said.at_time_us());
  if (!said.has_date()) return telling.Label("unknown_when");
  return Joined({telling.Day(absl::CivilDay(1970, 1, 1) + said.date_days()), telling.Word(said.day_part())}, ", ");
}

std::string WhenText(const Telling& telling) {
  const rec::Transition& transition = telling.parts.transition;
  const rec::Handover& handover = telling.parts.handover;
  if (transition.died_time_us() != 0) {
    return absl::StrCat(telling.Label("died"), " ", telling.When(transition.died_time_us()));
  }
  if (handover.kind() == hv1::HANDOVER_KIND_ONWARD) {
    if (handover.moved_time_us() != 0) {
      return absl::StrCat(telling.Label("moved"), " ", telling.When(handover.moved_time_us()));
    }
    return Labelled(telling.Label("planned_move"), Planned(telling, handover.planned_move()));
  }
  if (transition.discharged_time_us() != 0) {
    return absl::StrCat(telling.Label("discharged"), " ", telling.When(transition.discharged_time_us()));
  }
  return Labelled(telling.Label("planned"), Planned(telling, transition.planned_discharge()));
}

std::string ReasonText(const Telling& telling, const hv1::MainReason& entry) {
  return Sentences(
      {entry.text(), telling.Word(entry.phase()), Labelled(telling.Label("knows"), entry.patient_knows())});
}

std::string ActivityText(const Telling& telling, int number, const hv1::Activity& entry) {
  const std::string text = Sentences({telling.Word(entry.level()), entry.how(),
                                      Labelled(telling.Label("before"), telling.Word(entry.level_before()))});
  const std::string code = rules::IcfCodeOfEntry(number);
  return text.empty() || !telling.Whole() ? text : absl::StrCat(text, " ICF", std::string(1, kUnbroken), code, ".");
}

// One thing, with its live status: the line beside the content is newer than the content.
std::string ItemText(const Telling& telling, const hv1::HomeItem& item, const rec::AidLine* line) {
  const hv1::HomeItemStatus status = line != nullptr ? line->status() : item.status();
  const std::string unit =
      line == nullptr || line->responsible_unit_id().empty() ? "" : telling.Unit(line->responsible_unit_id());
  // A unit answers for it also where somebody else fetches it.
  const bool is_another = item.responsible() == hv1::HOME_ITEM_RESPONSIBLE_RELATIVE ||
                          item.responsible() == hv1::HOME_ITEM_RESPONSIBLE_OTHER;
  const std::string answers =
      unit.empty() || is_another ? Joined({telling.Word(item.responsible()), unit}, " / ") : unit;
  const std::string changed = line != nullptr ? telling.When(line->changed_time_us()) : "";
  const std::string stands =
      Joined({Joined({telling.Word(status), changed.empty() ? "" : absl::StrCat("(", changed, ")")}, " "),
              telling.Word(item.supply()), Labelled(telling.Label("answers"), answers),
              Labelled(telling.Label("order_number"), item.order_number())},
             ", ");
  return absl::StrCat("- ", Sentences({Joined({telling.Thing(item.name(), item.iso_code()), stands}, ": "),
                                       telling.OrderBy(status, item.supply()), item.note()}));
}

std::string HomeNeedsText(const Telling& telling, const hv1::HomeNeeds& entry) {
  const auto& live = telling.parts.handover.aids();
  std::vector<std::string> lines;
  if (entry.nothing_needed()) lines.push_back(telling.Label("nothing") + ".");
  for (int i = 0; i < entry.items_size(); ++i) {
    lines.push_back(ItemText(telling, entry.items(i), i < live.size() ? &live.Get(i) : nullptr));
  }
  // Lines that were added after the content was sent.
  for (int i = entry.items_size(); i < live.size(); ++i) {
    const size_t name = static_cast<size_t>(i);
    hv1::HomeItem added;
    if (name < telling.parts.aid_names.size()) added.set_name(telling.parts.aid_names[name]);
    lines.push_back(ItemText(telling, added, &live.Get(i)));
  }
  return Joined(lines, "\n");
}

std::string WishesText(const Telling& telling, const hv1::WishesAndRequests& entry) {
  std::vector<std::string> lines = {Sentences({entry.what_matters()})};
  for (const hv1::Request& request : entry.requests()) {
    const std::string by = request.has_by_time() ? absl::StrCat(telling.Label("at_latest"), " ",
                                                                telling.When(rpc::FromTimestamp(request.by_time())))
                                                 : "";
    const std::string who = Joined({telling.Word(request.profession()), by}, ", ");
    const std::string asked = Joined({telling.Word(request.action()), who.empty() ? "" : "(" + who + ")"}, " ");
    lines.push_back("- " + Sentences({Labelled(telling.Label("asked"), asked), request.text()}));
  }
  return Joined(lines, "\n");
}

std::string ContactsText(const Telling& telling, const hv1::Contacts& entry) {
  std::vector<std::string> lines;
  for (const auto& [label, someone] : {std::pair("sender", telling.Someone(entry.sender())),
                                       std::pair("off_hours", telling.Someone(entry.off_hours())),
                                       std::pair("relative", telling.Someone(entry.relative(), true)),
                                       std::pair("basis", telling.Word(entry.basis()))}) {
    if (!someone.empty()) lines.push_back("- " + Labelled(telling.Label(label), someone));
  }
  return Joined(lines, "\n");
}

class Form {
 public:
  Form(const Telling& telling, Page& page) : telling_(telling), page_(page) {}

  // An entry that says nothing says so, with its reason if it has one; in a report of how it went, which tells other
  // things, it is left out. Its number is its field number in the content.
  void Add(int number, const std::string& text, hv1::AbsentReason absent = hv1::ABSENT_REASON_UNSPECIFIED) {
    const std::string why = telling_.Word(absent);
    const bool is_follow_up = telling_.parts.handover.kind() == hv1::HANDOVER_KIND_FOLLOW_UP;
    if (is_follow_up && text.empty() && why.empty()) return;
    const std::string said = !text.empty() ? text : absl::StrCat("(", why.empty() ? telling_.Label("open") : why, ")");
    const std::string head = Joined(
        {absl::StrCat(number, ". ", telling_.Label(absl::StrCat("entry.", number))), telling_.Carried(number)}, " ");
    page_.Add(absl::StrCat(head, ":", said[0] == '-' ? "\n" : " ", said), kIndent);
  }

 private:
  const Telling& telling_;
  Page& page_;
};

void AddForm(const Telling& telling, Page& page) {
  const hv1::HandoverContent& content = telling.parts.content;
  Form form(telling, page);
  form.Add(1, PatientText(telling));
  form.Add(2, DestinationText(telling, content.destination()), content.destination().absent());
  form.Add(3, WhenText(telling));
  form.Add(4, ReasonText(telling, content.reason()), content.reason().absent());
  const hv1::Precautions& precautions = content.precautions();
  form.Add(5, Sentences({precautions.none_known() ? telling.Label("none_known") : "", precautions.text()}),
           precautions.absent());
  form.Add(6, ActivityText(telling, 6, content.bed_to_chair()), content.bed_to_chair().absent());
  form.Add(7, ActivityText(telling, 7, content.walking()), content.walking().absent());
  form.Add(8, ActivityText(telling, 8, content.toilet()), content.toilet().absent());
  form.Add(9, Sentences({telling.Word(content.danger().danger()), content.danger().text()}), content.danger().absent());
  form.Add(10, HomeNeedsText(telling, content.home_needs()), content.home_needs().absent());
  form.Add(11, WishesText(telling, content.wishes()), content.wishes().absent());
  form.Add(12, ContactsText(telling, content.contacts()), content.contacts().absent());
}

}  // namespace

std::string HandoverText(const TextParts& parts, hv1::TextPurpose purpose, hv1::TextLanguage language, absl::Time now) {
  const Telling telling = {parts, purpose, language, now};
  Page page(kPageWidth);
  AddHead(telling, page);
  AddForm(telling, page);
  AddBlocks(telling, page);
  page.Space();
  page.Add(absl::StrCat(telling.Label("made"), " ", telling.When(now), "."));
  return page.Take();
}

}  // namespace hemgang::handover
