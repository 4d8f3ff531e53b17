#include "services/notify/letter_rules.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace hemgang::notify {
namespace {

constexpr Goes kOpen = Goes::kInOpeningHours;
constexpr Goes kAny = Goes::kAtAnyHour;
constexpr Goes kDaily = Goes::kDaily;
constexpr hv1::TaskKind kNoTask = hv1::TASK_KIND_UNSPECIFIED;

// What is not here is read in the inbox when somebody looks: that an answer came in time is no reason to disturb.
// TABLE: kLetters
constexpr LetterRow kLetters[] = {
    {rv1::INBOX_EVENT_KIND_HANDOVER_SENT, kOpen, kAny, hv1::TASK_KIND_ACKNOWLEDGE, false},
    {rv1::INBOX_EVENT_KIND_REDIRECTED_TO, kOpen, kAny, hv1::TASK_KIND_ACKNOWLEDGE, false},
    {rv1::INBOX_EVENT_KIND_DECLINED, kOpen, kAny, hv1::TASK_KIND_REDIRECT, false},
    {rv1::INBOX_EVENT_KIND_REPORT_REQUESTED, kOpen, kOpen, hv1::TASK_KIND_SEND_ADMISSION_REPORT, false},
    {rv1::INBOX_EVENT_KIND_PATIENT_SENT_IN, kOpen, kOpen, kNoTask, false},
    {rv1::INBOX_EVENT_KIND_ASKED, kOpen, kAny, hv1::TASK_KIND_ANSWER, false},
    {rv1::INBOX_EVENT_KIND_ANSWERED, kOpen, kOpen, kNoTask, false},
    {rv1::INBOX_EVENT_KIND_AMENDED, kOpen, kOpen, hv1::TASK_KIND_ACKNOWLEDGE, false},
    {rv1::INBOX_EVENT_KIND_ACKNOWLEDGEMENT_REVOKED, kOpen, kAny, hv1::TASK_KIND_ACKNOWLEDGE, false},
    {rv1::INBOX_EVENT_KIND_WITHDRAWN, kOpen, kOpen, hv1::TASK_KIND_SEE_NOTICE, false},
    {rv1::INBOX_EVENT_KIND_VOIDED, kOpen, kOpen, hv1::TASK_KIND_SEE_NOTICE, false},
    {rv1::INBOX_EVENT_KIND_DIED, kOpen, kOpen, hv1::TASK_KIND_SEE_NOTICE, false},
    {rv1::INBOX_EVENT_KIND_CANCELLED, kOpen, kOpen, hv1::TASK_KIND_SEE_NOTICE, false},
    {rv1::INBOX_EVENT_KIND_CANCELLATION_REVERTED, kOpen, kOpen, hv1::TASK_KIND_SEE_NOTICE, false},
    {rv1::INBOX_EVENT_KIND_READMITTED, kOpen, kOpen, hv1::TASK_KIND_SEE_NOTICE, false},
    {rv1::INBOX_EVENT_KIND_IDENTITY_MERGED, kOpen, kOpen, hv1::TASK_KIND_SEE_NOTICE, false},
    {rv1::INBOX_EVENT_KIND_DISCHARGE_MOVED, kOpen, kOpen, hv1::TASK_KIND_SEE_NOTICE, false},
    {rv1::INBOX_EVENT_KIND_DESTINATION_CHANGED, kOpen, kOpen, kNoTask, false},
    {rv1::INBOX_EVENT_KIND_DISCHARGED, kOpen, kOpen, hv1::TASK_KIND_FIRST_CONTACT, false},
    {rv1::INBOX_EVENT_KIND_MOVED_HOME, kOpen, kOpen, hv1::TASK_KIND_FIRST_CONTACT, false},
    {rv1::INBOX_EVENT_KIND_REMINDED, kOpen, kOpen, kNoTask, true},
    {rv1::INBOX_EVENT_KIND_OVERDUE, kOpen, kAny, kNoTask, true},
    {rv1::INBOX_EVENT_KIND_UNACKNOWLEDGED_AT_DISCHARGE, kAny, kAny, kNoTask, true},
    {rv1::INBOX_EVENT_KIND_NEED_MARKED, kDaily, kOpen, hv1::TASK_KIND_SEND_HANDOVER, false},
    {rv1::INBOX_EVENT_KIND_NOTHING_TO_REPORT, kDaily, kDaily, kNoTask, false},
    {rv1::INBOX_EVENT_KIND_REDIRECTED_AWAY, kDaily, kDaily, kNoTask, false},
    {rv1::INBOX_EVENT_KIND_HOSPITAL_JOINED, kDaily, kDaily, kNoTask, false},
    {rv1::INBOX_EVENT_KIND_SENDING_UNIT_CHANGED, kDaily, kDaily, kNoTask, false},
    {rv1::INBOX_EVENT_KIND_DISCHARGE_READY, kDaily, kDaily, kNoTask, false},
    {rv1::INBOX_EVENT_KIND_AIDS_UPDATED, kDaily, kDaily, kNoTask, false},
};
// END TABLE

constexpr int kDigestMinute = 8 * 60;

Goes GoesOf(const LetterRow& row, const rec::InboxEvent& event) {
  if (event.digest()) return Goes::kDaily;
  // A call is counted in clock time, at night too.
  if (event.task() == hv1::TASK_KIND_CALL) return Goes::kAtAnyHour;
  return event.urgency() == hv1::URGENCY_FAST_TRACK ? row.goes_fast_track : row.goes;
}

// A letter that no server has seen yet: only such a one may still change.
bool IsUntried(const rec::Letter& letter) {
  return letter.tries() == 0 && letter.kind() != rv1::INBOX_EVENT_KIND_UNSPECIFIED;
}

int WrittenWithin(const Lane& lane, absl::Time since) {
  return static_cast<int>(
      std::count_if(lane.written.begin(), lane.written.end(), [since](absl::Time written) { return written > since; }));
}

// The letter that the event joins; null when it gets one of its own.
rec::Letter* FindToJoin(const Telling& telling, bool is_burst, absl::Time now, Lane& lane) {
  const bool is_blocked = std::any_of(lane.waiting.begin(), lane.waiting.end(),
                                      [](const rec::Letter& letter) { return letter.tries() > 1; });
  for (auto letter = lane.waiting.rbegin(); letter != lane.waiting.rend(); ++letter) {
    if (!IsUntried(*letter)) continue;
    const absl::Time goes = absl::FromUnixMicros(letter->next_try_time_us());
    // While an address cannot be reached, what comes waits in one letter, which goes when the first of it may.
    if (is_blocked) {
      letter->set_next_try_time_us(std::min(letter->next_try_time_us(), absl::ToUnixMicros(telling.may_go)));
      return &*letter;
    }
    // Held until the same opening.
    if (telling.may_go > now) {
      if (goes == telling.may_go) return &*letter;
      continue;
    }
    const absl::Time latest = telling.at_any_hour ? now : now + kBurstWindow;
    if (is_burst && goes <= latest) return &*letter;
  }
  return nullptr;
}

void Join(const LetterEvent& told, rec::Letter& letter) {
  letter.set_last_sequence(std::max(letter.last_sequence(), told.event.sequence()));
  letter.set_event_count(letter.event_count() + 1);
  letter.set_level(std::max(letter.level(), told.event.level()));
  if (told.due_time_us != 0 && (letter.due_time_us() == 0 || told.due_time_us < letter.due_time_us())) {
    letter.set_due_time_us(told.due_time_us);
  }
}

rec::Letter NewLetter(const LetterEvent& told, absl::Time may_go, absl::Time now, const Lane& lane) {
  rec::Letter letter;
  letter.set_id(LetterId(lane.unit_id, told.event.sequence(), lane.channel));
  letter.set_unit_id(lane.unit_id);
  letter.set_channel(lane.channel);
  letter.set_state(rec::LETTER_STATE_WAITING);
  letter.set_first_sequence(told.event.sequence());
  letter.set_last_sequence(told.event.sequence());
  letter.set_event_count(1);
  letter.set_kind(told.event.kind());
  letter.set_handover_kind(told.handover_kind);
  letter.set_level(told.event.level());
  letter.set_due_time_us(told.due_time_us);
  letter.set_written_time_us(absl::ToUnixMicros(now));
  letter.set_next_try_time_us(absl::ToUnixMicros(may_go));
  return letter;
}

void Changed(const std::string& id, Lane& lane) {
  if (std::find(lane.changed.begin(), lane.changed.end(), id) == lane.changed.end()) lane.changed.push_back(id);
}

// The try that this causes is not counted, so that a letter is not given up any sooner for it.
void HurryRetried(absl::Time now, Lane& lane) {
  for (rec::Letter& letter : lane.waiting) {
    if (letter.tries() < 3 || letter.next_try_time_us() <= absl::ToUnixMicros(now)) continue;
    letter.set_next_try_time_us(absl::ToUnixMicros(now));
    letter.set_tries(letter.tries() - 1);
    Changed(letter.id(), lane);
  }
}

}  // namespace

const LetterRow* FindLetterRow(rv1::InboxEventKind kind) {
  const auto* row = std::find_if(std::begin(kLetters), std::end(kLetters),
                                 [kind](const LetterRow& candidate) { return candidate.kind == kind; });
  return row == std::end(kLetters) ? nullptr : row;
}

std::optional<Telling> TellingOf(const rec::InboxEvent& event, const QuietHours& quiet, absl::Time now) {
  const LetterRow* row = FindLetterRow(event.kind());
  if (row == nullptr) return std::nullopt;
  if (!row->of_own_step && event.about_unit_id() == event.unit_id()) return std::nullopt;
  switch (GoesOf(*row, event)) {
    case Goes::kAtAnyHour:
      return Telling{now, true};
    case Goes::kDaily:
      return Telling{NextDigest(quiet.open, now), false};
    case Goes::kInOpeningHours:
      break;
  }
  return Telling{quiet.none ? now : NextOpening(quiet.open, now), false};
}

absl::Time NextOpening(const rules::OpeningHours& open, absl::Time now) {
  if (rules::IsOpen(open, now)) return now;
  constexpr absl::Duration kLittle = absl::Minutes(1);
  const absl::Time full = rules::AddWorkingHours(open, now, kLittle);
  return full - kLittle;
}

absl::Time NextDigest(const rules::OpeningHours& open, absl::Time now) {
  if (!rules::IsOpen(open, now)) return NextOpening(open, now);
  const absl::Time midnight = rules::MinuteOnNextWorkingDay(open, now, 0);
  if (!rules::IsOpen(open, midnight)) return NextOpening(open, midnight);
  const absl::Time morning = rules::MinuteOnNextWorkingDay(open, now, kDigestMinute);
  return rules::IsOpen(open, morning) ? morning : midnight;
}

void AddToLane(const LetterEvent& told, const Telling& telling, absl::Time now, Lane& lane) {
  if (telling.at_any_hour) HurryRetried(now, lane);
  const bool is_burst = WrittenWithin(lane, now - kBurstWindow) >= kBurst;
  if (rec::Letter* joined = FindToJoin(telling, is_burst, now, lane)) {
    Join(told, *joined);
    Changed(joined->id(), lane);
    return;
  }
  // The letter that begins a digest waits for what else comes; what may go at any hour does not.
  absl::Time may_go = telling.may_go;
  if (is_burst && !telling.at_any_hour) may_go = std::max(may_go, lane.written.back() + kBurstWindow);
  lane.waiting.push_back(NewLetter(told, may_go, now, lane));
  lane.written.push_back(now);
  Changed(lane.waiting.back().id(), lane);
}

std::string ChannelMark(rec::LetterChannel channel) {
  return channel == rec::LETTER_CHANNEL_EMAIL ? "e" : "w";
}

std::string LetterId(const std::string& unit_id, int64_t first_sequence, rec::LetterChannel channel) {
  return absl::StrFormat("%s.%015d.%s", unit_id, first_sequence, ChannelMark(channel));
}

std::string UnitOfLetterId(const std::string& letter_id) {
  const size_t mark = letter_id.rfind('.');
  if (mark == std::string::npos || mark == 0) return "";
  const size_t number = letter_id.rfind('.', mark - 1);
  return number == std::string::npos ? "" : letter_id.substr(0, number);
}

}  // namespace hemgang::notify
