// What a request must be before a service looks at it, whatever it asks for.
//
// CheckMessage is run on every request at the door; the others are for the request files of the rooms. All of them add
// to a list of faults, field by field, so that a caller learns of everything that is wrong at once. Descriptions say
// what is allowed and never repeat a text that was sent: it may be about a patient.
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/message.h>
#include <google/protobuf/timestamp.pb.h>

#include "services/rpc/errors.h"

namespace hemgang::rpc {

// Every field of a request, also in the messages within it: a text is valid UTF-8 without control characters (a line
// feed and a tab may be) and at most kMaxTextBytes long; an enum has a value that it knows; a time lies in the years
// 2000 to 2100.
void CheckMessage(const google::protobuf::Message& message, FieldFaults& faults);

inline constexpr size_t kMaxTextBytes = 16 * 1024;

// Finds texts that are not valid UTF-8 in the bytes of a message that could not be parsed. Adds one fault for the whole
// when it finds none: the bytes are then no message of this type at all.
void CheckBytes(std::string_view bytes, const google::protobuf::Descriptor& type, FieldFaults& faults);

// Adds "is required" when the text is empty. True when it is there.
bool CheckGiven(const std::string& value, const std::string& path, FieldFaults& faults);

// A UUID as text, 36 characters (RFC 9562, 4); required.
void CheckUuid(const std::string& value, const std::string& path, FieldFaults& faults);

// At most this many characters (code points) of a text.
void CheckLength(const std::string& value, int max_characters, const std::string& path, FieldFaults& faults);

// A time that must be there.
void CheckGivenTime(bool has_time, const std::string& path, FieldFaults& faults);

// An enum field that must not be UNSPECIFIED. `CheckChosen(request.kind(), "kind", faults)`.
void CheckChosenNumber(const google::protobuf::EnumDescriptor& type, int number, const std::string& path,
                       FieldFaults& faults);
template <typename Enum>
void CheckChosen(Enum value, const std::string& path, FieldFaults& faults) {
  CheckChosenNumber(*google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value), path, faults);
}

// "ROUTINE, URGENT, FAST_TRACK": the names that an enum field may have, without their prefix and UNSPECIFIED.
std::string AllowedNames(const google::protobuf::EnumDescriptor& type);

}  // namespace hemgang::rpc
