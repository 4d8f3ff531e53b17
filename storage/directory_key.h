// The key of a directory record: its kind, its id and, for a policy, its version. Every engine orders the directory by
// it, so that all of them give it back in the same order.
#ifndef HEMGANG_STORAGE_DIRECTORY_KEY_H_
#define HEMGANG_STORAGE_DIRECTORY_KEY_H_

#include <string>

#include "hemgang/record/v1/directory.pb.h"

namespace hemgang::storage {

// The id; empty for a record without one.
std::string DirectoryRecordId(const hemgang::record::v1::DirectoryRecord& record);

std::string DirectoryKey(const hemgang::record::v1::DirectoryRecord& record);

}  // namespace hemgang::storage

#endif  // HEMGANG_STORAGE_DIRECTORY_KEY_H_
