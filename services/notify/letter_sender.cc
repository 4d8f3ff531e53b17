#include "services/notify/letter_sender.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"

#include "services/notify/addresses.h"
#include "services/notify/letter_text.h"
#include "services/notify/mail_form.h"
#include "services/notify/send_rules.h"
#include "services/notify/webhook_form.h"

namespace hemgang::notify {
namespace {

// More than are ever ready at once: what cannot be sent to one address waits in a handful of letters.
constexpr int kMostInPass = 10'000;
// So that a lane with much to send lets the others have their turn.
constexpr int kMostOfLane = 5;

}  // namespace

LetterSender::LetterSender(LetterBook& book, rules::CurrentDirectory directory, const Settings& settings,
                           Postman& postman, rpc::Metrics& metrics, rpc::Log& log)
    : book_(book),
      directory_(std::move(directory)),
      settings_(settings),
      postman_(postman),
      metrics_(metrics),
      log_(log) {}

int LetterSender::RunOnce(absl::Time now) {
  auto letters = book_.store.ListLettersToSend(absl::ToUnixMicros(now), kMostInPass);
  if (!letters.ok()) return 0;
  std::vector<LaneId> lanes;
  absl::flat_hash_set<LaneId> seen;
  for (const rec::Letter& letter : *letters) {
    const LaneId lane{letter.unit_id(), letter.channel()};
    if (seen.insert(lane).second) lanes.push_back(lane);
  }
  std::atomic<size_t> next{0};
  std::atomic<int> delivered{0};
  const auto work = [&] {
    for (size_t taken = next++; taken < lanes.size(); taken = next++) delivered += SendLane(lanes[taken], now);
  };
  std::vector<std::thread> beside;
  for (size_t i = 1; i < std::min<size_t>(kLanesAtOnce, lanes.size()); ++i) beside.emplace_back(work);
  work();
  for (std::thread& thread : beside) thread.join();
  return delivered;
}

int LetterSender::SendLane(const LaneId& lane, absl::Time now) {
  int delivered = 0;
  for (int sent = 0; sent < kMostOfLane; ++sent) {
    std::optional<rec::Letter> letter = Claim(lane, now);
    if (!letter) break;
    const Verdict verdict = Send(*letter, now);
    if (verdict != Verdict::kDelivered) {
      Failed(*std::move(letter), verdict, now);
      break;
    }
    ++delivered;
    if (!Delivered(*std::move(letter), now)) break;
  }
  return delivered;
}

std::optional<rec::Letter> LetterSender::Claim(const LaneId& lane, absl::Time now) {
  MutexLock lock(book_.mutex);
  absl::StatusOr<std::vector<rec::Letter>> waiting = book_.ListWaiting(lane.first, lane.second);
  if (!waiting.ok()) return std::nullopt;
  const rec::Letter* next = NextInLane(*waiting, now);
  if (next == nullptr) return std::nullopt;
  rec::Letter letter = *next;
  letter.set_tries(letter.tries() + 1);
  letter.set_next_try_time_us(absl::ToUnixMicros(now + PauseAfter(letter.tries())));
  if (!book_.Put(letter).ok()) return std::nullopt;
  return letter;
}

Verdict LetterSender::Send(const rec::Letter& letter, absl::Time now) {
  absl::StatusOr<std::shared_ptr<const rules::Directory>> directory = directory_();
  if (!directory.ok()) return Verdict::kNotNow;
  const rules::CareUnit* unit = (*directory)->FindUnit(letter.unit_id());
  const rules::CareUnit* addressee = AddresseeOf(**directory, letter.unit_id(), now);
  if (unit == nullptr || addressee == nullptr) return Verdict::kRefused;
  const std::string address = AddressOn(*addressee, letter.channel(), settings_.channels());
  // Somebody took the address away, perhaps to mend it.
  if (address.empty()) return Verdict::kNotNow;
  const rules::Organisation* organisation = (*directory)->FindOrganisation(addressee->organisation_id());
  const rules::Country country = organisation == nullptr ? rules::Country::kSweden : organisation->country;
  const LetterText text = TextOf(letter, {unit->record.name(), country, addressee->hours.zone, settings_.link}, now);
  if (letter.channel() == rec::LETTER_CHANNEL_WEBHOOK) {
    return postman_.Send(SignedWebhook(letter, text, address, *settings_.webhook_key, now));
  }
  const std::string& from = settings_.mail->from;
  return postman_.Send(
      MailToSend{from, address, MessageBytes({from, address, text.subject, text.body, letter.id(), now})});
}

bool LetterSender::Delivered(rec::Letter letter, absl::Time now) {
  letter.set_state(rec::LETTER_STATE_SENT);
  letter.set_next_try_time_us(0);
  letter.set_ended_time_us(absl::ToUnixMicros(now));
  {
    MutexLock lock(book_.mutex);
    if (!book_.Put(letter).ok()) return false;
  }
  if (letter.channel() == rec::LETTER_CHANNEL_EMAIL) HurryUnreached(now);
  return true;
}

void LetterSender::Failed(rec::Letter letter, Verdict verdict, absl::Time now) {
  if (verdict == Verdict::kUnreachable && letter.channel() == rec::LETTER_CHANNEL_EMAIL) {
    MutexLock lock(mutex_);
    unreached_units_.insert(letter.unit_id());
  }
  if (!IsGivenUp(letter.tries(), verdict)) return;
  letter.set_state(rec::LETTER_STATE_DEAD);
  letter.set_next_try_time_us(0);
  letter.set_ended_time_us(absl::ToUnixMicros(now));
  {
    MutexLock lock(book_.mutex);
    if (!book_.Put(letter).ok()) return;
  }
  rpc::LogLine line;
  line.event = "letter_dead";
  line.unit_id = letter.unit_id();
  line.sentence = absl::StrCat("letter ", letter.id(), " could not be delivered in ", letter.tries(),
                               " tries; see to the unit's address, then: hemgang notify retry");
  log_.Put(line);
}

void LetterSender::HurryUnreached(absl::Time now) {
  absl::flat_hash_set<std::string> units;
  {
    MutexLock lock(mutex_);
    units.swap(unreached_units_);
  }
  MutexLock lock(book_.mutex);
  for (const std::string& unit_id : units) {
    auto waiting = book_.ListWaiting(unit_id, rec::LETTER_CHANNEL_EMAIL);
    if (!waiting.ok()) continue;
    for (rec::Letter& letter : *waiting) {
      if (letter.tries() == 0 || letter.next_try_time_us() <= absl::ToUnixMicros(now)) continue;
      letter.set_next_try_time_us(absl::ToUnixMicros(now));
      // Not counted, so that no letter is given up any sooner; but what was tried stays tried.
      letter.set_tries(std::max(letter.tries() - 1, 1));
      static_cast<void>(book_.Put(letter));  // else it waits out its pause
    }
  }
}

void LetterSender::Count() {
  absl::StatusOr<std::shared_ptr<const rules::Directory>> directory = directory_();
  if (!directory.ok()) return;
  double waiting = 0;
  double dead = 0;
  for (const auto& unit : (*directory)->whole().units()) {
    MutexLock lock(book_.mutex);
    const auto of_unit = book_.ListAll(unit.id(), rec::LETTER_STATE_WAITING);
    const auto dead_of_unit = book_.ListAll(unit.id(), rec::LETTER_STATE_DEAD);
    if (of_unit.ok()) waiting += static_cast<double>(of_unit->size());
    if (dead_of_unit.ok()) dead += static_cast<double>(dead_of_unit->size());
  }
  metrics_.Set(rpc::Gauge::kLettersWaiting, waiting);
  metrics_.Set(rpc::Gauge::kLettersDead, dead);
}

}  // namespace hemgang::notify
