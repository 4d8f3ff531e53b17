// CheckBytes of checks.h. Protobuf says only that a message could not be parsed; which field held the broken text is
// found by walking the bytes with the message's own description.
#include <map>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include "absl/strings/str_cat.h"

#include "services/rpc/checks.h"
#include "services/rpc/text.h"

namespace hemgang::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

// Deeper than any message of ours; the bytes are a stranger's.
constexpr int kMaxDepth = 32;

// True when a broken text was found.
bool Walk(std::string_view bytes, const Descriptor& type, const std::string& prefix, int depth, FieldFaults& faults) {
  CodedInputStream input(reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
  std::map<int, int> seen;  // of a repeated field, how many came before
  bool found = false;
  while (const uint32_t tag = input.ReadTag()) {
    const FieldDescriptor* field = type.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
    if (WireFormatLite::GetTagWireType(tag) != WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
      if (!WireFormatLite::SkipField(&input, tag)) return found;
      continue;
    }
    uint32_t size = 0;
    if (!input.ReadVarint32(&size)) return found;
    const auto start = static_cast<size_t>(input.CurrentPosition());
    if (size > bytes.size() - start || !input.Skip(static_cast<int>(size))) return found;
    if (field == nullptr) continue;
    std::string path = prefix + field->name();
    if (field->is_repeated()) path = absl::StrCat(path, "[", seen[field->number()]++, "]");
    const std::string_view inner = bytes.substr(start, size);
    if (field->type() == FieldDescriptor::TYPE_STRING && !IsUtf8(inner)) {
      faults.Add(path, "is not valid UTF-8");
      found = true;
    } else if (field->type() == FieldDescriptor::TYPE_MESSAGE && depth < kMaxDepth) {
      found |= Walk(inner, *field->message_type(), path + ".", depth + 1, faults);
    }
  }
  return found;
}

}  // namespace

void CheckBytes(std::string_view bytes, const Descriptor& type, FieldFaults& faults) {
  if (!Walk(bytes, type, "", 0, faults)) faults.Add("", absl::StrCat("the bytes are not a ", type.full_name()));
}

}  // namespace hemgang::rpc
