// Whole values to keep in tests: small, valid, and each with its own ids.
#ifndef HEMGANG_TESTS_STORAGE_WHOLE_CHANGE_H_
#define HEMGANG_TESTS_STORAGE_WHOLE_CHANGE_H_

#include <cstdint>
#include <string>

#include "storage/store.h"

namespace hemgang::storage {

namespace hv1 = hemgang::handover::v1;

inline constexpr int64_t kTestTime = 1'781'000'000'000'000;  // A day in June 2026.

// 32 bytes that stand for a patient.
std::string HashOf(const std::string& patient);

// An entry id; a higher number is a later one.
std::string EntryId(int64_t number);

// A step by a person on revision 1 of the directory: the transition `id` at `version`, nothing owed, of the units
// "ward" and "home". Its entry, its receipt and its request id are named after the two.
rec::Change Step(const std::string& id, int64_t version);
// The same, made by the clock.
rec::Change ClockStep(const std::string& id, int64_t version);

// Adds a running task, and its holder to the units that have a part.
rec::Task& AddTask(rec::Change& change, const std::string& task_id, const std::string& holder_unit_id, int64_t due_us,
                   int64_t wake_us);
rec::InboxEvent& AddEvent(rec::Change& change, const std::string& unit_id);
rec::Content& AddContent(rec::Change& change, const std::string& about_id, int64_t number, const std::string& custodian,
                         const std::string& sealed);
rec::Handover& AddHandover(rec::Change& change, const std::string& handover_id);

// A step with every part that a Change can have.
rec::Change StepWithEveryPart(const std::string& id);

rec::Entry Look(int64_t number, const std::string& transition_id);
// A change of the directory that puts a unit named after the revision.
rec::DirectoryChange DirectoryStep(int64_t revision);
// One letter, without a cursor. `time_us` is its next try while it is WAITING, else when it ended.
rec::LetterChange LetterOf(const std::string& unit_id, const std::string& id, rec::LetterState state, int64_t time_us);
rec::Draft SomeDraft(const std::string& id, const std::string& unit_id, int32_t revision);

}  // namespace hemgang::storage

#endif  // HEMGANG_TESTS_STORAGE_WHOLE_CHANGE_H_
