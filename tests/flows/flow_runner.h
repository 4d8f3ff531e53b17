// Plays a flow script against a whole house, block by block.
//
// The clock stands still but for advance and at=: on the way there the deadlines loop runs at every wake, so that each
// rung is told at its own time. A script's verbs are in README.md.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/flows/flow_calls.h"
#include "tests/flows/flow_facts.h"
#include "tests/flows/flow_names.h"
#include "tests/flows/flow_script.h"
#include "tests/flows/flow_words.h"
#include "tests/flows/step_coverage.h"
#include "tests/support/test_house.h"

namespace hemgang::flows {

class InboxReading;

class FlowRunner {
 public:
  // The house opens an hour before the first time that the script names. `coverage` outlives this.
  FlowRunner(storage::EngineKind engine, const FlowScript& script, StepCoverage& coverage);
  ~FlowRunner();

  // What is seen after the block's commands.
  Lines Play(const FlowBlock& block);

 private:
  using Do = Lines (FlowRunner::*)(const FlowWords&);
  struct VerbRow {
    const char* verb;
    Do play;
  };
  static const std::vector<VerbRow>& Verbs();

  Lines PlayLine(const std::string& line);
  Lines PlayStep(const FlowWords& words, const std::string& request_id);
  // Two commands, decided on the same state: what the second to be kept then is answered.
  Lines PlayBoth(const FlowBlock& block);
  Lines Advance(const FlowWords& words);
  // Without the loop: as if nothing had run meanwhile.
  Lines SetClock(const FlowWords& words);
  Lines Repeat(const FlowWords& words);
  Lines Restart(const FlowWords& words);
  Lines Told(const FlowWords& words);
  Lines Watch(const FlowWords& words);
  Lines Read(const FlowWords& words);
  Lines Cut(const FlowWords& words);
  Lines ListInbox(const FlowWords& words);
  Lines ListTasks(const FlowWords& words);
  Lines ListEntries(const FlowWords& words);
  Lines Look(const FlowWords& words);
  Lines Show(const FlowWords& words);
  // As the directory says from now on: when a unit ends, who follows it, who covers it.
  Lines ChangeUnit(const FlowWords& words);

  void AdvanceTo(absl::Time time);
  // The transition of a handover that is sent without one: opened a minute before.
  void OpenFor(const FlowWords& words);
  FlowCall Prepare(const FlowWords& words, const std::string& request_id);
  void Learn(const FlowCall& call, const FlowReply& reply);
  std::string NextRequestId();
  // Changed facts, moved dues and what was told, since the last time.
  Lines Seen();
  Lines Answered(const FlowReply& reply) const;

  std::string UnitOfHandover(const std::string& name, bool sender);
  std::string UnitOfTransition(const std::string& name);
  std::string EtagOf(const std::string& name);
  std::string IdOfTask(const std::string& transition_name, const std::string& kind);
  std::string IdOfQuestion(const std::string& handover_name, bool first);
  hv1::HandoverKind KindOf(const std::string& handover_name);
  // Nothing when there is none of this name.
  std::optional<rec::Handover> HandoverNamed(const std::string& name);
  std::optional<rec::Transition> TransitionOfHandover(const std::string& name);

  StepCoverage& coverage_;
  std::unique_ptr<test::TestHouse> house_;
  FlowNames names_;
  FlowFacts facts_;
  FlowCall last_call_;
  FlowReply last_reply_;
  int requests_ = 0;
  // What the last command told beside what was shown at once.
  Lines told_;
  std::map<std::string, std::unique_ptr<InboxReading>> readings_;
};

}  // namespace hemgang::flows
