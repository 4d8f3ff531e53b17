// Units that leave the directory: the part of the conformance suite about what must not fall with them.
#include <functional>

#include "tests/storage/store_conformance.h"

namespace hemgang::storage {
namespace {

using testing::HasSubstr;

// Revision 2: takes units away.
rec::DirectoryChange Without(const std::vector<std::string>& unit_ids) {
  rec::DirectoryChange change = DirectoryStep(2);
  change.clear_put();
  for (const std::string& unit : unit_ids) change.add_removed()->mutable_unit()->set_id(unit);
  return change;
}

// A step of version 1 in which "leaving" has a part: of the hospital "ward" and the unit "home", with one handover
// between these two. `change` makes it what a case is about.
rec::Change StepOf(const std::string& id, const std::function<void(rec::Change&)>& change) {
  rec::Change step = Step(id, 1);
  step.mutable_transition()->add_involved_unit_ids("leaving");
  AddHandover(step, "handover-" + id);
  change(step);
  return step;
}

struct Case {
  std::string name;
  bool in_use;
  std::function<void(rec::Change&)> change;
};

rec::Handover& TheHandover(rec::Change& change) {
  return *change.mutable_transition()->mutable_handovers(0);
}
void Receives(rec::Change& change, hv1::HandoverState state) {
  TheHandover(change).set_receiver_unit_id("leaving");
  TheHandover(change).set_state(state);
}
void Asked(rec::Change& change, int64_t answered_time_us) {
  rec::ReportRequest& request = *change.mutable_transition()->add_report_requests();
  request.set_asked_unit_id("leaving");
  request.set_answered_time_us(answered_time_us);
}

const Case kCases[] = {
    {"a part and nothing more", false, [](auto&) {}},
    {"a task with a due time", true, [](auto& c) { AddTask(c, "task", "leaving", kTestTime, 0); }},
    {"a task without a due time", true, [](auto& c) { AddTask(c, "task", "leaving", 0, 0); }},
    {"a task with a due time in a cancelled one", true,
     [](auto& c) {
       AddTask(c, "task", "leaving", kTestTime, 0);
       c.mutable_transition()->set_state(hv1::TRANSITION_STATE_CANCELLED);
     }},
    {"somebody else's task", false, [](auto& c) { AddTask(c, "task", "home", kTestTime, 0); }},
    {"the hospital unit of an admitted one", true,
     [](auto& c) { c.mutable_transition()->set_hospital_unit_id("leaving"); }},
    {"the hospital unit of a discharged one", true,
     [](auto& c) {
       c.mutable_transition()->set_hospital_unit_id("leaving");
       c.mutable_transition()->set_state(hv1::TRANSITION_STATE_DISCHARGED);
     }},
    {"the hospital unit of a closed one", false,
     [](auto& c) {
       c.mutable_transition()->set_hospital_unit_id("leaving");
       c.mutable_transition()->set_state(hv1::TRANSITION_STATE_CLOSED);
     }},
    {"the sender of a handover", true, [](auto& c) { TheHandover(c).set_sender_unit_id("leaving"); }},
    {"the receiver of a sent handover", true, [](auto& c) { Receives(c, hv1::HANDOVER_STATE_SENT); }},
    {"the receiver of an acknowledged one", true, [](auto& c) { Receives(c, hv1::HANDOVER_STATE_ACKNOWLEDGED); }},
    {"the receiver of a declined one", true, [](auto& c) { Receives(c, hv1::HANDOVER_STATE_DECLINED); }},
    {"the receiver of a completed one", false, [](auto& c) { Receives(c, hv1::HANDOVER_STATE_COMPLETED); }},
    {"the receiver of a withdrawn one", false, [](auto& c) { Receives(c, hv1::HANDOVER_STATE_WITHDRAWN); }},
    {"the receiver of a voided one", false, [](auto& c) { Receives(c, hv1::HANDOVER_STATE_VOIDED); }},
    {"a former receiver", false, [](auto& c) { TheHandover(c).add_former_receiver_unit_ids("leaving"); }},
    {"asked for a report", true, [](auto& c) { Asked(c, 0); }},
    {"asked for a report, and answered", false, [](auto& c) { Asked(c, kTestTime); }},
};

// Many stores or many steps: what a restart or a kill may spoil is asked by the other suite below.
class Removals : public testing::TestWithParam<StoreKind> {};
INSTANTIATE_TEST_SUITE_P(Every, Removals, testing::Values(StoreKind::kMemory, StoreKind::kRocksDb),
                         [](const auto& kind) { return StoreKindName(kind.param); });

// "FAILED_PRECONDITION, naming the units: a unit that it removes holds a running task or an open handover"
TEST_P(Removals, OfAUnitInUseAreRefused) {
  for (const Case& row : kCases) {
    SCOPED_TRACE(row.name);
    const std::unique_ptr<StoreUnderTest> store = StoreUnderTest::Make(GetParam());
    ASSERT_EQ(store->CommitDirectory(DirectoryStep(1)), absl::OkStatus());
    ASSERT_EQ(store->Commit(StepOf("t1", row.change)), absl::OkStatus());
    const absl::Status answer = store->CommitDirectory(Without({"leaving"}));
    if (!row.in_use) {
      EXPECT_EQ(answer, absl::OkStatus());
      continue;
    }
    EXPECT_EQ(answer.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(answer.message()), HasSubstr("removes \"leaving\","));
    EXPECT_EQ(store->Read().DirectoryRevision(), 1);
    EXPECT_EQ(*store->Read().FindReceipt("operator", "apply-2"), std::nullopt);
  }
}

// A use that is far behind what the unit merely has a part in.
TEST_P(Removals, FindAUseHoweverFarBehind) {
  const std::unique_ptr<StoreUnderTest> store = StoreUnderTest::Make(GetParam());
  ASSERT_EQ(store->CommitDirectory(DirectoryStep(1)), absl::OkStatus());
  rec::Change first = Step("t000", 1);
  AddTask(first, "task", "home", 0, 0);
  ASSERT_EQ(store->Commit(first), absl::OkStatus());
  for (int number = 1; number <= 250; ++number) {
    ASSERT_EQ(store->Commit(Step("t" + std::to_string(1000 + number), 1)), absl::OkStatus());
  }
  EXPECT_EQ(store->CommitDirectory(Without({"home"})).code(), absl::StatusCode::kFailedPrecondition);
}

class RemovalsOfSome : public StoreConformance {};
INSTANTIATE_TEST_SUITE_P(Every, RemovalsOfSome,
                         testing::Values(StoreKind::kMemory, StoreKind::kRocksDb, StoreKind::kReopened,
                                         StoreKind::kKilled),
                         [](const auto& kind) { return StoreKindName(kind.param); });

TEST_P(RemovalsOfSome, NameEveryUnitInUseAndNoOther) {
  rec::Change change = Step("t1", 1);
  AddTask(change, "task", "home", kTestTime, 0);
  Keep(change);
  const absl::Status answer = Write().CommitDirectory(Without({"nobody", "home", "ward"}));
  EXPECT_EQ(answer.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(answer.message()), HasSubstr("removes \"home\", \"ward\", where"));
  Keep(Without({"nobody"}));
}

// Only the newest version counts.
TEST_P(RemovalsOfSome, AreTakenOnceTheUnitHasNothingLeft) {
  rec::Change change = Step("t1", 1);
  AddTask(change, "task", "home", kTestTime, kTestTime);
  Keep(change);
  EXPECT_EQ(Write().CommitDirectory(Without({"home"})).code(), absl::StatusCode::kFailedPrecondition);
  Keep(Step("t1", 2));
  Keep(Without({"home"}));
}

// A unit that goes to another organisation is removed and put again.
TEST_P(RemovalsOfSome, OfAUnitThatIsPutAgainAreRefusedToo) {
  rec::Change change = Step("t1", 1);
  AddTask(change, "task", "home", kTestTime, 0);
  Keep(change);
  rec::DirectoryChange moved = Without({"home"});
  moved.add_put()->mutable_unit()->set_id("home");
  EXPECT_EQ(Write().CommitDirectory(moved).code(), absl::StatusCode::kFailedPrecondition);
  moved.mutable_removed()->Clear();
  Keep(moved);
}

// People and policies who happen to be named like a unit are no unit.
TEST_P(RemovalsOfSome, OfWhatIsNoUnitAreTaken) {
  rec::Change change = Step("t1", 1);
  AddTask(change, "task", "home", kTestTime, 0);
  Keep(change);
  rec::DirectoryChange person = Without({});
  person.add_removed()->mutable_staff()->set_id("home");
  Keep(person);
}

}  // namespace
}  // namespace hemgang::storage
