#include "services/directory/records.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <google/protobuf/util/message_differencer.h>

namespace hemgang::directory {
namespace {

using google::protobuf::util::MessageDifferencer;

bool SameNumbers(const dv1::Policy& a, const dv1::Policy& b) {
  const auto numbers = [](const dv1::Policy& policy) {
    std::map<std::string, int> all;
    for (const dv1::PolicyNumber& number : policy.numbers()) all[number.name()] = number.value();
    return all;
  };
  return numbers(a) == numbers(b);
}

// Compares two lists by id; `wrap` puts a thing into a record.
template <typename Things, typename Wrap>
void Compare(const Things& kept, const Things& wanted, Wrap wrap, rec::DirectoryChange& change) {
  std::map<std::string, const typename Things::value_type*> old;
  for (const auto& thing : kept) old[thing.id()] = &thing;
  for (const auto& thing : wanted) {
    const auto found = old.find(thing.id());
    const bool same = found != old.end() && MessageDifferencer::Equals(*found->second, thing);
    if (found != old.end()) old.erase(found);
    if (!same) wrap(*change.add_put()) = thing;
  }
  for (const auto& [id, thing] : old) wrap(*change.add_removed()).set_id(id);
}

}  // namespace

KeptDirectory FromRecords(const std::vector<rec::DirectoryRecord>& records) {
  KeptDirectory kept;
  std::map<std::string, std::vector<dv1::Policy>> policies;
  std::set<std::string> chosen;
  for (const rec::DirectoryRecord& record : records) {
    switch (record.record_case()) {
      case rec::DirectoryRecord::kNetwork:
        *kept.current.add_networks() = record.network();
        break;
      case rec::DirectoryRecord::kOrganisation:
        *kept.current.add_organisations() = record.organisation();
        chosen.insert(record.organisation().policy_id());
        break;
      case rec::DirectoryRecord::kPolicy:
        policies[record.policy().id()].push_back(record.policy());
        break;
      case rec::DirectoryRecord::kUnit:
        *kept.current.add_units() = record.unit();
        break;
      case rec::DirectoryRecord::kStaff:
        *kept.current.add_staff() = record.staff();
        break;
      case rec::DirectoryRecord::RECORD_NOT_SET:
        break;
    }
  }
  for (auto& [id, versions] : policies) {
    std::sort(versions.begin(), versions.end(),
              [](const dv1::Policy& a, const dv1::Policy& b) { return a.version() < b.version(); });
    if (chosen.contains(id)) {
      *kept.current.add_policies() = versions.back();
      versions.pop_back();
    }
    kept.older_policies.insert(kept.older_policies.end(), versions.begin(), versions.end());
  }
  return kept;
}

void NumberPolicies(const KeptDirectory& kept, dv1::Directory& wanted) {
  std::map<std::string, dv1::Policy> newest;
  const auto consider = [&newest](const dv1::Policy& policy) {
    dv1::Policy& held = newest[policy.id()];
    if (held.version() <= policy.version()) held = policy;
  };
  for (const dv1::Policy& policy : kept.older_policies) consider(policy);
  for (const dv1::Policy& policy : kept.current.policies()) consider(policy);
  for (dv1::Policy& policy : *wanted.mutable_policies()) {
    const auto found = newest.find(policy.id());
    if (found == newest.end()) {
      policy.set_version(1);
    } else if (SameNumbers(found->second, policy)) {
      policy = found->second;
    } else {
      policy.set_version(found->second.version() + 1);
    }
  }
}

rec::DirectoryChange ChangeBetween(const dv1::Directory& kept, const dv1::Directory& wanted) {
  rec::DirectoryChange change;
  const auto network = [](rec::DirectoryRecord& r) -> dv1::Network& { return *r.mutable_network(); };
  const auto organisation = [](rec::DirectoryRecord& r) -> dv1::Organisation& { return *r.mutable_organisation(); };
  const auto unit = [](rec::DirectoryRecord& r) -> dv1::Unit& { return *r.mutable_unit(); };
  const auto staff = [](rec::DirectoryRecord& r) -> dv1::StaffMember& { return *r.mutable_staff(); };
  Compare(kept.networks(), wanted.networks(), network, change);
  Compare(kept.organisations(), wanted.organisations(), organisation, change);
  Compare(kept.units(), wanted.units(), unit, change);
  Compare(kept.staff(), wanted.staff(), staff, change);
  std::map<std::string, int> versions;
  for (const dv1::Policy& policy : kept.policies()) versions[policy.id()] = policy.version();
  for (const dv1::Policy& policy : wanted.policies()) {
    const auto found = versions.find(policy.id());
    if (found == versions.end() || found->second != policy.version()) *change.add_put()->mutable_policy() = policy;
  }
  return change;
}

}  // namespace hemgang::directory
