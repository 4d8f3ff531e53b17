// Whole command lines against a server.
#include <cstdio>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nlohmann/json.hpp"

#include "clients/cli/hemgang.h"
#include "tests/clients/fake_server.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Conversation : public ::testing::Test {
 protected:
  int Run(std::vector<std::string> words) {
    words.insert(words.end(), {"--server", server.address(), "--as", "eva.at@molndal-hemrehab"});
    std::ostringstream to_out;
    std::ostringstream to_err;
    const int status = RunHemgang(words, false, to_out, to_err);
    out = to_out.str();
    err = to_err.str();
    return status;
  }

  std::string File(const std::string& name, const std::string& text) {
    const std::string path = testing::TempDir() + name;
    std::ofstream(path) << text;
    return path;
  }

  FakeServer server;
  std::string out;
  std::string err;
};

TEST_F(Conversation, SaysWhoAsksAndSetsADeadline) {
  ASSERT_EQ(Run({"handover", "acknowledge", "h1", "--therapist", "eva.at", "--visit", "2026-06-23T09:00+02:00",
                 "--profession", "ot,pt"}),
            0)
      << err;
  EXPECT_EQ(server.handovers.heard.caller, "eva.at@molndal-hemrehab");
  EXPECT_TRUE(server.handovers.heard.had_deadline);
  const hv1::AcknowledgeRequest& request = server.handovers.acknowledged;
  EXPECT_EQ(request.handover_id(), "h1");
  EXPECT_EQ(request.therapist_ids(0), "eva.at");
  EXPECT_EQ(request.planned_first_visit_time().seconds(), 1782198000);
  EXPECT_THAT(request.professions(),
              ElementsAre(hv1::PROFESSION_OCCUPATIONAL_THERAPIST, hv1::PROFESSION_PHYSIOTHERAPIST));
  EXPECT_THAT(out, HasSubstr("Transition        t1"));
}

TEST_F(Conversation, GivesEachCallItsOwnRequestIdUnlessOneIsGiven) {
  ASSERT_EQ(Run({"handover", "acknowledge", "h1"}), 0);
  const std::string first = server.handovers.acknowledged.request_id();
  EXPECT_THAT(first, testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  ASSERT_EQ(Run({"handover", "acknowledge", "h1"}), 0);
  EXPECT_NE(server.handovers.acknowledged.request_id(), first);
  ASSERT_EQ(Run({"handover", "acknowledge", "h1", "--request-id", first}), 0);
  EXPECT_EQ(server.handovers.acknowledged.request_id(), first);
}

TEST_F(Conversation, ARefusalIsOneWithItsReasonFirst) {
  server.handovers.answer = Refusal("HANDOVER_STATE_FORBIDS", "The handover was withdrawn.", {{"etag", "is old"}});
  EXPECT_EQ(Run({"handover", "acknowledge", "h1"}), 1);
  EXPECT_EQ(err, "HANDOVER_STATE_FORBIDS: The handover was withdrawn.\n  etag: is old\n");
  EXPECT_EQ(out, "");
}

TEST_F(Conversation, TroubleIsTwoAndSaysHowToRepeat) {
  server.handovers.answer = grpc::Status(grpc::StatusCode::INTERNAL, "the disk is gone");
  EXPECT_EQ(Run({"handover", "acknowledge", "h1"}), 2);
  EXPECT_THAT(err, HasSubstr("the disk is gone"));
  EXPECT_THAT(err, HasSubstr("--request-id " + server.handovers.acknowledged.request_id()));
}

TEST_F(Conversation, APreviewInJsonAlwaysHoldsItsThreeFields) {
  ASSERT_EQ(Run({"deadline", "preview", "--task", "acknowledge", "--urgency", "FAST", "--unit", "molndal-hemrehab",
                 "--opened", "2026-06-18T15:00+02:00", "--discharge", "2026-06-24T10:00+02:00/2026-06-24T12:00+02:00",
                 "--json"}),
            0)
      << err;
  const auto json = nlohmann::json::parse(out);
  EXPECT_EQ(json["dueTime"], "2026-06-22T14:00:00Z");
  EXPECT_EQ(json["sentTooLate"], false);
  EXPECT_EQ(json["policy"], "default/1");
  EXPECT_EQ(server.deadlines.previewed.urgency(), hv1::URGENCY_FAST_TRACK);
  EXPECT_EQ(server.deadlines.previewed.planned_discharge().until_time().seconds(), 1782295200);
}

TEST_F(Conversation, AListIsReadToItsEnd) {
  ASSERT_EQ(Run({"overdue", "--json"}), 0) << err;
  EXPECT_EQ(server.deadlines.pages, 2);
  EXPECT_TRUE(server.deadlines.listed.overdue_only());
  const auto json = nlohmann::json::parse(out);
  EXPECT_EQ(json["tasks"].size(), 3u);
  EXPECT_EQ(json["nextPageToken"], "");
}

TEST_F(Conversation, OnePageIsOnePage) {
  ASSERT_EQ(Run({"overdue", "--all", "--json", "--page-size", "2"}), 0) << err;
  EXPECT_EQ(server.deadlines.pages, 1);
  EXPECT_FALSE(server.deadlines.listed.overdue_only());
  EXPECT_EQ(nlohmann::json::parse(out)["nextPageToken"], "second");
}

TEST_F(Conversation, ADraftGivesWhatIsNotSaid) {
  server.drafts.draft.set_transition_id("t1");
  server.drafts.draft.set_urgency(hv1::URGENCY_ROUTINE);
  server.drafts.draft.add_professions(hv1::PROFESSION_PHYSIOTHERAPIST);
  server.drafts.draft.set_receiver_unit_id("molndal-hemrehab");
  server.drafts.draft.mutable_content()->mutable_walking()->set_how("rollator");
  ASSERT_EQ(Run({"handover", "send", "--draft", "d1", "--urgency", "urgent"}), 0) << err;
  const hv1::SendHandoverRequest& sent = server.handovers.sent;
  EXPECT_EQ(sent.draft_id(), "d1");
  EXPECT_EQ(sent.transition_id(), "t1");
  EXPECT_EQ(sent.urgency(), hv1::URGENCY_URGENT);
  EXPECT_EQ(sent.kind(), hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
  EXPECT_EQ(sent.professions_size(), 1);
  EXPECT_EQ(sent.content().walking().how(), "rollator");
}

TEST_F(Conversation, ADraftIsSavedWithItsContent) {
  const std::string content = File("draft.yaml", "walking: {level: lift}\n");
  ASSERT_EQ(Run({"handover", "draft", "save", "d1", "--etag", "e", "--transition", "t1", "--content", content}), 0)
      << err;
  EXPECT_EQ(server.drafts.saved.id(), "d1");
  EXPECT_EQ(server.drafts.saved.transition_id(), "t1");
  EXPECT_EQ(server.drafts.saved.content().walking().level(), hv1::ASSISTANCE_LEVEL_LIFT);
}

TEST_F(Conversation, SendSaysWhatIsMissingBeforeItAsks) {
  const std::string content = File("content.yaml", "walking: {level: lift}\n");
  EXPECT_EQ(Run({"handover", "send", "--content", content, "--transition", "t1", "--to", "u"}), 2);
  EXPECT_EQ(err, "hemgang: --urgency is missing\n");
  EXPECT_EQ(Run({"handover", "send", "--transition", "t1"}), 2);
  EXPECT_THAT(err, HasSubstr("--content FILE"));
}

TEST_F(Conversation, AFaultyFileIsNamedWithItsLinesAndNothingIsSent) {
  const std::string content = File("faulty.yaml", "walking:\n  levl: lift\n");
  EXPECT_EQ(Run({"handover", "send", "--content", content, "--transition", "t1", "--to", "u", "--urgency", "routine",
                 "--profession", "ot"}),
            2);
  EXPECT_THAT(err, StartsWith(content + ":2: walking.levl: "));
  EXPECT_EQ(server.handovers.sent.request_id(), "");
}

TEST_F(Conversation, FlagsOverrideTheFile) {
  const std::string patient = File("patient.yaml",
                                   "patient: {identity_number: 19121212-1212, name: Tolvan}\n"
                                   "basis: consent\n"
                                   "planned_discharge: {date: \"2026-06-22\"}\n");
  ASSERT_EQ(Run({"transition", "open", patient, "--date", "2026-06-23", "--part", "afternoon"}), 0) << err;
  EXPECT_EQ(server.handovers.opened.patient().name(), "Tolvan");
  EXPECT_EQ(server.handovers.opened.planned_discharge().date(), "2026-06-23");
  EXPECT_EQ(server.handovers.opened.planned_discharge().day_part(), hv1::DAY_PART_AFTERNOON);
  // What was said about the discharge is replaced as a whole: two kinds of it at once would mean nothing.
  ASSERT_EQ(Run({"transition", "open", patient, "--discharge", "2026-06-23T10:00+02:00"}), 0) << err;
  EXPECT_TRUE(server.handovers.opened.planned_discharge().has_time());
  EXPECT_EQ(server.handovers.opened.planned_discharge().date(), "");
}

TEST_F(Conversation, AnUnknownDischargeIsSaidInSoManyWords) {
  EXPECT_EQ(Run({"transition", "reschedule", "t1"}), 2);
  EXPECT_EQ(Run({"transition", "reschedule", "t1", "--unknown", "--date", "2026-06-23"}), 2);
  ASSERT_EQ(Run({"transition", "reschedule", "t1", "--unknown", "--dry-run"}), 0) << err;
  EXPECT_FALSE(server.handovers.rescheduled.has_planned_discharge());
  EXPECT_TRUE(server.handovers.rescheduled.dry_run());
  EXPECT_THAT(out, StartsWith("Dry run: nothing was kept."));
}

TEST_F(Conversation, TheLiveInboxGoesOnWhereItWasCutOff) {
  EXPECT_EQ(Run({"inbox", "watch", "--after", "4"}), 1);
  EXPECT_THAT(server.inbox.after, ElementsAre(4, 5));
  EXPECT_THAT(out, HasSubstr("5  "));
  EXPECT_THAT(out, HasSubstr("6  "));
  EXPECT_THAT(err, HasSubstr("connected again"));
  EXPECT_THAT(err, HasSubstr("CALLER_UNKNOWN: Nobody knows you."));
}

TEST_F(Conversation, TheLiveInboxInJsonIsALinePerMessage) {
  EXPECT_EQ(Run({"inbox", "watch", "--json"}), 1);
  std::istringstream lines(out);
  std::string line;
  int heartbeats = 0;
  int events = 0;
  while (std::getline(lines, line)) {
    const auto json = nlohmann::json::parse(line);
    heartbeats += static_cast<int>(json.count("heartbeat"));
    events += static_cast<int>(json.count("event"));
  }
  EXPECT_EQ(heartbeats, 2);
  EXPECT_EQ(events, 2);
}

}  // namespace
}  // namespace hemgang::cli
