// What would change, worded for a person who has a file before them. Pure.
#pragma once

#include <google/protobuf/repeated_field.h>

#include "hemgang/directory/v1/directory.pb.h"
#include "hemgang/directory/v1/directory_service.pb.h"

namespace hemgang::directory {

namespace dv1 = hemgang::directory::v1;

// Thing by thing in the order networks, organisations, policies, units, staff; each in id order. Of a changed thing one
// difference per field; of an added or removed one its id alone.
google::protobuf::RepeatedPtrField<dv1::DirectoryDifference> DifferencesBetween(const dv1::Directory& before,
                                                                                const dv1::Directory& after);

}  // namespace hemgang::directory
