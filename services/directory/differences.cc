#include "services/directory/differences.h"

#include <map>
#include <set>
#include <string>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/strings/str_cat.h"

namespace hemgang::directory {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Every field that is set, by its path, as text: "hours[0].opens" -> "08:00". Lists of plain values are one text.
using Leaves = std::map<std::string, std::string>;

std::string PlainText(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  const bool repeated = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return repeated ? reflection.GetRepeatedString(message, &field, index) : reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return (repeated ? reflection.GetRepeatedEnum(message, &field, index) : reflection.GetEnum(message, &field))
          ->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return (repeated ? reflection.GetRepeatedBool(message, &field, index) : reflection.GetBool(message, &field))
                 ? "true"
                 : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(repeated ? reflection.GetRepeatedInt32(message, &field, index)
                                   : reflection.GetInt32(message, &field));
    default:
      return "";  // the directory has no other kind of field
  }
}

void Collect(const Message& message, const std::string& prefix, Leaves& leaves) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string path = prefix + field->name();
    const bool inner = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!field->is_repeated()) {
      if (inner) {
        Collect(reflection.GetMessage(message, field), path + ".", leaves);
      } else {
        leaves[path] = PlainText(message, *field, 0);
      }
      continue;
    }
    const int size = reflection.FieldSize(message, field);
    for (int i = 0; i < size; ++i) {
      if (inner) {
        Collect(reflection.GetRepeatedMessage(message, field, i), absl::StrCat(path, "[", i, "]."), leaves);
      } else {
        std::string& text = leaves[path];
        absl::StrAppend(&text, text.empty() ? "" : ", ", PlainText(message, *field, i));
      }
    }
  }
}

Leaves LeavesOf(const Message& message) {
  Leaves leaves;
  Collect(message, "", leaves);
  return leaves;
}

// A policy's numbers are known by name, not by place.
Leaves LeavesOf(const dv1::Policy& policy) {
  Leaves leaves;
  for (const dv1::PolicyNumber& number : policy.numbers()) leaves[number.name()] = absl::StrCat(number.value());
  leaves["version"] = absl::StrCat(policy.version());
  return leaves;
}

class Differ {
 public:
  template <typename Things>
  void Compare(const char* thing, const Things& before, const Things& after) {
    using Thing = typename Things::value_type;
    std::map<std::string, std::pair<const Thing*, const Thing*>> pairs;
    for (const Thing& old : before) pairs[old.id()].first = &old;
    for (const Thing& now : after) pairs[now.id()].second = &now;
    for (const auto& [id, pair] : pairs) {
      if (pair.first == nullptr) {
        Add(dv1::CHANGE_KIND_ADDED, thing, id);
      } else if (pair.second == nullptr) {
        Add(dv1::CHANGE_KIND_REMOVED, thing, id);
      } else {
        CompareLeaves(thing, id, LeavesOf(*pair.first), LeavesOf(*pair.second));
      }
    }
  }

  google::protobuf::RepeatedPtrField<dv1::DirectoryDifference> Take() { return std::move(found_); }

 private:
  dv1::DirectoryDifference& Add(dv1::ChangeKind kind, const char* thing, const std::string& id) {
    dv1::DirectoryDifference& difference = *found_.Add();
    difference.set_kind(kind);
    difference.set_thing(thing);
    difference.set_id(id);
    return difference;
  }

  void CompareLeaves(const char* thing, const std::string& id, const Leaves& before, const Leaves& after) {
    std::set<std::string> paths;
    for (const auto& [path, text] : before) paths.insert(path);
    for (const auto& [path, text] : after) paths.insert(path);
    for (const std::string& path : paths) {
      const auto old = before.find(path);
      const auto now = after.find(path);
      const std::string was = old == before.end() ? "" : old->second;
      const std::string is = now == after.end() ? "" : now->second;
      if (was == is) continue;
      dv1::DirectoryDifference& difference = Add(dv1::CHANGE_KIND_CHANGED, thing, id);
      difference.set_field_path(path);
      difference.set_before(was);
      difference.set_after(is);
    }
  }

  google::protobuf::RepeatedPtrField<dv1::DirectoryDifference> found_;
};

}  // namespace

google::protobuf::RepeatedPtrField<dv1::DirectoryDifference> DifferencesBetween(const dv1::Directory& before,
                                                                                const dv1::Directory& after) {
  Differ differ;
  differ.Compare("network", before.networks(), after.networks());
  differ.Compare("organisation", before.organisations(), after.organisations());
  differ.Compare("policy", before.policies(), after.policies());
  differ.Compare("unit", before.units(), after.units());
  differ.Compare("staff", before.staff(), after.staff());
  return differ.Take();
}

}  // namespace hemgang::directory
