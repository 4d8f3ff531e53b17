#include "tests/notify/inboxes.h"

#include <utility>

#include "absl/base/macros.h"
#include "absl/strings/str_cat.h"

#include "tests/storage/store_under_test.h"
#include "tests/storage/whole_change.h"
#include "tests/support/test_directory.h"

namespace hemgang::test {

absl::Time Local(const std::string& text) {
  absl::TimeZone zone;
  absl::Time time;
  std::string why;
  ABSL_HARDENING_ASSERT(absl::LoadTimeZone("Europe/Stockholm", &zone));
  ABSL_HARDENING_ASSERT(absl::ParseTime("%Y-%m-%d %H:%M", text, zone, &time, &why));
  return time;
}

dv1::Directory AddressedDirectory() {
  dv1::Directory directory = TestDirectory();
  for (dv1::Unit& unit : *directory.mutable_units()) {
    if (unit.id() == kHomeUnit) unit.set_email(kHomeAddress);
    if (unit.id() == kChiefUnit) unit.set_email(kChiefAddress);
    if (unit.id() == kBergenUnit) unit.set_email(kBergenAddress);
  }
  return directory;
}

rules::CurrentDirectory Fixed(const dv1::Directory& directory) {
  std::shared_ptr<const rules::Directory> built = rules::Directory::Build(
      directory, {}, 1, [](const std::string& name, absl::TimeZone* zone) { return absl::LoadTimeZone(name, zone); });
  return [built]() -> absl::StatusOr<std::shared_ptr<const rules::Directory>> { return built; };
}

Inboxes::Inboxes(storage::Store& store) : store_(store) {
  ABSL_HARDENING_ASSERT(storage::CommitAndWait(store, storage::DirectoryStep(1)).ok());
}

void Inboxes::TellSent(const std::string& unit_id, absl::Time now, hv1::Urgency urgency, absl::Time due) {
  rec::InboxEvent event;
  event.set_kind(rv1::INBOX_EVENT_KIND_HANDOVER_SENT);
  event.set_urgency(urgency);
  event.set_handover_id(absl::StrCat("handover-", steps_));
  if (due != absl::InfiniteFuture()) event.set_due_time_us(absl::ToUnixMicros(due));
  Tell(unit_id, now, std::move(event));
}

void Inboxes::TellOverdue(const std::string& unit_id, absl::Time now, int level, bool digest) {
  rec::InboxEvent event;
  event.set_kind(rv1::INBOX_EVENT_KIND_OVERDUE);
  event.set_level(level);
  event.set_digest(digest);
  event.set_task(hv1::TASK_KIND_ACKNOWLEDGE);
  event.set_due_time_us(absl::ToUnixMicros(now));
  event.set_rung_id(absl::StrCat("rung-", steps_));
  Tell(unit_id, now, std::move(event));
}

// The due time is said where the rules say it: on a rung, or on the receiver's task.
void Inboxes::Tell(const std::string& unit_id, absl::Time now, rec::InboxEvent event) {
  const std::string transition_id = absl::StrCat("transition-", steps_++);
  rec::Change change = storage::Step(transition_id, 1);
  if (event.kind() == rv1::INBOX_EVENT_KIND_HANDOVER_SENT) {
    storage::AddHandover(change, event.handover_id()).set_receiver_unit_id(unit_id);
    if (event.due_time_us() != 0) {
      rec::Task& task = storage::AddTask(change, absl::StrCat("task-", steps_), unit_id, event.due_time_us(), 0);
      task.set_kind(hv1::TASK_KIND_ACKNOWLEDGE);
      task.set_handover_id(event.handover_id());
      event.clear_due_time_us();
    }
  }
  event.set_unit_id(unit_id);
  event.set_about_unit_id("su-ostra-rehab");
  event.set_transition_id(transition_id);
  event.set_recorded_time_us(absl::ToUnixMicros(now));
  *change.add_inbox_events() = std::move(event);
  const absl::Status kept = storage::CommitAndWait(store_, std::move(change));
  ABSL_HARDENING_ASSERT(kept.ok());
}

}  // namespace hemgang::test
