// The calls that a load is made of, for one hospital unit that sends and one home-side unit that receives.
//
// Each gives a place per number; places of one kind share what is to be asked for and what came of it. Every answer is
// looked at: what must be in it stands in calls.cc. Knows the API only, as any client.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <grpcpp/channel.h>

#include "clients/load/load.h"
#include "clients/load/target.h"

namespace hemgang::load {

// Ids to be asked for, each taken once, in order. Thread-safe.
class Ids {
 public:
  void Add(std::string id);
  bool Take(std::string& id);
  size_t left() const;
  // Any of them, taken or not: the one that a running number falls on. Empty when there is none.
  std::string At(size_t number) const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> ids_;
  size_t taken_ = 0;
};

// Who works at which side, as the directory of the server has them.
struct Sides {
  std::string sender = "karin.at@su-ostra-rehab";
  std::string receiver = "eva.at@molndal-hemrehab";

  std::string sender_unit_id() const { return sender.substr(sender.find('@') + 1); }
  std::string receiver_unit_id() const { return receiver.substr(receiver.find('@') + 1); }
};

class Calls {
 public:
  // `target` outlives the places.
  Calls(Target& target, Sides sides) : target_(target), sides_(std::move(sides)) {}

  // --- What comes before a load ---

  // Transitions of invented patients, `count` of them; the discharge is planned in some days.
  MakePlace OpenTransitions(int64_t count, Ids& opened);
  // One need in each.
  MakePlace MarkNeeds(Ids& opened, Ids& marked);

  // --- What is measured ---

  MakePlace SendHandovers(Ids& marked, Ids& sent_handovers);
  MakePlace AcknowledgeHandovers(Ids& sent_handovers, Ids& acknowledged);
  // The receiver opens one after the other, again and again.
  MakePlace GetHandovers(const Ids& handovers);
  // A page of the receiver's inbox, each time another part of it.
  MakePlace ListInbox();
  // A page of what is overdue at the sender's unit.
  MakePlace ListOverdue();

 private:
  Target& target_;
  const Sides sides_;
  std::atomic<int64_t> patients_{0};
};

// Opens and marks until so many transitions wait for a handover. A sentence about the first fault; empty when all is
// well.
std::string Prepare(Calls& calls, int64_t wanted, Ids& marked);

}  // namespace hemgang::load
