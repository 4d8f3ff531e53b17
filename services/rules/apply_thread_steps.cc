// What the two sides of a handover say to each other: questions, answers, and calls by phone.
#include <algorithm>

#include "services/rules/applying.h"
#include "services/rules/deciding.h"

namespace hemgang::rules {

MaybeRefusal Apply(Deciding& d, const Ask&) {
  rec::Handover& handover = *d.handover;
  const std::string& own = d.command.actor.unit_id;
  rec::Question& question = *handover.add_questions();
  question.set_id(d.facts.new_id);
  question.set_asking_unit_id(own);
  question.set_asked_unit_id(own == handover.sender_unit_id() ? handover.receiver_unit_id()
                                                              : handover.sender_unit_id());
  question.set_asked_time_us(absl::ToUnixMicros(d.recorded));
  d.question_id = question.id();
  d.to_unit_id = question.asked_unit_id();
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const Answer& step) {
  auto& questions = *d.handover->mutable_questions();
  const auto question = std::find_if(questions.begin(), questions.end(),
                                     [&](const rec::Question& each) { return each.id() == step.question_id; });
  if (question == questions.end()) {
    return Refusal{ev1::ERROR_REASON_QUESTION_UNKNOWN,
                   "The handover has no such question; read its thread again.",
                   {},
                   "question_id"};
  }
  if (question->asked_unit_id() != d.command.actor.unit_id) {
    return Refusal{ev1::ERROR_REASON_NOT_YOUR_STEP,
                   "The question was asked of the other unit; wait for its answer, or ring."};
  }
  if (question->answered_time_us() != 0) {
    return Refusal{ev1::ERROR_REASON_ALREADY_ANSWERED,
                   "The question is answered already; read the thread again, and ask if something is left to say."};
  }
  question->set_answered_time_us(absl::ToUnixMicros(d.recorded));
  d.question_id = question->id();
  d.to_unit_id = question->asking_unit_id();
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const RecordCall& step) {
  d.reason_code = step.outcome;
  if (step.outcome == hv1::CALL_OUTCOME_REACHED) {
    d.handover->set_call_reached_time_us(absl::ToUnixMicros(d.command.occurred.value_or(d.recorded)));
  }
  return std::nullopt;
}

}  // namespace hemgang::rules
