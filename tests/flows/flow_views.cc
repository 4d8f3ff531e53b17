// The verbs that open one thing and show it, as far as the caller's unit may see it.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "services/rpc/times.h"
#include "tests/flows/flow_runner.h"
#include "tests/support/test_directory.h"

namespace hemgang::flows {
namespace {

namespace dv1 = hemgang::directory::v1;

std::string Named(const hv1::Patient& patient) {
  if (patient.name().empty()) return "of nobody who is named";
  return absl::StrCat("of ", patient.name(), patient.protected_identity() ? ", protected" : "");
}

std::string LegText(const hv1::Leg& leg) {
  return absl::StrCat(leg.municipality_code().empty() ? "-" : leg.municipality_code(), " ", NameOf(leg.dwelling_form()),
                      leg.from_date().empty() ? "" : " from ", leg.from_date());
}

void AddLegs(const hv1::TransitionSummary& transition, Lines& lines) {
  for (const hv1::Leg& leg : transition.legs()) lines.push_back(absl::StrCat("going to ", LegText(leg)));
}

// What is sealed: each line only where the unit is shown it.
void AddWhole(const hv1::HandoverDetail& detail, Lines& lines) {
  if (!detail.patient().phone().empty()) lines.push_back(absl::StrCat("phone ", detail.patient().phone()));
  if (!detail.patient().identity_number().empty()) {
    lines.push_back(absl::StrCat("number ", detail.patient().identity_number()));
  }
  AddLegs(detail.transition(), lines);
  if (detail.has_content()) lines.push_back(absl::StrCat("says: ", detail.content().reason().text()));
  if (!detail.door_code().empty()) lines.push_back(absl::StrCat("door ", detail.door_code()));
  for (int i = 0; i < detail.handover().aids_size(); ++i) {
    const hv1::AidLine& aid = detail.handover().aids(i);
    const std::string name = i < detail.aid_names_size() ? detail.aid_names(i) : "not named";
    lines.push_back(
        absl::StrCat("aid ", aid.id(), " ", NameOf(aid.status()), " by ", aid.responsible_unit_id(), ": ", name));
  }
  for (const hv1::Note& note : detail.notes()) {
    lines.push_back(absl::StrCat(NameOf(note.step()), " by ", note.staff_id(), ": ", note.text(), note.answered_by()));
  }
  for (const hv1::Transfer& transfer : detail.handover().transfers()) {
    lines.push_back(absl::StrCat("entered in ", NameOf(transfer.target()), " ",
                                 TimeText(rpc::FromTimestamp(transfer.transferred_time())), " by ",
                                 transfer.staff_id()));
  }
}

std::string ToldText(const hv1::RungTold& told) {
  if (!told.has_seen_time()) return told.unit_id();
  return absl::StrCat(told.unit_id(), " (seen ", TimeText(rpc::FromTimestamp(told.seen_time())), ")");
}

}  // namespace

// Opens a handover, which is a look at its patient. look h1 all: also what is sealed.
Lines FlowRunner::Look(const FlowWords& words) {
  words.Allow({"by"});
  hv1::HandoverService::Stub stub(house_->channel());
  const auto context = ContextOf(CallerOf(words, UnitOfHandover(words.Name(0), false)));
  hv1::GetHandoverRequest request;
  request.set_handover_id(names_.IdOf(words.Name(0)));
  hv1::GetHandoverResponse response;
  Lines lines;
  if (Failed(stub.GetHandover(context.get(), request, &response), lines)) return lines;
  const hv1::HandoverDetail& detail = response.handover();
  if (detail.handover().state() == hv1::HANDOVER_STATE_UNSPECIFIED) {
    return {absl::StrCat(words.Name(0), " had been here: ", NameOf(detail.handover().kind()), " of ",
                         TimeText(rpc::FromTimestamp(detail.handover().sent_time())))};
  }
  lines.push_back(absl::StrCat(words.Name(0), " ", NameOf(detail.handover().state()), " ", Named(detail.patient())));
  if (detail.has_delivered_time()) {
    lines.push_back(absl::StrCat("delivered ", TimeText(rpc::FromTimestamp(detail.delivered_time()))));
  }
  if (detail.has_first_opened()) {
    lines.push_back(absl::StrCat("first opened by ", detail.first_opened().staff_id(), " ",
                                 TimeText(rpc::FromTimestamp(detail.first_opened().opened_time()))));
  }
  if (words.Name(1) == "all") AddWhole(detail, lines);
  return lines;
}

// Opens a transition: its handovers, and its tasks with whom the ladder told and when they saw it.
Lines FlowRunner::Show(const FlowWords& words) {
  words.Allow({"by"});
  hv1::HandoverService::Stub stub(house_->channel());
  const auto context = ContextOf(CallerOf(words, UnitOfTransition(words.Name(0))));
  hv1::GetTransitionRequest request;
  request.set_transition_id(names_.IdOf(words.Name(0)));
  hv1::GetTransitionResponse response;
  Lines lines;
  if (Failed(stub.GetTransition(context.get(), request, &response), lines)) return lines;
  const hv1::TransitionSummary& transition = response.transition().transition();
  const bool knows_state = transition.state() != hv1::TRANSITION_STATE_UNSPECIFIED;
  lines.push_back(absl::StrCat(words.Name(0), knows_state ? " " + NameOf(transition.state()) : "", " ",
                               Named(response.transition().patient())));
  AddLegs(transition, lines);
  for (const hv1::HandoverSummary& handover : transition.handovers()) {
    lines.push_back(absl::StrCat(names_.NameOf(handover.id()), " ", NameOf(handover.kind()), " ",
                                 NameOf(handover.state()), " to ", handover.receiver_unit_id()));
  }
  for (const hv1::Task& task : transition.tasks()) {
    lines.push_back(absl::StrCat(NameOf(task.kind()), " held by ", task.holder_unit_id()));
    for (const hv1::Rung& rung : task.rungs()) {
      lines.push_back(absl::StrCat(
          "  level ", rung.level(), " told ", TimeText(rpc::FromTimestamp(rung.told_time())), ": ",
          absl::StrJoin(rung.told(), ", ",
                        [](std::string* out, const hv1::RungTold& told) { out->append(ToldText(told)); })));
    }
  }
  return lines;
}

// unit partille-ft ends=2026-09-10 successor=partille-hemrehab, as the operations manager of its organisation, or of
// the region, applies it.
Lines FlowRunner::ChangeUnit(const FlowWords& words) {
  words.Allow({"begins", "ends", "successor", "cover", "by"});
  dv1::DirectoryService::Stub stub(house_->channel());
  const std::string caller = CallerOf(words, "vgr-verksamhet");
  dv1::GetDirectoryResponse kept;
  Lines lines;
  if (Failed(stub.GetDirectory(ContextOf(caller).get(), dv1::GetDirectoryRequest(), &kept), lines)) return lines;
  dv1::ApplyDirectoryRequest request;
  request.set_request_id(NextRequestId());
  *request.mutable_directory() = kept.directory();
  for (dv1::Unit& unit : *request.mutable_directory()->mutable_units()) {
    if (unit.id() != words.Name(0)) continue;
    unit.set_valid_from(words.Get("begins", unit.valid_from()));
    unit.set_valid_to(words.Get("ends", unit.valid_to()));
    unit.set_successor_unit_id(words.Get("successor", unit.successor_unit_id()));
    unit.set_cover_unit_id(words.Get("cover", unit.cover_unit_id()));
  }
  dv1::ApplyDirectoryResponse response;
  if (Failed(stub.ApplyDirectory(ContextOf(caller).get(), request, &response), lines)) return lines;
  for (const dv1::DirectoryDifference& difference : response.differences()) {
    lines.push_back(absl::StrCat(difference.id(), " ", difference.field_path(), " ", difference.after()));
  }
  return lines;
}

}  // namespace hemgang::flows
