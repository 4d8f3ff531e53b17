// A whole hemgangd that sends letters: from a directory with addresses to a mailbox, and what it is told at start.
#include "services/host/daemon.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "hemgang/directory/v1/directory_service.grpc.pb.h"
#include "hemgang/notify/v1/notify_service.grpc.pb.h"

#include "services/host/letter_options.h"
#include "services/host/options.h"
#include "services/rpc/door.h"
#include "tests/notify/child_server.h"
#include "tests/notify/inboxes.h"

namespace hemgang::host {
namespace {

namespace dv1 = hemgang::directory::v1;
namespace nv1 = hemgang::notify::v1;
using testing::HasSubstr;

constexpr char kBase[] = "hemgangd --store memory --listen 127.0.0.1:1 --insecure-demo";

absl::StatusOr<Options> Read(const std::string& words) {
  const std::vector<std::string> parts = absl::StrSplit(absl::StrCat(kBase, " ", words), ' ', absl::SkipEmpty());
  std::vector<const char*> argv;
  for (const std::string& part : parts) argv.push_back(part.c_str());
  return ReadOptions(static_cast<int>(argv.size()), argv.data());
}

TEST(LetterOptions, ContradictionsSayWhatToChange) {
  const std::string mail = "--smtp-url smtp://mail.example:25 --smtp-from a@b.example";
  const std::pair<std::string, std::string> rows[] = {
      {"--smtp-from a@b.example", "name it with --smtp-url"},
      {"--smtp-user x --smtp-password-file y", "name it with --smtp-url"},
      {"--smtp-url mail.example:25 --smtp-from a@b.example", "must be smtp://HOST:PORT"},
      {"--smtp-url http://mail.example --smtp-from a@b.example", "must be smtp://HOST:PORT"},
      {"--smtp-url smtp://u:p@mail.example --smtp-from a@b.example", "without a name and a path"},
      {"--smtp-url smtp://mail.example/x --smtp-from a@b.example", "without a name and a path"},
      {"--smtp-url smtp:// --smtp-from a@b.example", "must be smtp://HOST:PORT"},
      {"--smtp-url smtp://mail.example:25", "with --smtp-from"},
      {"--smtp-url smtp://mail.example:25 --smtp-from nobody", "with --smtp-from"},
      {mail + " --smtp-user x", "belong together"},
      {mail + " --smtp-password-file y", "belong together"},
      {"--letter-link https://h.example", "none are sent"},
      {mail + " --letter-link h.example", "must be https://HOST"},
      {mail + " --letter-link http://h.example", "must be https://HOST"},
      {mail + " --demo-clock 2026-06-18T15:00:00Z", "stay on this machine"},
      {"--webhook-key-file k --demo-clock 2026-06-18T15:00:00Z", "stay on this machine"},
  };
  for (const auto& [words, sentence] : rows) {
    const absl::StatusOr<Options> options = Read(words);
    ASSERT_FALSE(options.ok()) << words;
    EXPECT_THAT(std::string(options.status().message()), HasSubstr(sentence)) << words;
  }
  for (const std::string& good :
       {mail, mail + " --smtp-user x --smtp-password-file y --letter-link https://h.example", std::string(),
        std::string("--webhook-key-file k --letter-link https://h.example"),
        std::string("--smtp-url smtp://127.0.0.1:25 --smtp-from a@b --demo-clock 2026-06-18T15:00:00Z"),
        std::string("--smtp-url smtps://[::1]:465 --smtp-from a@b")}) {
    EXPECT_TRUE(Read(good).ok()) << good << ": " << Read(good).status();
  }
}

TEST(LetterOptions, FilesAreReadOrNamed) {
  storage::TestFolder folder;
  LetterOptions options;
  options.smtp_url = "smtp://mail.example:25";
  options.smtp_from = "a@b.example";
  options.smtp_user = "hemgang";
  options.smtp_password_file = folder.path() + "/password";
  EXPECT_THAT(std::string(LoadLetters(options).status().message()), HasSubstr(options.smtp_password_file));
  std::ofstream(options.smtp_password_file) << "secret words\n";
  ASSERT_TRUE(LoadLetters(options).ok());
  EXPECT_EQ(LoadLetters(options)->mail->password, "secret words");
  options.webhook_key_file = folder.path() + "/key";
  EXPECT_THAT(std::string(LoadLetters(options).status().message()), HasSubstr(options.webhook_key_file));
  std::ofstream(options.webhook_key_file) << "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";
  chmod(options.webhook_key_file.c_str(), 0600);
  EXPECT_TRUE(LoadLetters(options)->webhook_key.has_value());
}

class DaemonTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(mail_.Start());
    options_.engine = storage::EngineKind::kMemory;
    options_.insecure_demo = true;
    options_.tick = absl::Milliseconds(10);
    options_.listen = {"unix:" + folder_.path() + "/socket"};
    options_.letters.smtp_url = absl::StrCat("smtp://127.0.0.1:", mail_.port());
    options_.letters.smtp_from = "hemgang@region.example";
  }

  template <typename Stub, typename Method, typename Request, typename Response>
  grpc::Status Call(Stub& stub, Method method, const std::string& caller, const Request& request, Response& response) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.AddMetadata(rpc::kCallerMetadata, caller);
    return (stub.*method)(&context, request, &response);
  }

  storage::TestFolder folder_;
  test::ChildServer mail_{"mail_server.py", "accept"};
  Options options_;
};

TEST_F(DaemonTest, ATestLetterIsInTheMailboxWhenTheListSaysThatItIsSent) {
  const absl::Status ended = RunDaemon(options_, [&] {
    const auto channel = grpc::CreateChannel(options_.listen[0], grpc::InsecureChannelCredentials());
    dv1::DirectoryService::Stub directory(channel);
    dv1::ApplyDirectoryRequest apply;
    apply.set_request_id("018f3c1e-7d0a-7c3b-9a51-2f6d1c0e4b7a");
    *apply.mutable_directory() = test::AddressedDirectory();
    apply.set_although_holes(true);
    dv1::ApplyDirectoryResponse applied;
    const grpc::Status status =
        Call(directory, &dv1::DirectoryService::Stub::ApplyDirectory, "directory@directory", apply, applied);
    EXPECT_TRUE(status.ok()) << status.error_message();

    nv1::NotifyService::Stub notify(channel);
    nv1::SendTestLetterRequest test;
    test.set_request_id("018f3c1e-7d0a-7c3b-9a51-2f6d1c0e4b7b");
    nv1::SendTestLetterResponse sent;
    const grpc::Status tested =
        Call(notify, &nv1::NotifyService::Stub::SendTestLetter, "eva.at@molndal-hemrehab", test, sent);
    EXPECT_TRUE(tested.ok()) << tested.error_message();
    nv1::ListLettersRequest list;
    list.set_state(nv1::LETTER_STATE_SENT);
    nv1::ListLettersResponse letters;
    // Each call lets the two threads of the process go on; there is nothing else to wait for.
    for (int asked = 0; asked < 20'000 && letters.letters_size() == 0; ++asked) {
      if (!Call(notify, &nv1::NotifyService::Stub::ListLetters, "eva.at@molndal-hemrehab", list, letters).ok()) break;
    }
    EXPECT_EQ(letters.letters_size(), 1);
    return Ask::kEnd;
  });
  EXPECT_EQ(ended, absl::OkStatus());
  ASSERT_EQ(mail_.Took().size(), 1u);
  EXPECT_EQ(mail_.Took()[0]["subject"], "Provbrev från Hemgång, inget att göra");
  EXPECT_EQ(mail_.Took()[0]["to"][0], test::kHomeAddress);
}

}  // namespace
}  // namespace hemgang::host
