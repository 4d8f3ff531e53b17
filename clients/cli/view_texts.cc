#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/time_text.h"
#include "clients/cli/views.h"
#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;

// Who has been told, by rung of the ladder.
constexpr const char* kTold[] = {"reminded", "manager, sender", "operations", "steering group"};

}  // namespace

std::string PlannedText(const Screen& screen, const hv1::PlannedDischarge& planned) {
  if (planned.has_until_time()) {
    const std::string first = screen.When(planned.time());
    const std::string last = screen.When(planned.until_time());
    const bool same_day = first.substr(0, 14) == last.substr(0, 14);
    return absl::StrCat(first, same_day ? "–" + last.substr(15) : " – " + last);
  }
  if (planned.has_time()) return screen.When(planned.time());
  if (planned.date().empty()) return "unknown";
  const std::string part = Spoken(planned.day_part());
  return absl::StrCat(DateText(planned.date()), part.empty() ? "" : ", ", part);
}

std::string ProfessionsText(const google::protobuf::RepeatedField<int>& professions) {
  return absl::StrJoin(professions, "+", [](std::string* out, int profession) {
    absl::StrAppend(out, Spoken(static_cast<hv1::Profession>(profession)));
  });
}

std::string IdentityText(const std::string& number) {
  return number.size() == 12 ? absl::StrCat(number.substr(0, 8), "-", number.substr(8)) : number;
}

std::string PatientText(const hv1::Patient& patient) {
  std::string text =
      absl::StrCat(patient.name(), patient.name().empty() ? "" : ", ", IdentityText(patient.identity_number()));
  if (!patient.phone().empty()) absl::StrAppend(&text, ", tel. ", patient.phone());
  if (!patient.communication().empty()) absl::StrAppend(&text, "\n", patient.communication());
  return text;
}

std::string TherapistsText(const google::protobuf::RepeatedPtrField<hv1::Therapist>& therapists) {
  return absl::StrJoin(therapists, ", ", [](std::string* out, const hv1::Therapist& therapist) {
    absl::StrAppend(out, therapist.staff_id(), " (", Spoken(therapist.profession()), ")");
  });
}

std::string LegText(const hv1::Leg& leg) {
  std::string text = Spoken(leg.dwelling_form());
  const std::string from = leg.from_date().empty() ? "" : "from " + DateText(leg.from_date());
  for (const std::string& part : {leg.municipality_code(), leg.district_id(), Spoken(leg.country()), from}) {
    if (!part.empty()) absl::StrAppend(&text, ", ", part);
  }
  return text;
}

std::string RungsText(const Screen& screen, const hv1::Task& task) {
  return absl::StrJoin(task.rungs(), "\n", [&screen](std::string* out, const hv1::Rung& rung) {
    absl::StrAppend(out, "level ", rung.level(), " told ", screen.When(rung.told_time()), ": ");
    absl::StrAppend(out, absl::StrJoin(rung.told(), ", ", [&screen](std::string* text, const hv1::RungTold& told) {
                      absl::StrAppend(text, told.unit_id(), ", ",
                                      told.has_seen_time() ? "seen " + screen.When(told.seen_time()) : "not seen yet");
                    }));
    if (rung.passed_on()) absl::StrAppend(out, " (nobody stood on this rung)");
  });
}

std::string ToldText(const hv1::Task& task) {
  if (!task.has_level() || task.level() < 0) return "";
  return task.level() < 4 ? kTold[task.level()] : absl::StrCat("level ", task.level());
}

Cell DueCell(const Screen& screen, const hv1::Task& task) {
  if (!task.has_due_time()) return Cell("when the discharge is known", Colour::kDim);
  const std::string due = screen.When(task.due_time());
  return task.overdue() ? Cell(due + " OVERDUE", Colour::kRed) : Cell(due);
}

Cell UrgencyCell(hv1::Urgency urgency) {
  const bool pressing = urgency == hv1::URGENCY_URGENT || urgency == hv1::URGENCY_FAST_TRACK;
  return Cell(Spoken(urgency), pressing ? Colour::kYellow : Colour::kPlain);
}

Cell StateCell(hv1::HandoverState state) {
  const bool taken = state == hv1::HANDOVER_STATE_ACKNOWLEDGED || state == hv1::HANDOVER_STATE_COMPLETED;
  const bool back = state == hv1::HANDOVER_STATE_DECLINED;
  return Cell(Spoken(state), taken ? Colour::kGreen : back ? Colour::kRed : Colour::kPlain);
}

}  // namespace hemgang::cli
