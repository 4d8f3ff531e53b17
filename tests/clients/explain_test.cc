// What is said about a call that failed.
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/session.h"
#include "tests/clients/fake_server.h"

namespace hemgang::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Said {
  ExitStatus status;
  std::string err;
};

Said About(const grpc::Status& status, const std::string& request_id, const std::string& caller) {
  Settings settings;
  settings.caller = caller;
  std::ostringstream err;
  const ExitStatus exit = Explain(status, settings, request_id, err);
  return {exit, err.str()};
}

TEST(Explain, ListsEveryFieldOfABadRequest) {
  const Said said = About(Refusal("INVALID_REQUEST", "Two fields are wrong.",
                                  {{"content.walking.level", "is 99"}, {"professions", "is empty"}}),
                          "r", "eva");
  EXPECT_EQ(said.status, kRefused);
  EXPECT_EQ(said.err,
            "INVALID_REQUEST: Two fields are wrong.\n  content.walking.level: is 99\n  professions: is empty\n");
}

TEST(Explain, TellsAnUnnamedCallerHowToBeNamed) {
  EXPECT_THAT(About(Refusal("CALLER_UNKNOWN", "Who are you?", {}), "", "").err, HasSubstr("HEMGANG_AS"));
  EXPECT_THAT(About(Refusal("CALLER_UNKNOWN", "Who are you?", {}), "", "eva").err, Not(HasSubstr("HEMGANG_AS")));
  EXPECT_THAT(About(Refusal("CALLER_UNKNOWN", "Who are you?", {}), "", "eva").err, HasSubstr("directory@directory"));
}

TEST(Explain, LetsNoServerMoveTheCursor) {
  EXPECT_THAT(About(Refusal("NOT_FOUND", "\x1b[2J", {{"a\x1b", "b\r"}}), "", "eva").err, Not(HasSubstr("\x1b")));
}

TEST(Explain, SaysHowToRepeatOnlyWhenTheCallMayHaveArrived) {
  const grpc::Status cut(grpc::StatusCode::UNAVAILABLE, "connection reset");
  EXPECT_THAT(About(cut, "r-1", "eva").err, HasSubstr("--request-id r-1"));
  EXPECT_THAT(About(cut, "", "eva").err, Not(HasSubstr("--request-id")));
  const grpc::Status unreached(grpc::StatusCode::UNAVAILABLE, "failed to connect to all addresses");
  EXPECT_THAT(About(unreached, "r-1", "eva").err, Not(HasSubstr("--request-id")));
}

TEST(Explain, WhatIsTooLargeIsNotToBeSentAgain) {
  const grpc::Status request(grpc::StatusCode::RESOURCE_EXHAUSTED,
                             "Received message larger than max (478650 vs. 262144)");
  EXPECT_THAT(About(request, "r-1", "eva").err, HasSubstr("(478650 vs. 262144)). Nothing was kept; shorten it."));
  EXPECT_THAT(About(request, "r-1", "eva").err, Not(HasSubstr("--request-id")));
  // The same words about an answer: the step may well have been kept.
  const grpc::Status answer(grpc::StatusCode::RESOURCE_EXHAUSTED,
                            "Received message larger than max (40000000 vs. 33554432)");
  EXPECT_THAT(About(answer, "r-1", "eva").err, HasSubstr("--request-id r-1"));
}

TEST(Explain, EveryTroubleIsTwo) {
  for (int code = 1; code <= 16; ++code) {
    const Said said = About(grpc::Status(static_cast<grpc::StatusCode>(code), "what happened"), "", "eva");
    EXPECT_EQ(said.status, kTrouble);
    EXPECT_THAT(said.err, testing::StartsWith("hemgang: "));
  }
}

}  // namespace
}  // namespace hemgang::cli
