// That what is sealed opens again, for its own record only; that erasing ends it; and that the master key file is
// handled with one clear sentence for each fault.
#include "storage/sealing.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/sha.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/storage/store_under_test.h"

namespace hemgang::storage {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kSecret[] = "bor ensam, två trappor utan hiss";
constexpr char kNumber[] = "191212121212";

SecretKey Key(unsigned char first) {
  SecretKey key;
  for (size_t i = 0; i < SecretKey::size(); ++i) key.mutable_bytes()[i] = static_cast<unsigned char>(first + i);
  return key;
}

class SealingTest : public testing::Test {
 protected:
  const std::unique_ptr<Sealer> sealer_ = *Sealer::Create(Key(1));
  const std::unique_ptr<Sealer> other_ = *Sealer::Create(Key(2));
  const rec::DataKey key_ = *sealer_->NewKey("t1", "region", 5);
};

TEST_F(SealingTest, WhatIsSealedOpensAgain) {
  const rec::Content content = *sealer_->Seal(key_, "h1", 1, kSecret);
  EXPECT_EQ(content.transition_id(), "t1");
  EXPECT_EQ(content.custodian_organisation_id(), "region");
  EXPECT_EQ(content.about_id(), "h1");
  EXPECT_EQ(content.number(), 1);
  EXPECT_EQ(*sealer_->Open(key_, content), kSecret);
  EXPECT_EQ(*sealer_->Open(key_, *sealer_->Seal(key_, "h1", 2, "")), "");
}

TEST_F(SealingTest, SealedBytesTellNothingAndAreNeverTheSame) {
  const rec::Content first = *sealer_->Seal(key_, "h1", 1, kSecret);
  const rec::Content second = *sealer_->Seal(key_, "h1", 1, kSecret);
  EXPECT_NE(first.sealed(), second.sealed());
  EXPECT_THAT(first.sealed(), Not(HasSubstr("ensam")));
}

TEST_F(SealingTest, TheDigestIsOfTheSealedBytes) {
  const rec::Content content = *sealer_->Seal(key_, "h1", 1, kSecret);
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(content.sealed().data()), content.sealed().size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  EXPECT_EQ(content.sealed_digest(), digest);
}

TEST_F(SealingTest, EveryAlteredByteIsNoticed) {
  const rec::Content content = *sealer_->Seal(key_, "h1", 1, "abc");
  for (size_t i = 0; i < content.sealed().size(); ++i) {
    rec::Content altered = content;
    (*altered.mutable_sealed())[i] ^= 1;
    EXPECT_EQ(sealer_->Open(key_, altered).status().code(), absl::StatusCode::kDataLoss) << i;
    altered.mutable_sealed()->resize(i);
    EXPECT_EQ(sealer_->Open(key_, altered).status().code(), absl::StatusCode::kDataLoss) << i;
  }
}

TEST_F(SealingTest, SealedBytesThatAreMovedToAnotherRecordDoNotOpen) {
  const rec::Content content = *sealer_->Seal(key_, "h1", 1, kSecret);
  rec::Content moved = content;
  moved.set_about_id("h2");
  EXPECT_EQ(sealer_->Open(key_, moved).status().code(), absl::StatusCode::kDataLoss);
  moved = content;
  moved.set_number(2);
  EXPECT_EQ(sealer_->Open(key_, moved).status().code(), absl::StatusCode::kDataLoss);
  moved = content;
  moved.set_custodian_organisation_id("municipality");
  EXPECT_EQ(sealer_->Open(key_, moved).status().code(), absl::StatusCode::kDataLoss);
  moved = content;
  moved.set_transition_id("t2");
  EXPECT_EQ(sealer_->Open(key_, moved).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(SealingTest, AKeyOfAnotherRecordOrMasterDoesNotOpen) {
  const rec::Content content = *sealer_->Seal(key_, "h1", 1, kSecret);
  EXPECT_EQ(other_->Open(key_, content).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(sealer_->Open(*sealer_->NewKey("t1", "region", 5), content).status().code(), absl::StatusCode::kDataLoss);
  rec::DataKey moved = key_;
  moved.set_custodian_organisation_id("municipality");
  EXPECT_EQ(sealer_->Seal(moved, "h1", 1, kSecret).status().code(), absl::StatusCode::kDataLoss);
  moved = key_;
  moved.mutable_wrapped_key()->back() ^= 1;
  EXPECT_EQ(sealer_->Open(moved, content).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(SealingTest, WhatAnErasedKeySealedCanNeverBeRead) {
  const rec::Content content = *sealer_->Seal(key_, "h1", 1, kSecret);
  rec::DataKey erased = key_;
  EraseKey(erased, 9);
  EXPECT_EQ(erased.wrapped_key(), "");
  EXPECT_EQ(erased.erased_time_us(), 9);
  EXPECT_EQ(sealer_->Open(erased, content).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(sealer_->Seal(erased, "h1", 2, kSecret).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(sealer_->SealDraft(erased, "d1", kSecret).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(SealingTest, ADraftOpensAsItselfOnly) {
  const rec::DataKey key = *sealer_->NewKey("d1", "region", 5);
  const std::string sealed = *sealer_->SealDraft(key, "d1", kSecret);
  EXPECT_EQ(*sealer_->OpenDraft(key, "d1", sealed), kSecret);
  EXPECT_EQ(sealer_->OpenDraft(key, "d2", sealed).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(sealer_->OpenDraft(key, "d1", "").status().code(), absl::StatusCode::kDataLoss);
  rec::Content as_content;
  as_content.set_transition_id("d1");
  as_content.set_custodian_organisation_id("region");
  as_content.set_sealed(sealed);
  EXPECT_EQ(sealer_->Open(key, as_content).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(SealingTest, APatientHasOneHashUnderOneMasterKey) {
  const std::string hash = sealer_->PatientHash(kNumber);
  EXPECT_EQ(hash.size(), 32u);
  EXPECT_EQ(hash, (*Sealer::Create(Key(1)))->PatientHash(kNumber));
  EXPECT_NE(hash, sealer_->PatientHash("191212121213"));
  EXPECT_NE(hash, other_->PatientHash(kNumber));
}

TEST_F(SealingTest, ARequestsDigestIsKeyedAndNoPatientsHash) {
  const std::string digest = sealer_->RequestDigest(kNumber);
  EXPECT_EQ(digest.size(), 32u);
  EXPECT_EQ(digest, (*Sealer::Create(Key(1)))->RequestDigest(kNumber));
  EXPECT_NE(digest, sealer_->RequestDigest("191212121213"));
  EXPECT_NE(digest, other_->RequestDigest(kNumber));
  EXPECT_NE(digest, sealer_->PatientHash(kNumber));
}

TEST_F(SealingTest, TheKeyCheckTellsMasterKeysApart) {
  EXPECT_EQ(sealer_->KeyCheck(), (*Sealer::Create(Key(1)))->KeyCheck());
  EXPECT_NE(sealer_->KeyCheck(), other_->KeyCheck());
  EXPECT_NE(sealer_->KeyCheck(), sealer_->PatientHash("hemgang"));
}

TEST_F(SealingTest, NoErrorTextHoldsWhatWasSealed) {
  rec::Content content = *sealer_->Seal(key_, "h1", 1, kSecret);
  content.mutable_sealed()->back() ^= 1;
  EXPECT_THAT(sealer_->Open(key_, content).status().ToString(), Not(HasSubstr("ensam")));
}

TEST(SecretKeyTest, IsWipedWhenItIsMoved) {
  SecretKey from = Key(7);
  const SecretKey to = std::move(from);
  EXPECT_EQ(to.bytes()[0], 7);
  for (size_t i = 0; i < SecretKey::size(); ++i) EXPECT_EQ(from.bytes()[i], 0);  // NOLINT: that is the point.
}

class MasterKeyFile : public testing::Test {
 protected:
  void Write(const std::string& text, mode_t mode = 0600) {
    std::ofstream(path_) << text;
    chmod(path_.c_str(), mode);
  }
  // The code and that the sentence names the file.
  absl::StatusCode Fault() {
    const absl::Status status = LoadMasterKey(path_).status();
    EXPECT_THAT(std::string(status.message()), HasSubstr(path_));
    return status.code();
  }

  TestFolder folder_;
  const std::string path_ = folder_.path() + "/master.key";
};

TEST_F(MasterKeyFile, IsMadeAndLoaded) {
  ASSERT_EQ(CreateMasterKeyFile(path_), absl::OkStatus());
  struct stat about;
  ASSERT_EQ(stat(path_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  const std::string check = (*Sealer::Create(*LoadMasterKey(path_)))->KeyCheck();
  EXPECT_EQ(check, (*Sealer::Create(*LoadMasterKey(path_)))->KeyCheck());
  EXPECT_NE(check, (*Sealer::Create(SecretKey()))->KeyCheck());
}

TEST_F(MasterKeyFile, IsNeverWrittenOver) {
  ASSERT_EQ(CreateMasterKeyFile(path_), absl::OkStatus());
  const std::string check = (*Sealer::Create(*LoadMasterKey(path_)))->KeyCheck();
  EXPECT_EQ(CreateMasterKeyFile(path_).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(check, (*Sealer::Create(*LoadMasterKey(path_)))->KeyCheck());
}

TEST_F(MasterKeyFile, CannotBeMadeWhereNoFolderIs) {
  EXPECT_EQ(CreateMasterKeyFile(folder_.path() + "/missing/key").code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(MasterKeyFile, MissingIsNotFound) {
  EXPECT_EQ(Fault(), absl::StatusCode::kNotFound);
}

TEST_F(MasterKeyFile, OpenToOthersIsRefusedWithTheCommandThatMendsIt) {
  ASSERT_EQ(CreateMasterKeyFile(path_), absl::OkStatus());
  for (const mode_t mode : {0640, 0604, 0660}) {
    chmod(path_.c_str(), mode);
    EXPECT_EQ(Fault(), absl::StatusCode::kPermissionDenied);
    EXPECT_THAT(LoadMasterKey(path_).status().ToString(), HasSubstr("chmod 600"));
  }
}

TEST_F(MasterKeyFile, AnythingElseIsNotAMasterKey) {
  const std::string digits(64, 'a');
  for (const std::string& text :
       {std::string(), std::string("hemgang master key v1\n"), digits, "hemgang master key v2\n" + digits,
        "hemgang master key v1\n" + digits + "a", "hemgang master key v1\n" + digits.substr(1),
        "hemgang master key v1\n" + digits.substr(1) + "g", "hemgang master key v1\n" + digits + "\n\n"}) {
    Write(text);
    EXPECT_EQ(Fault(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(LoadMasterKey(path_).status().ToString(), Not(HasSubstr("aaaa")));
  }
  Write("hemgang master key v1\n" + digits);
  EXPECT_TRUE(LoadMasterKey(path_).ok());
}

TEST_F(MasterKeyFile, AFolderIsNotAMasterKey) {
  std::filesystem::create_directory(path_);
  EXPECT_EQ(Fault(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace hemgang::storage
