// The directory between its two forms: a whole one, as people write it, and a record per thing, as it is kept.
// Pure; no store, no clock.
#pragma once

#include <cstdint>
#include <vector>

#include "hemgang/directory/v1/directory.pb.h"
#include "hemgang/record/v1/directory.pb.h"

namespace hemgang::directory {

namespace dv1 = hemgang::directory::v1;
namespace rec = hemgang::record::v1;

struct KeptDirectory {
  dv1::Directory current;
  // Every version of a policy but those in `current`: running deadlines keep the version that they opened with.
  std::vector<dv1::Policy> older_policies;
};

// A policy is current in its newest version, while an organisation has chosen it.
KeptDirectory FromRecords(const std::vector<rec::DirectoryRecord>& records);

// Gives every policy of `wanted` its version: the kept one when nothing in it changed, else the next.
void NumberPolicies(const KeptDirectory& kept, dv1::Directory& wanted);

// What must be put and removed to make `kept` be `wanted`. Policies are never removed.
rec::DirectoryChange ChangeBetween(const dv1::Directory& kept, const dv1::Directory& wanted);

}  // namespace hemgang::directory
