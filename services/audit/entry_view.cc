#include "services/audit/entry_view.h"

#include <array>

#include <google/protobuf/descriptor.h>

#include "hemgang/errors/v1/errors.pb.h"

#include "services/rpc/times.h"

namespace hemgang::audit {
namespace {

namespace av1 = hemgang::audit::v1;
namespace hv1 = hemgang::handover::v1;

struct ReasonRow {
  hv1::Step step;
  const google::protobuf::EnumDescriptor* (*type)();
};

// Which closed list a step's reason or outcome is of.
constexpr std::array kReasons = {
    ReasonRow{hv1::STEP_CLEAR_NEED, hv1::ClearNeedReason_descriptor},
    ReasonRow{hv1::STEP_DECLINE, hv1::DeclineReason_descriptor},
    ReasonRow{hv1::STEP_WITHDRAW, hv1::WithdrawReason_descriptor},
    ReasonRow{hv1::STEP_RECORD_CALL, hv1::CallOutcome_descriptor},
    ReasonRow{hv1::STEP_RECORD_FIRST_CONTACT, hv1::FirstContactOutcome_descriptor},
    ReasonRow{hv1::STEP_ANSWER_NOTHING_TO_REPORT, hv1::NothingToReportReason_descriptor},
    ReasonRow{hv1::STEP_CANCEL_TRANSITION, hv1::CancelReason_descriptor},
    ReasonRow{hv1::STEP_REVERT_CANCELLATION, hv1::RevertReason_descriptor},
    ReasonRow{hv1::STEP_REVOKE_ACKNOWLEDGEMENT, hv1::RevokeReason_descriptor},
    ReasonRow{hv1::STEP_VOID, hv1::VoidReason_descriptor},
    ReasonRow{hv1::STEP_RECORD_TRANSFER, hv1::TransferTarget_descriptor},
};

}  // namespace

std::string ReasonText(hv1::Step step, int reason_code) {
  for (const ReasonRow& row : kReasons) {
    if (row.step != step || reason_code == 0) continue;
    const auto* value = row.type()->FindValueByNumber(reason_code);
    return value == nullptr ? "" : value->name();
  }
  return "";
}

av1::Entry EntryView(const hemgang::record::v1::Entry& entry) {
  av1::Entry view;
  view.set_id(entry.id());
  view.set_kind(entry.kind());
  *view.mutable_recorded_time() = rpc::MicrosToTimestamp(entry.recorded_time_us());
  if (entry.occurred_time_us() != 0) *view.mutable_occurred_time() = rpc::MicrosToTimestamp(entry.occurred_time_us());
  view.set_staff_id(entry.actor_staff_id());
  view.set_unit_id(entry.actor_unit_id());
  view.set_organisation_id(entry.actor_organisation_id());
  view.set_request_id(entry.request_id());
  *view.mutable_transition_ids() = entry.transition_ids();
  *view.mutable_handover_ids() = entry.handover_ids();
  view.set_step(entry.step());
  view.set_version(entry.version());
  view.set_look(entry.look());
  view.set_task(entry.task());
  view.set_level(entry.level());
  for (const auto& moved : entry.moved()) {
    av1::MovedDeadline& shown = *view.add_moved();
    shown.set_task(moved.kind());
    shown.set_holder_unit_id(moved.holder_unit_id());
    if (moved.old_due_time_us() != 0) *shown.mutable_old_due_time() = rpc::MicrosToTimestamp(moved.old_due_time_us());
    if (moved.due_time_us() != 0) *shown.mutable_due_time() = rpc::MicrosToTimestamp(moved.due_time_us());
  }
  view.set_reason(ReasonText(entry.step(), entry.reason_code()));
  // A change of the directory that was insisted on: the refusal that it overrode.
  if (entry.kind() == av1::ENTRY_KIND_DIRECTORY && entry.reason_code() != 0) {
    view.set_reason(
        hemgang::errors::v1::ErrorReason_Name(static_cast<hemgang::errors::v1::ErrorReason>(entry.reason_code())));
  }
  view.set_directory_revision(entry.directory_revision());
  view.set_to_unit_id(entry.to_unit_id());
  return view;
}

}  // namespace hemgang::audit
