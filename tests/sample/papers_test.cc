// The patients and handovers in deploy/sample: read as the command line reads them, checked as the service checks them.
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/time/time.h"

#include "hemgang/handover/v1/content.pb.h"
#include "hemgang/handover/v1/transition_steps.pb.h"

#include "clients/cli/yaml_reader.h"
#include "services/handover/content_checks.h"
#include "services/rpc/errors.h"
#include "services/rules/identity_number.h"

namespace hemgang {
namespace {

namespace hv1 = hemgang::handover::v1;

// The week in which all of it plays ends here; what a handover says of later days is a plan.
constexpr absl::CivilDay kDay(2026, 6, 12);

std::vector<std::filesystem::path> FilesIn(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(folder)) files.push_back(file.path());
  return files;
}

template <typename Message>
Message Read(const std::filesystem::path& file) {
  Message message;
  const auto text = cli::ReadInput(file.string());
  EXPECT_TRUE(text.ok()) << text.status();
  if (!text.ok()) return message;
  for (const cli::Fault& fault : cli::ReadYaml(*text, absl::UTCTimeZone(), &message)) {
    ADD_FAILURE() << fault.In(file.string());
  }
  return message;
}

TEST(SamplePatients, AreTwelveInventedOnesWithTestNumbers) {
  std::set<std::string> numbers;
  std::set<rules::IdentityKind> kinds;
  for (const auto& file : FilesIn("deploy/sample/patients")) {
    const auto open = Read<hv1::OpenTransitionRequest>(file);
    const auto number = rules::ReadIdentityNumber(open.patient().identity_number(), kDay);
    ASSERT_TRUE(number.ok()) << file << ": " << number.status();
    EXPECT_TRUE(numbers.insert(number->digits).second) << file << ": the same person twice";
    kinds.insert(number->kind);
    EXPECT_NE(open.basis(), hv1::DISCLOSURE_BASIS_UNSPECIFIED) << file;
    EXPECT_GT(open.legs_size(), 0) << file;
    if (number->kind != rules::IdentityKind::kPersonnummer && number->kind != rules::IdentityKind::kSamordningsnummer) {
      continue;
    }
    // Serial numbers that are kept for test numbers.
    const std::string serial = number->digits.substr(8, 3);
    EXPECT_TRUE(serial == "238" || serial == "239") << file;
  }
  EXPECT_EQ(numbers.size(), 12u);
  EXPECT_EQ(kinds.size(), 4u) << "personnummer, samordningsnummer, reserve number, fødselsnummer";
}

TEST(SampleHandovers, AreTwelveThatTheServiceTakes) {
  int files = 0;
  for (const auto& file : FilesIn("deploy/sample/handovers")) {
    rpc::FieldFaults faults;
    handover::CheckContent(Read<hv1::HandoverContent>(file), "", faults, kDay);
    for (const auto& [path, sentence] : rpc::FaultsOf(faults.ToStatus())) {
      ADD_FAILURE() << file << ": " << path << " " << sentence;
    }
    ++files;
  }
  EXPECT_EQ(files, 12);
}

// Every optional block is in one of them at least, so that a reader sees what it is for.
TEST(SampleHandovers, ShowEveryBlockOnce) {
  std::set<std::string> said;
  for (const auto& file : FilesIn("deploy/sample/handovers")) {
    const auto content = Read<hv1::HandoverContent>(file);
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    content.GetReflection()->ListFields(content, &fields);
    for (const auto* field : fields) said.insert(field->name());
  }
  const auto* form = hv1::HandoverContent::descriptor();
  for (int i = 0; i < form->field_count(); ++i) {
    // What was carried over is marked by the service itself.
    if (form->field(i)->name() == "carried") continue;
    EXPECT_TRUE(said.contains(form->field(i)->name())) << form->field(i)->name();
  }
}

}  // namespace
}  // namespace hemgang
