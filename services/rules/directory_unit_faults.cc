// The part of Directory::Check about a unit over time: when it exists, who follows and covers it, how it is reached.
#include <cstddef>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "services/rules/directory_faults.h"
#include "services/rules/hsa_id.h"
#include "services/rules/route.h"

namespace hemgang::rules {
namespace {

constexpr size_t kLongestAddress = 254;  // RFC 5321, 4.5.3.1.3, without the angle brackets
constexpr size_t kLongestUrl = 2000;

bool IsHostName(std::string_view host) {
  if (host.empty() || host.front() == '.' || host.back() == '.' || host.front() == '-') return false;
  char before = '.';
  for (const char c : host) {
    const auto u = static_cast<unsigned char>(c);
    if (!absl::ascii_isalnum(u) && c != '-' && c != '.') return false;
    if (c == '.' && before == '.') return false;
    before = c;
  }
  return true;
}

// The part of RFC 5321's mailboxes that function addresses use: no quotes, no comments.
bool IsMailbox(std::string_view text) {
  const size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > kLongestAddress) return false;
  char before = '.';
  for (const char c : text.substr(0, at)) {
    const auto u = static_cast<unsigned char>(c);
    const bool is_symbol = std::string_view(".!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
    if (!absl::ascii_isalnum(u) && !is_symbol) return false;
    if (c == '.' && before == '.') return false;
    before = c;
  }
  return before != '.' && IsHostName(text.substr(at + 1));
}

// https, or http to this machine itself; a name in it would end up in logs, and so would a password.
bool IsWebhook(std::string_view text) {
  if (text.size() > kLongestUrl) return false;
  for (const char c : text) {
    if (!absl::ascii_isgraph(static_cast<unsigned char>(c)) || c == '"' || c == '<' || c == '>' || c == '\\')
      return false;
  }
  const bool is_https = text.substr(0, 8) == "https://";
  if (!is_https && text.substr(0, 7) != "http://") return false;
  text.remove_prefix(is_https ? 8 : 7);
  text = text.substr(0, text.find_first_of("/?#"));
  std::string_view port;
  const size_t end = text.substr(0, 1) == "[" ? text.find(']') : 0;
  if (end == std::string_view::npos) return false;
  if (const size_t colon = text.find(':', end); colon != std::string_view::npos) {
    port = text.substr(colon + 1);
    text = text.substr(0, colon);
    if (port.empty() || port.size() > 5) return false;
  }
  for (const char c : port) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  if (text == "127.0.0.1" || text == "localhost" || text == "[::1]") return true;
  return is_https && IsHostName(text);
}

class UnitFaults {
 public:
  UnitFaults(const dv1::Unit& unit, const UnitsById& units, const std::string& path,
             std::vector<DirectoryFault>& faults)
      : unit_(unit), units_(units), path_(path), faults_(faults) {}

  void Run() {
    CheckReached();
    AddDayFaults(unit_.valid_from(), "valid_from", unit_.valid_to(), "valid_to", path_, faults_);
    CheckStandIn(unit_.cover_unit_id(), &dv1::Unit::cover_unit_id, "cover_unit_id");
    CheckStandIn(unit_.successor_unit_id(), &dv1::Unit::successor_unit_id, "successor_unit_id");
    CheckClosures();
  }

 private:
  void Add(const std::string& field, const std::string& sentence) { faults_.push_back({path_ + field, sentence}); }

  void CheckReached() {
    if (unit_.has_off_hours()) {
      if (unit_.off_hours().none() == !unit_.off_hours().phone().empty()) {
        Add("off_hours", "must have either a phone or `none: true`, and not both");
      }
    } else if (Receives(unit_.kind())) {
      Add("off_hours", "is required for a unit that receives: who answers when it is closed, or `none: true`");
    }
    if (unit_.phone().empty() && IsUnitOfTherapists(unit_.kind())) {
      Add("phone", "is required for a unit of this kind: somebody must be able to call it");
    }
    AddHsaIdFault(unit_.hsa_id(), path_ + "hsa_id", faults_);
    if (!unit_.email().empty() && !IsMailbox(unit_.email())) {
      Add("email", absl::StrCat(Quoted(unit_.email()), " is no e-mail address"));
    }
    if (!unit_.webhook_url().empty() && !IsWebhook(unit_.webhook_url())) {
      Add("webhook_url",
          "must be an address that begins with https://, without user or password; http:// only to"
          " 127.0.0.1, [::1] or localhost");
    }
  }

  // Who follows or covers: there, another, able to, and not in a circle.
  void CheckStandIn(const std::string& id, const std::string& (dv1::Unit::*next)() const, const std::string& field) {
    if (id.empty()) return;
    if (id == unit_.id()) return Add(field, "must be another unit");
    const auto found = units_.find(id);
    if (found == units_.end()) return Add(field, absl::StrCat("there is no unit ", Quoted(id)));
    if (Receives(unit_.kind()) && !Receives(found->second->kind())) {
      Add(field, absl::StrCat("unit ", Quoted(id), " is of a kind that receives no handovers"));
    }
    const dv1::Unit* unit = found->second;
    for (size_t hop = 0; hop <= units_.size(); ++hop) {
      if (unit->id() == unit_.id()) return Add(field, absl::StrCat("leads in a circle by way of unit ", Quoted(id)));
      const auto further = units_.find((unit->*next)());
      if (further == units_.end()) return;
      unit = further->second;
    }
  }

  void CheckClosures() {
    for (int i = 0; i < unit_.closures_size(); ++i) {
      const dv1::Closure& closure = unit_.closures(i);
      const std::string path = absl::StrCat("closures[", i, "].");
      if (closure.from_date().empty()) Add(path + "from_date", "is required: the first day on which it is closed");
      if (closure.to_date().empty()) Add(path + "to_date", "is required: the last day on which it is closed");
      AddDayFaults(closure.from_date(), "from_date", closure.to_date(), "to_date", path_ + path, faults_);
    }
    if (unit_.closures_size() > 0 && unit_.cover_unit_id().empty() && unit_.off_hours().phone().empty()) {
      Add("closures", "need somebody who answers meanwhile: a cover_unit_id, or a phone in off_hours");
    }
  }

  const dv1::Unit& unit_;
  const UnitsById& units_;
  const std::string path_;
  std::vector<DirectoryFault>& faults_;
};

}  // namespace

void AddHsaIdFault(const std::string& hsa_id, const std::string& path, std::vector<DirectoryFault>& faults) {
  if (hsa_id.empty()) return;
  const auto read = ReadHsaId(hsa_id);
  if (!read.ok()) faults.push_back({path, std::string(read.status().message())});
}

void AddUnitFaults(const dv1::Unit& unit, const UnitsById& units, const std::string& path,
                   std::vector<DirectoryFault>& faults) {
  UnitFaults(unit, units, path, faults).Run();
}

}  // namespace hemgang::rules
