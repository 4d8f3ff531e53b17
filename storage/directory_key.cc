#include "storage/directory_key.h"

#include "storage/ordered_key.h"

namespace hemgang::storage {

namespace rec = hemgang::record::v1;

std::string DirectoryRecordId(const rec::DirectoryRecord& record) {
  switch (record.record_case()) {
    case rec::DirectoryRecord::kNetwork:
      return record.network().id();
    case rec::DirectoryRecord::kOrganisation:
      return record.organisation().id();
    case rec::DirectoryRecord::kPolicy:
      return record.policy().id();
    case rec::DirectoryRecord::kUnit:
      return record.unit().id();
    case rec::DirectoryRecord::kStaff:
      return record.staff().id();
    case rec::DirectoryRecord::RECORD_NOT_SET:
      break;
  }
  return "";
}

std::string DirectoryKey(const rec::DirectoryRecord& record) {
  OrderedKey key;
  key.Byte(static_cast<char>(record.record_case())).Text(DirectoryRecordId(record));
  if (record.has_policy()) key.Int64(record.policy().version());
  return std::move(key).bytes();
}

}  // namespace hemgang::storage
