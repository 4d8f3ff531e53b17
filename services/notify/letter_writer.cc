#include "services/notify/letter_writer.h"

#include <algorithm>

namespace hemgang::notify {
namespace {

constexpr int kEventsAtOnce = 200;

// The earliest due time of what the unit owes about this.
int64_t DueOf(const rec::Transition& transition, const rec::InboxEvent& event, hv1::TaskKind kind) {
  int64_t due_us = 0;
  for (const rec::Task& task : transition.tasks()) {
    const bool is_about = task.kind() == kind && task.holder_unit_id() == event.unit_id() &&
                          (event.handover_id().empty() || task.handover_id() == event.handover_id());
    if (!is_about || task.due_time_us() == 0) continue;
    if (due_us == 0 || task.due_time_us() < due_us) due_us = task.due_time_us();
  }
  return due_us;
}

rec::LetterChange ChangeOf(const std::string& unit_id, int64_t sequence, const std::vector<Lane>& lanes) {
  rec::LetterChange change;
  change.mutable_cursor()->set_unit_id(unit_id);
  change.mutable_cursor()->set_sequence(sequence);
  for (const Lane& lane : lanes) {
    for (const rec::Letter& letter : lane.waiting) {
      const bool is_changed = std::find(lane.changed.begin(), lane.changed.end(), letter.id()) != lane.changed.end();
      if (is_changed) *change.add_letters() = letter;
    }
  }
  return change;
}

}  // namespace

LetterWriter::LetterWriter(LetterBook& book, rules::CurrentDirectory directory, Channels channels, rpc::Log& log)
    : book_(book), directory_(std::move(directory)), channels_(channels), log_(log) {}

int LetterWriter::RunOnce(absl::Time now) {
  int written = 0;
  absl::StatusOr<std::shared_ptr<const rules::Directory>> directory = directory_();
  if (!directory.ok()) return 0;
  for (const auto& unit : (*directory)->whole().units()) {
    const rules::CareUnit* addressee = AddresseeOf(**directory, unit.id(), now);
    if (addressee == nullptr || !HasAddress(*addressee, channels_)) continue;
    const absl::StatusOr<int> of_unit = WriteUnit(unit.id(), *addressee, now);
    if (of_unit.ok()) {
      written += *of_unit;
      continue;
    }
    rpc::LogLine line;
    line.event = "letters_not_written";
    line.unit_id = unit.id();
    line.code = absl::StatusCodeToString(of_unit.status().code());
    line.sentence = "the store did not take or give what letters are made of; tried again in the next pass";
    log_.Put(line);
  }
  return written;
}

absl::StatusOr<int> LetterWriter::WriteUnit(const std::string& unit_id, const rules::CareUnit& addressee,
                                            absl::Time now) {
  int written = 0;
  while (true) {
    absl::StatusOr<int64_t> cursor = book_.store.FindLetterCursor(unit_id);
    if (!cursor.ok()) return cursor.status();
    auto events = book_.store.ListInbox(unit_id, *cursor, kEventsAtOnce);
    if (!events.ok()) return events.status();
    if (events->empty()) return written;
    MutexLock lock(book_.mutex);
    absl::StatusOr<std::vector<Lane>> lanes = OpenLanes(unit_id, addressee, now);
    if (!lanes.ok()) return lanes.status();
    const int64_t oldest_us = *cursor == 0 ? absl::ToUnixMicros(now - kOldest) : 0;
    for (const rec::InboxEvent& event : *events) {
      const QuietHours quiet{addressee.hours, addressee.record.letters_at_any_hour()};
      const std::optional<Telling> telling = TellingOf(event, quiet, now);
      if (!telling || event.recorded_time_us() < oldest_us) continue;
      const absl::StatusOr<LetterEvent> told = LookUp(event);
      if (!told.ok()) return told.status();
      for (Lane& lane : *lanes) AddToLane(*told, *telling, now, lane);
    }
    const rec::LetterChange change = ChangeOf(unit_id, events->back().sequence(), *lanes);
    if (absl::Status kept = book_.store.PutLetters(change); !kept.ok()) return kept;
    Remember(*lanes);
    written += change.letters_size();
    if (static_cast<int>(events->size()) < kEventsAtOnce) return written;
  }
}

absl::StatusOr<std::vector<Lane>> LetterWriter::OpenLanes(const std::string& unit_id, const rules::CareUnit& addressee,
                                                          absl::Time now) {
  std::vector<Lane> lanes;
  for (const rec::LetterChannel channel : {rec::LETTER_CHANNEL_EMAIL, rec::LETTER_CHANNEL_WEBHOOK}) {
    if (AddressOn(addressee, channel, channels_).empty()) continue;
    absl::StatusOr<std::vector<rec::Letter>> waiting = book_.ListWaiting(unit_id, channel);
    if (!waiting.ok()) return waiting.status();
    std::vector<absl::Time>& written = written_[{unit_id, channel}];
    written.erase(
        std::remove_if(written.begin(), written.end(), [now](absl::Time time) { return time <= now - kBurstWindow; }),
        written.end());
    lanes.push_back({unit_id, channel, *std::move(waiting), written, {}});
  }
  return lanes;
}

absl::StatusOr<LetterEvent> LetterWriter::LookUp(const rec::InboxEvent& event) {
  LetterEvent told{event, event.due_time_us(), hv1::HANDOVER_KIND_UNSPECIFIED};
  const LetterRow* row = FindLetterRow(event.kind());
  if (row == nullptr || row->due_of == hv1::TASK_KIND_UNSPECIFIED || event.transition_id().empty()) return told;
  absl::StatusOr<std::optional<rec::Transition>> transition = book_.store.FindTransition(event.transition_id());
  if (!transition.ok()) return transition.status();
  if (!transition->has_value()) return told;
  if (told.due_time_us == 0) told.due_time_us = DueOf(**transition, event, row->due_of);
  for (const rec::Handover& handover : (*transition)->handovers()) {
    if (handover.id() == event.handover_id()) told.handover_kind = handover.kind();
  }
  return told;
}

void LetterWriter::Remember(const std::vector<Lane>& lanes) {
  for (const Lane& lane : lanes) written_[{lane.unit_id, lane.channel}] = lane.written;
}

}  // namespace hemgang::notify
