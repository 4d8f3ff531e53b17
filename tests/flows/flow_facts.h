// What a flow shows: each transition and handover in one line with what it owes, and what units were told.
//
// Read from the store, past the services: what is kept is what counts. What units were told is checked for gaps on the
// way.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "hemgang/record/v1/record.pb.h"
#include "hemgang/routing/v1/inbox_service.pb.h"

#include "storage/store.h"
#include "tests/flows/flow_names.h"

namespace hemgang::flows {

namespace rec = hemgang::record::v1;
namespace rv1 = hemgang::routing::v1;

using Lines = std::vector<std::string>;

// "ACKNOWLEDGE held by molndal-hemrehab, due 2026-06-22T15:00"
std::string TaskText(const rec::Task& task);

// "molndal-hemrehab-chef   OVERDUE h1 level=1"; with its time when that is another minute than `now`.
std::string EventText(const rec::InboxEvent& event, const FlowNames& names, absl::Time now);

// The same, as the inbox service shows it, with its number: "3 OVERDUE h1 level=1".
std::string EventText(const rv1::InboxEvent& event, const FlowNames& names);

// True for what is shown without being asked for: what the clock told, and what nobody may overlook.
bool IsShownAtOnce(const rec::InboxEvent& event);

class FlowFacts {
 public:
  explicit FlowFacts(const FlowNames& names) : names_(names) {}

  // A transition that is opened without being named: an ADMITTED one that owes nothing goes without saying.
  void TakeForGranted(const std::string& transition_name) { shown_[transition_name] = transition_name + " ADMITTED"; }

  // The lines that are not as they were when this was asked last.
  Lines Changed(storage::Store& store);

  // What units were told since this was asked last, by time and unit. Faults on a gap in a unit's numbers.
  std::vector<rec::InboxEvent> Told(storage::Store& store);

 private:
  void Describe(const rec::Transition& transition, std::map<std::string, std::string>& lines) const;

  const FlowNames& names_;
  std::map<std::string, std::string> shown_;
  std::map<std::string, int64_t> sequences_;
};

}  // namespace hemgang::flows
