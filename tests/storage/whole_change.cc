#include "tests/storage/whole_change.h"

#include <algorithm>

#include <openssl/sha.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace hemgang::storage {

namespace {

std::string Sha256(const std::string& text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

// Told apart by transition and version, later for a later version.
std::string EntryIdOf(const std::string& id, int64_t version) {
  return absl::StrFormat("%016x%016x", kTestTime + version, std::hash<std::string>()(absl::StrCat(id, "/", version)));
}

}  // namespace

std::string HashOf(const std::string& patient) {
  return Sha256(patient);
}

std::string EntryId(int64_t number) {
  return absl::StrFormat("%016x%016x", kTestTime, number);
}

rec::Change Step(const std::string& id, int64_t version) {
  rec::Change change = ClockStep(id, version);
  rec::Entry& entry = *change.mutable_entry();
  entry.set_actor_staff_id("anna");
  entry.set_actor_unit_id("ward");
  entry.set_actor_organisation_id("region");
  entry.set_request_id(absl::StrCat("request-", id, "-", version));
  rec::Receipt& receipt = *change.mutable_receipt();
  receipt.set_caller_id("anna@ward");
  receipt.set_request_id(entry.request_id());
  receipt.set_request_digest(Sha256("request"));
  receipt.set_answer("answer");
  receipt.set_recorded_time_us(entry.recorded_time_us());
  return change;
}

rec::Change ClockStep(const std::string& id, int64_t version) {
  rec::Change change;
  rec::Transition& transition = *change.mutable_transition();
  transition.set_id(id);
  transition.set_version(version);
  transition.set_state(hv1::TRANSITION_STATE_ADMITTED);
  transition.set_hospital_unit_id("ward");
  transition.set_patient_hash(HashOf("patient"));
  transition.set_age_band(hv1::AGE_BAND_80_89);
  transition.add_involved_unit_ids("ward");
  transition.add_involved_unit_ids("home");
  transition.set_opened_time_us(kTestTime);
  rec::Entry& entry = *change.mutable_entry();
  entry.set_id(EntryIdOf(id, version));
  entry.set_kind(hemgang::audit::v1::ENTRY_KIND_STEP);
  entry.set_recorded_time_us(kTestTime + version);
  entry.set_actor_staff_id("clock");
  entry.add_transition_ids(id);
  entry.set_step(version == 1 ? hv1::STEP_OPEN_TRANSITION : hv1::STEP_EXPIRE);
  entry.set_version(version);
  change.set_directory_revision(1);
  return change;
}

rec::Task& AddTask(rec::Change& change, const std::string& task_id, const std::string& holder_unit_id, int64_t due_us,
                   int64_t wake_us) {
  const auto& involved = change.transition().involved_unit_ids();
  if (std::find(involved.begin(), involved.end(), holder_unit_id) == involved.end()) {
    change.mutable_transition()->add_involved_unit_ids(holder_unit_id);
  }
  rec::Task& task = *change.mutable_transition()->add_tasks();
  task.set_id(task_id);
  task.set_kind(hv1::TASK_KIND_SEND_HANDOVER);
  task.set_holder_unit_id(holder_unit_id);
  task.set_holder_organisation_id(absl::StrCat("organisation-of-", holder_unit_id));
  task.set_opened_time_us(kTestTime);
  task.set_due_time_us(due_us);
  task.set_next_wake_time_us(wake_us);
  return task;
}

rec::InboxEvent& AddEvent(rec::Change& change, const std::string& unit_id) {
  rec::InboxEvent& event = *change.add_inbox_events();
  event.set_unit_id(unit_id);
  event.set_kind(hemgang::routing::v1::INBOX_EVENT_KIND_NEED_MARKED);
  event.set_transition_id(change.transition().id());
  event.set_recorded_time_us(change.entry().recorded_time_us());
  return event;
}

rec::Content& AddContent(rec::Change& change, const std::string& about_id, int64_t number, const std::string& custodian,
                         const std::string& sealed) {
  rec::Content& content = *change.add_contents();
  content.set_transition_id(change.transition().id());
  content.set_about_id(about_id);
  content.set_number(number);
  content.set_custodian_organisation_id(custodian);
  content.set_sealed(sealed);
  content.set_sealed_digest(Sha256(sealed));
  return content;
}

rec::Handover& AddHandover(rec::Change& change, const std::string& handover_id) {
  rec::Handover& handover = *change.mutable_transition()->add_handovers();
  handover.set_id(handover_id);
  handover.set_kind(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
  handover.set_state(hv1::HANDOVER_STATE_SENT);
  handover.set_sender_unit_id("ward");
  handover.set_receiver_unit_id("home");
  return handover;
}

rec::Change StepWithEveryPart(const std::string& id) {
  rec::Change change = Step(id, 1);
  AddHandover(change, absl::StrCat("handover-", id));
  AddTask(change, absl::StrCat("task-", id), "home", kTestTime + 100, kTestTime + 50);
  AddContent(change, absl::StrCat("handover-", id), 1, "region", "sealed bytes");
  rec::DataKey& key = *change.add_keys();
  key.set_transition_id(id);
  key.set_custodian_organisation_id("region");
  key.set_wrapped_key("wrapped");
  AddEvent(change, "home");
  rec::Outcome& outcome = *change.add_outcomes();
  outcome.set_kind(rec::OUTCOME_KIND_TASK_MET);
  outcome.set_ended_time_us(kTestTime + 1);
  outcome.set_holder_unit_id("home");
  return change;
}

rec::Entry Look(int64_t number, const std::string& transition_id) {
  rec::Entry entry;
  entry.set_id(EntryId(number));
  entry.set_kind(hemgang::audit::v1::ENTRY_KIND_LOOK);
  entry.set_look(hemgang::audit::v1::LOOK_KIND_GET_TRANSITION);
  entry.set_recorded_time_us(kTestTime + number);
  entry.set_actor_staff_id("bo");
  if (!transition_id.empty()) entry.add_transition_ids(transition_id);
  return entry;
}

rec::DirectoryChange DirectoryStep(int64_t revision) {
  rec::DirectoryChange change;
  change.set_revision(revision);
  change.add_put()->mutable_unit()->set_id(absl::StrCat("unit-", revision));
  rec::Entry& entry = *change.mutable_entry();
  entry.set_id(EntryId(1000 + revision));
  entry.set_kind(hemgang::audit::v1::ENTRY_KIND_DIRECTORY);
  entry.set_recorded_time_us(1);
  entry.set_actor_staff_id("operator");
  entry.set_request_id(absl::StrCat("apply-", revision));
  rec::Receipt& receipt = *change.mutable_receipt();
  receipt.set_caller_id("operator");
  receipt.set_request_id(entry.request_id());
  receipt.set_request_digest(Sha256("directory"));
  receipt.set_recorded_time_us(1);
  return change;
}

rec::LetterChange LetterOf(const std::string& unit_id, const std::string& id, rec::LetterState state, int64_t time_us) {
  rec::LetterChange change;
  rec::Letter& letter = *change.add_letters();
  letter.set_id(id);
  letter.set_unit_id(unit_id);
  letter.set_channel(rec::LETTER_CHANNEL_EMAIL);
  letter.set_state(state);
  state == rec::LETTER_STATE_WAITING ? letter.set_next_try_time_us(time_us) : letter.set_ended_time_us(time_us);
  return change;
}

rec::Draft SomeDraft(const std::string& id, const std::string& unit_id, int32_t revision) {
  rec::Draft draft;
  draft.set_id(id);
  draft.set_unit_id(unit_id);
  draft.set_revision(revision);
  draft.set_sealed(absl::StrCat("sealed ", revision));
  return draft;
}

}  // namespace hemgang::storage
