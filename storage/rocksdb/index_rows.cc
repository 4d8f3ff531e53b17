#include "storage/rocksdb/index_rows.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace hemgang::storage::rocks {
namespace {

bool IsOpen(const rec::Transition& transition) {
  return transition.state() != hemgang::handover::v1::TRANSITION_STATE_CLOSED &&
         transition.state() != hemgang::handover::v1::TRANSITION_STATE_CANCELLED;
}

bool Before(const IndexRow& a, const IndexRow& b) {
  return std::tie(a.table, a.key) < std::tie(b.table, b.key);
}

}  // namespace

std::vector<IndexRow> IndexRowsOf(const rec::Transition& transition) {
  const std::string& id = transition.id();
  std::vector<IndexRow> rows;
  rows.reserve(2 + transition.handovers_size() + 2 * transition.involved_unit_ids_size() + 3 * transition.tasks_size());
  const auto add = [&](Table table, std::string key, std::string value = "") {
    rows.push_back({table, std::move(key), std::move(value)});
  };

  for (const rec::Handover& handover : transition.handovers()) {
    add(Table::kHandovers, HandoverKey(handover.id()), id);
  }
  const bool open = IsOpen(transition);
  for (const std::string& unit : transition.involved_unit_ids()) {
    add(Table::kTransitionsByUnit, Under(TransitionsOfUnitPrefix(unit, false), id));
    if (open) add(Table::kTransitionsByUnit, Under(TransitionsOfUnitPrefix(unit, true), id));
  }
  add(Table::kTransitionsByPatient, Under(TransitionsOfPatientPrefix(transition.patient_hash()), id));
  for (const std::string& former : transition.former_patient_hash()) {
    add(Table::kTransitionsByPatient, Under(TransitionsOfPatientPrefix(former), id));
  }
  for (const rec::Task& task : transition.tasks()) {
    if (task.next_wake_time_us() != 0) add(Table::kWakes, WakeKey(task.next_wake_time_us(), id, task.id()));
    if (task.due_time_us() == 0) continue;
    std::string value(1, static_cast<char>(transition.age_band()));
    task.AppendToString(&value);
    add(Table::kDueByUnit, DueKey(task.holder_unit_id(), task.due_time_us(), id, task.id()), value);
    add(Table::kDueByOrganisation, DueKey(task.holder_organisation_id(), task.due_time_us(), id, task.id()),
        std::move(value));
  }
  if (transition.close_wake_time_us() != 0) add(Table::kWakes, WakeKey(transition.close_wake_time_us(), id, ""));
  std::sort(rows.begin(), rows.end(), Before);
  // A unit or a number that is named twice is still found once.
  rows.erase(std::unique(rows.begin(), rows.end(), [](const IndexRow& a, const IndexRow& b) { return !Before(a, b); }),
             rows.end());
  return rows;
}

std::vector<IndexRow> IndexRowsOf(const rec::Letter& letter) {
  const std::string key = LetterKey(letter.unit_id(), letter.id());
  std::vector<IndexRow> rows;
  rows.push_back(
      {Table::kLettersByState, Under(LettersOfUnitPrefix(letter.unit_id(), letter.state()), letter.id()), ""});
  if (letter.state() == rec::LETTER_STATE_WAITING) {
    rows.push_back({Table::kLettersByState, LettersByTime(LettersToSendPrefix(), letter.next_try_time_us()) + key, ""});
  }
  if (letter.state() == rec::LETTER_STATE_SENT) {
    rows.push_back({Table::kLettersByState, LettersByTime(LettersSentPrefix(), letter.ended_time_us()) + key, ""});
  }
  std::sort(rows.begin(), rows.end(), Before);
  return rows;
}

IndexDifference Difference(const std::vector<IndexRow>& before, const std::vector<IndexRow>& after) {
  IndexDifference difference;
  auto old_row = before.begin();
  for (const IndexRow& row : after) {
    while (old_row != before.end() && Before(*old_row, row)) difference.removed.push_back(&*old_row++);
    const bool same_key = old_row != before.end() && !Before(row, *old_row);
    if (!same_key || old_row->value != row.value) difference.put.push_back(&row);
    if (same_key) ++old_row;
  }
  for (; old_row != before.end(); ++old_row) difference.removed.push_back(&*old_row);
  return difference;
}

bool ParseDueRow(std::string_view rest_of_key, std::string_view value, TaskRow& row) {
  OrderedKeyReader reader(rest_of_key);
  int64_t due_time_us = 0;
  if (value.empty() || !reader.Int64(due_time_us) || !reader.Text(row.transition_id)) return false;
  row.age_band = static_cast<hemgang::handover::v1::AgeBand>(value[0]);
  return row.task.ParseFromArray(value.data() + 1, static_cast<int>(value.size()) - 1);
}

}  // namespace hemgang::storage::rocks
