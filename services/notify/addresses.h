// Where a unit's letters go. Pure, over the directory that it is given.
#pragma once

#include <string>

#include "absl/time/time.h"

#include "hemgang/record/v1/record.pb.h"

#include "services/rules/directory.h"

namespace hemgang::notify {

namespace rec = hemgang::record::v1;

// Which channels are switched on; see settings.h.
struct Channels {
  bool email = false;
  bool webhook = false;
};

// The unit whose address, hours and language count: the unit itself, or, while it is closed for longer or has ended,
// the one that covers it. Null for a unit that is not in the directory.
const rules::CareUnit* AddresseeOf(const rules::Directory& directory, const std::string& unit_id, absl::Time now);

// The unit's address on this channel; empty when it has none that can be used or the channel is off.
std::string AddressOn(const rules::CareUnit& unit, rec::LetterChannel channel, Channels channels);

bool HasAddress(const rules::CareUnit& unit, Channels channels);
// How many units have an address on a channel that is off.
int CountUnwritten(const rules::Directory& directory, Channels channels);

// "hemrehab@molndal.example": one @, ASCII, nothing that would end a header or an SMTP command (RFC 5321, 4.1.2).
bool IsMailAddress(const std::string& text);
// https, or http to this machine only: what is signed is not secret, but it says where work is.
bool IsWebhookUrl(const std::string& text);
// "http://" and "smtp://" may be spoken with these only: 127.0.0.1, [::1] and localhost.
bool IsLoopbackHost(const std::string& host);
// The host of "scheme://host:port/path", as it stands there; empty when there is none or when somebody is named in it.
std::string HostOfUrl(const std::string& url);

}  // namespace hemgang::notify
