// Decides one step: what must be kept for it, or why it is refused.
//
// Pure: time, fresh ids and the directory are facts. Three moves: the step is applied to the state (step_table.h); what
// the new state owes is computed (owed_tasks.h); that is compared with the tasks that ran (running_tasks.h). Who is
// told is telling.h. Every step is decided here and nowhere else.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/time/time.h"

#include "hemgang/errors/v1/errors.pb.h"
#include "hemgang/record/v1/record.pb.h"

#include "services/rules/command.h"
#include "services/rules/directory.h"
#include "services/rules/route.h"

namespace hemgang::rules {

namespace ev1 = hemgang::errors::v1;

// What a decision is made on.
struct Facts {
  absl::Time now;
  const Directory& directory;
  // Null for OpenTransition, and when there is no such transition.
  const rec::Transition* transition = nullptr;
  // Fresh ids for whatever the step makes: the transition, the handover or the question; the second one for the second
  // handover of a step that sends two.
  std::string new_id;
  std::string second_id = {};
  // A fresh id for the entry; any text with at least 12 characters that are not dashes.
  std::string entry_salt;
  // OpenTransition: the patient's other transitions that are still open.
  std::vector<rec::Transition> others = {};
};

// The rules said no. `sentence` says what is wrong and what to do; `metadata` holds codes and ids.
struct Refusal {
  ev1::ErrorReason reason = ev1::ERROR_REASON_UNSPECIFIED;
  std::string sentence;
  std::vector<std::pair<std::string, std::string>> metadata = {};
  // The field of the request that it is about; empty where it is about none.
  std::string field_path = {};
};

struct RoutedNeed {
  hv1::Profession profession = hv1::PROFESSION_UNSPECIFIED;
  Route route;
};

struct Decision {
  // Whole but for contents, keys and receipt, which the rules do not see.
  rec::Change change;
  // The handover that the step was about, the first of those that it sent; empty for none.
  std::string handover_id;
  // Every handover that the step sent: one per receiving unit.
  std::vector<std::string> sent_handover_ids;
  // ChangeDestination: where each marked need would go now.
  std::vector<RoutedNeed> routes;
};

std::variant<Decision, Refusal> Decide(const Command& command, const Facts& facts);

}  // namespace hemgang::rules
