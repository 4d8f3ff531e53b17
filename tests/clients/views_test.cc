// What a therapist sees. Whole pages, so that a change of a page is seen in review.
#include "clients/cli/views.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/time_text.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;
using ::testing::HasSubstr;

class Views : public ::testing::Test {
 protected:
  Views() {
    EXPECT_TRUE(absl::LoadTimeZone("Europe/Stockholm", &screen.zone));
    screen.out = &out;
  }

  google::protobuf::Timestamp At(const std::string& text) {
    const auto time = ParseTime(text, screen.zone);
    EXPECT_TRUE(time.ok()) << time.status();
    return ToTimestamp(*time);
  }

  std::ostringstream out;
  Screen screen;
};

TEST_F(Views, AnOverdueListNamesTaskHolderAndWhoWasTold) {
  deadlines::v1::ListTasksResponse answer;
  hv1::Task* task = answer.add_tasks();
  task->set_kind(hv1::TASK_KIND_ACKNOWLEDGE);
  task->set_holder_unit_id("molndal-hemrehab");
  task->set_urgency(hv1::URGENCY_FAST_TRACK);
  task->set_age_band(hv1::AGE_BAND_80_89);
  task->set_handover_id("h1");
  *task->mutable_due_time() = At("2026-06-22T15:00+02:00");
  task->set_overdue(true);
  task->set_level(1);
  task = answer.add_tasks();
  task->set_kind(hv1::TASK_KIND_SEND_HANDOVER);
  task->set_profession(hv1::PROFESSION_PHYSIOTHERAPIST);
  task->set_holder_unit_id("su-östra-rehab");
  task->set_transition_id("t2");
  ShowTasks(screen, answer);
  EXPECT_EQ(out.str(),
            "Due                           Task               Held by           Urgency     Age    Handover       "
            "Told\n"
            "Mon 2026-06-22 15:00 OVERDUE  acknowledge        molndal-hemrehab  fast track  80–89  h1             "
            "manager, sender\n"
            "when the discharge is known   send handover, PT  su-östra-rehab                       transition t2\n"
            "\n2 tasks, 1 overdue.\n");
}

TEST_F(Views, ATaskToldAtLevelZeroIsNotATaskThatNobodyWasToldOf) {
  hv1::Task task;
  EXPECT_EQ(ToldText(task), "");
  task.set_level(0);
  EXPECT_EQ(ToldText(task), "reminded");
}

TEST_F(Views, AHandoverIsOnePageWithItsFactsAndTwelveEntries) {
  hv1::GetHandoverResponse answer;
  hv1::HandoverDetail& detail = *answer.mutable_handover();
  hv1::HandoverSummary& handover = *detail.mutable_handover();
  handover.set_id("h1");
  handover.set_transition_id("t1");
  handover.set_kind(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
  handover.set_state(hv1::HANDOVER_STATE_SENT);
  handover.set_urgency(hv1::URGENCY_ROUTINE);
  handover.add_professions(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
  handover.set_sender_unit_id("su-ostra-rehab");
  handover.set_receiver_unit_id("molndal-hemrehab");
  *handover.mutable_sent_time() = At("2026-06-18T15:00+02:00");
  *detail.mutable_delivered_time() = At("2026-06-18T15:01+02:00");
  detail.mutable_patient()->set_name("Åsa Exempel");
  detail.mutable_patient()->set_identity_number("191212121212");
  detail.mutable_transition()->mutable_planned_discharge()->set_date("2026-06-22");
  detail.mutable_transition()->mutable_planned_discharge()->set_day_part(hv1::DAY_PART_MORNING);
  hv1::Task* task = detail.mutable_transition()->add_tasks();
  task->set_kind(hv1::TASK_KIND_ACKNOWLEDGE);
  task->set_handover_id("h1");
  task->set_holder_unit_id("molndal-hemrehab");
  *task->mutable_due_time() = At("2026-06-22T15:00+02:00");
  hv1::HandoverContent& content = *detail.mutable_content();
  content.mutable_walking()->set_level(hv1::ASSISTANCE_LEVEL_ONE_PERSON);
  content.mutable_walking()->set_level_before(hv1::ASSISTANCE_LEVEL_INDEPENDENT);
  content.mutable_walking()->set_how("rollator, 10 m");
  content.mutable_toilet()->set_absent(hv1::ABSENT_REASON_NOT_ASSESSED);
  hv1::HomeItem* item = content.mutable_home_needs()->add_items();
  item->set_name("Säng");
  item->set_status(hv1::HOME_ITEM_STATUS_MISSING);
  item->set_responsible(hv1::HOME_ITEM_RESPONSIBLE_SENDER);
  ShowHandover(screen, answer);
  EXPECT_EQ(out.str(), R"(Handover h1  sent
  What              discharge handover, routine, OT
  From, to          su-ostra-rehab to molndal-hemrehab
  Transition        t1

What has happened
  Sent              Thu 2026-06-18 15:00 by su-ostra-rehab
  Delivered         Thu 2026-06-18 15:01
  Opened            not yet
  Acknowledged      not yet
  First contact     not yet
  Owed              acknowledge by molndal-hemrehab, due Mon 2026-06-22 15:00

What it says
   1 Patient        Åsa Exempel, 19121212-1212
   2 Where to       (not said)
   3 When           Mon 2026-06-22, morning
   4 Main reason    (not said)
   5 Precautions    (not said)
   6 Bed to chair   (not said)
   7 Walking        one person: rollator, 10 m
                    Before: independent
   8 Toilet         (not assessed)
   9 Danger         (not said)
  10 At home first  - Säng: MISSING, answered for by sender
  11 Wishes, asked  (not said)
  12 Whom to ring   (not said)

  2 of 10 entries of the content are filled in.
)");
}

TEST_F(Views, AStubDoesNotLookLikeAnEmptyForm) {
  hv1::GetHandoverResponse answer;
  hv1::HandoverSummary* handover = answer.mutable_handover()->mutable_handover();
  handover->set_id("h1");
  handover->set_kind(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
  *handover->mutable_sent_time() = At("2026-06-18T15:00+02:00");
  ShowHandover(screen, answer);
  EXPECT_EQ(out.str(),
            "Handover h1  no longer with your unit\n"
            "  What              discharge handover\n"
            "  Sent              Thu 2026-06-18 15:00\n"
            "\n  Your unit let it go; how it stands and what it says is for others now.\n");
}

TEST_F(Views, AVoidedHandoverDoesNotLookLikeAnEmptyForm) {
  hv1::GetHandoverResponse answer;
  hv1::HandoverSummary* handover = answer.mutable_handover()->mutable_handover();
  handover->set_id("h1");
  handover->set_state(hv1::HANDOVER_STATE_VOIDED);
  ShowHandover(screen, answer);
  EXPECT_THAT(out.str(), HasSubstr("Your unit does not see what this handover says (any more)."));
}

// Another machine's clock, and a demo's, is not the time from which a score is old.
TEST_F(Views, TheAgeOfAScoreCountsToTheSending) {
  hv1::GetHandoverResponse answer;
  hv1::HandoverSummary* handover = answer.mutable_handover()->mutable_handover();
  handover->set_state(hv1::HANDOVER_STATE_SENT);
  *handover->mutable_sent_time() = At("2026-06-18T15:00+02:00");
  hv1::HandoverContent* content = answer.mutable_handover()->mutable_content();
  for (const char* date : {"2026-06-18", "2026-06-09"}) {
    hv1::InstrumentScore* score = content->add_scores();
    score->set_instrument(hv1::INSTRUMENT_PPS);
    score->set_date(date);
  }
  screen.now = FromTimestamp(At("2026-11-22T15:00+01:00"));
  ShowHandover(screen, answer);
  EXPECT_THAT(out.str(), HasSubstr("date: 2026-06-18 (the day it was sent)"));
  EXPECT_THAT(out.str(), HasSubstr("date: 2026-06-09 (9 days old when sent)"));
}

TEST_F(Views, AUnitThatWasOnlyAskedIsNotToldHowThePatientStands) {
  hv1::GetTransitionResponse answer;
  answer.mutable_transition()->mutable_transition()->set_id("t1");
  ShowTransition(screen, answer);
  EXPECT_THAT(out.str(), HasSubstr("  Stands            not told to your unit\n"));
}

TEST_F(Views, AStepSaysWhoOwesWhatAndWhatMovedEarlier) {
  hv1::RescheduleRequest request;
  hv1::RescheduleResponse response;
  hv1::StepOutcome& outcome = *response.mutable_outcome();
  outcome.mutable_transition()->set_id("t1");
  outcome.mutable_transition()->set_state(hv1::TRANSITION_STATE_ADMITTED);
  hv1::MovedTask* moved = outcome.add_moved();
  moved->set_kind(hv1::TASK_KIND_ACKNOWLEDGE);
  moved->set_holder_unit_id("molndal-hemrehab");
  *moved->mutable_old_due_time() = At("2026-06-23T15:00+02:00");
  *moved->mutable_due_time() = At("2026-06-22T15:00+02:00");
  ShowOutcome(screen, request, response);
  EXPECT_EQ(out.str(),
            "Kept.\n"
            "  Transition        t1\n"
            "                    admitted, discharge unknown\n\n"
            "Moved        Held by           Was due               Is due\n"
            "acknowledge  molndal-hemrehab  Tue 2026-06-23 15:00  Mon 2026-06-22 15:00 EARLIER\n\n"
            "Nothing is owed that your unit can see.\n");
}

// The patient goes to a hospice; the unit that took the handover for the home still has it.
TEST_F(Views, ANewDestinationSaysWhereTheHandoverStillIs) {
  hv1::ChangeDestinationRequest request;
  hv1::ChangeDestinationResponse response;
  hv1::StepOutcome& outcome = *response.mutable_outcome();
  for (const hv1::HandoverState state : {hv1::HANDOVER_STATE_WITHDRAWN, hv1::HANDOVER_STATE_ACKNOWLEDGED}) {
    hv1::HandoverSummary* handover = outcome.mutable_transition()->add_handovers();
    handover->set_kind(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
    handover->set_state(state);
    handover->add_professions(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
    handover->set_receiver_unit_id(state == hv1::HANDOVER_STATE_WITHDRAWN ? "old" : "molndal-hemrehab");
  }
  for (const hv1::Profession profession : {hv1::PROFESSION_OCCUPATIONAL_THERAPIST, hv1::PROFESSION_PHYSIOTHERAPIST}) {
    hv1::Route* route = outcome.add_routes();
    route->set_profession(profession);
    route->set_unit_id("palliativa-teamet");
  }
  ShowOutcome(screen, request, response);
  EXPECT_THAT(out.str(), HasSubstr("Need  Goes to            STILL WITH\n"
                                   "OT    palliativa-teamet  molndal-hemrehab\n"
                                   "PT    palliativa-teamet\n"
                                   "A handover stays where it was sent: `handover withdraw` it, and `handover send` to "
                                   "where the patient goes.\n"));
  out.str("");
  outcome.mutable_routes(0)->set_unit_id("molndal-hemrehab");
  ShowOutcome(screen, request, response);
  EXPECT_THAT(out.str(), testing::Not(HasSubstr("STILL WITH")));
}

TEST_F(Views, WhoSendsSeesHowMuchIsFilledIn) {
  hv1::SendHandoverRequest request;
  request.mutable_content()->mutable_reason()->set_text("stroke");
  ShowOutcome(screen, request, hv1::SendHandoverResponse());
  EXPECT_THAT(out.str(), HasSubstr("1 of 10 entries of the content are filled in\n"));
  out.str("");
  request.set_kind(hv1::HANDOVER_KIND_FOLLOW_UP);
  ShowOutcome(screen, request, hv1::SendHandoverResponse());
  EXPECT_THAT(out.str(), testing::Not(HasSubstr("filled in")));
}

TEST_F(Views, APlannedDischargeIsShownAsItWasSaid) {
  hv1::PlannedDischarge planned;
  EXPECT_EQ(PlannedText(screen, planned), "unknown");
  *planned.mutable_time() = At("2026-06-22T10:00+02:00");
  EXPECT_EQ(PlannedText(screen, planned), "Mon 2026-06-22 10:00");
  *planned.mutable_until_time() = At("2026-06-22T12:00+02:00");
  EXPECT_EQ(PlannedText(screen, planned), "Mon 2026-06-22 10:00–12:00");
  *planned.mutable_until_time() = At("2026-06-23T12:00+02:00");
  EXPECT_EQ(PlannedText(screen, planned), "Mon 2026-06-22 10:00 – Tue 2026-06-23 12:00");
}

TEST_F(Views, AnEventIsOneLine) {
  routing::v1::InboxEvent event;
  event.set_sequence(12);
  event.set_kind(routing::v1::INBOX_EVENT_KIND_OVERDUE);
  event.set_level(2);
  event.set_task(hv1::TASK_KIND_ACKNOWLEDGE);
  event.set_about_unit_id("molndal-hemrehab");
  event.set_handover_id("h1\n");
  event.set_passed_on(true);
  *event.mutable_recorded_time() = At("2026-06-22T15:00+02:00");
  EXPECT_EQ(
      EventLine(screen, event),
      "12  Mon 2026-06-22 15:00  OVERDUE, level 2: acknowledge, of molndal-hemrehab, handover h1 , nobody stood on "
      "the rung below");
}

TEST_F(Views, TheTrailTellsStepsLooksAndTheClockApart) {
  audit::v1::ListEntriesResponse answer;
  audit::v1::Entry* entry = answer.add_entries();
  entry->set_kind(audit::v1::ENTRY_KIND_STEP);
  entry->set_step(hv1::STEP_EXPIRE);
  entry->set_task(hv1::TASK_KIND_ACKNOWLEDGE);
  entry->set_level(1);
  entry->set_staff_id("clock");
  entry->set_version(4);
  *entry->mutable_recorded_time() = At("2026-06-22T15:00+02:00");
  entry = answer.add_entries();
  entry->set_kind(audit::v1::ENTRY_KIND_LOOK);
  entry->set_look(audit::v1::LOOK_KIND_GET_HANDOVER);
  entry->set_staff_id("eva.at");
  ShowEntries(screen, answer);
  EXPECT_THAT(out.str(), HasSubstr("Mon 2026-06-22 15:00  expire: acknowledge, level 1  the clock  4"));
  EXPECT_THAT(out.str(), HasSubstr("looked: get handover          eva.at"));
}

TEST_F(Views, ADirectoryShowsHoursAsAPersonWouldSayThem) {
  directory::v1::Directory directory;
  directory.add_organisations()->set_id("molndal");
  auto* unit = directory.add_units();
  unit->set_id("molndal-hemrehab");
  unit->set_organisation_id("molndal");
  auto* hours = unit->add_hours();
  for (int day = 1; day <= 5; ++day) hours->add_days(static_cast<directory::v1::Weekday>(day));
  hours->set_opens("08:00");
  hours->set_closes("16:00");
  hours = unit->add_hours();
  hours->add_days(directory::v1::WEEKDAY_SATURDAY);
  hours->add_days(directory::v1::WEEKDAY_SUNDAY);
  hours->set_opens("09:00");
  hours->set_closes("12:00");
  ShowDirectory(screen, directory);
  EXPECT_THAT(out.str(), HasSubstr("Mon–Fri 08:00–16:00; Sat Sun 09:00–12:00"));
}

}  // namespace
}  // namespace hemgang::cli
