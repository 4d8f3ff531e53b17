#include "services/notify/addresses.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"

namespace hemgang::notify {
namespace {

namespace dv1 = hemgang::directory::v1;

// Longer chains of covers are a mistake in the directory; the letter then stays where it is.
constexpr int kMostCovers = 3;

bool IsAway(const dv1::Unit& unit, const std::string& date) {
  // Dates are written so that they sort as texts.
  if (!unit.valid_to().empty() && unit.valid_to() < date) return true;
  return std::any_of(unit.closures().begin(), unit.closures().end(), [&date](const dv1::Closure& closure) {
    return closure.from_date() <= date && date <= closure.to_date();
  });
}

}  // namespace

const rules::CareUnit* AddresseeOf(const rules::Directory& directory, const std::string& unit_id, absl::Time now) {
  const rules::CareUnit* unit = directory.FindUnit(unit_id);
  for (int covers = 0; unit != nullptr && covers < kMostCovers; ++covers) {
    const std::string date = absl::FormatCivilTime(rules::LocalDay(unit->hours, now));
    const rules::CareUnit* cover = directory.FindUnit(unit->record.cover_unit_id());
    if (cover == nullptr || !IsAway(unit->record, date)) break;
    unit = cover;
  }
  return unit;
}

std::string AddressOn(const rules::CareUnit& unit, rec::LetterChannel channel, Channels channels) {
  if (channel == rec::LETTER_CHANNEL_EMAIL && channels.email && IsMailAddress(unit.record.email())) {
    return unit.record.email();
  }
  if (channel == rec::LETTER_CHANNEL_WEBHOOK && channels.webhook && IsWebhookUrl(unit.record.webhook_url())) {
    return unit.record.webhook_url();
  }
  return "";
}

bool HasAddress(const rules::CareUnit& unit, Channels channels) {
  return !AddressOn(unit, rec::LETTER_CHANNEL_EMAIL, channels).empty() ||
         !AddressOn(unit, rec::LETTER_CHANNEL_WEBHOOK, channels).empty();
}

int CountUnwritten(const rules::Directory& directory, Channels channels) {
  const auto& units = directory.whole().units();
  return static_cast<int>(std::count_if(units.begin(), units.end(), [channels](const dv1::Unit& unit) {
    return (!channels.email && !unit.email().empty()) || (!channels.webhook && !unit.webhook_url().empty());
  }));
}

bool IsMailAddress(const std::string& text) {
  constexpr size_t kMostBytes = 254;
  constexpr char kNever[] = "()<>[]:;,\\\"";
  const size_t at = text.find('@');
  if (at == std::string::npos || at == 0 || at + 1 == text.size() || text.size() > kMostBytes) return false;
  if (text.find('@', at + 1) != std::string::npos || text.find_first_of(kNever) != std::string::npos) return false;
  return std::all_of(text.begin(), text.end(), [](unsigned char letter) { return letter > 0x20 && letter < 0x7F; });
}

bool IsLoopbackHost(const std::string& host) {
  return host == "127.0.0.1" || host == "[::1]" || host == "localhost";
}

std::string HostOfUrl(const std::string& url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string::npos) return "";
  std::string authority = url.substr(scheme + 3);
  authority.resize(std::min(authority.find_first_of("/?#"), authority.size()));
  if (authority.find('@') != std::string::npos) return "";
  const size_t bracket = authority.find(']');
  const size_t colon = authority.find(':', bracket == std::string::npos ? 0 : bracket);
  if (colon != std::string::npos) authority.resize(colon);
  return authority;
}

bool IsWebhookUrl(const std::string& text) {
  const bool fits =
      std::all_of(text.begin(), text.end(), [](unsigned char letter) { return letter > 0x20 && letter < 0x7F; });
  const std::string host = HostOfUrl(text);
  if (!fits || host.empty()) return false;
  return absl::StartsWith(text, "https://") || (absl::StartsWith(text, "http://") && IsLoopbackHost(host));
}

}  // namespace hemgang::notify
