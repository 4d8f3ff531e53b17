// Writes and sends the letters of a data folder until none is left, and dies where it is told to.
//
//   hemgang_letter_killed FOLDER PORT WRITE when     WRITE: which write of letters it dies at (0: none);
//                                                    when: "before" it is made or "after"
//
// Time is invented: it begins where the test told its events and goes on by minutes.
#include <cstdlib>
#include <cstring>
#include <string>

#include <signal.h>
#include <sys/prctl.h>

#include "absl/strings/str_cat.h"

#include "services/notify/curl_postman.h"
#include "services/notify/letter_sender.h"
#include "services/notify/letter_writer.h"
#include "tests/notify/inboxes.h"
#include "tests/notify/kill_story.h"
#include "tests/storage/store_under_test.h"
#include "tests/support/forwarding_store.h"

namespace hemgang::test {
namespace {

class MortalStore final : public ForwardingStore {
 public:
  MortalStore(storage::Store& kept, int fatal_write, bool before)
      : ForwardingStore(kept), fatal_write_(fatal_write), before_(before) {}

  absl::Status PutLetters(const rec::LetterChange& change) override {
    const bool is_fatal = ++writes_ == fatal_write_;
    if (is_fatal && before_) raise(SIGKILL);
    const absl::Status kept = ForwardingStore::PutLetters(change);
    if (is_fatal) raise(SIGKILL);
    return kept;
  }

 private:
  const int fatal_write_;
  const bool before_;
  int writes_ = 0;
};

int Main(const std::string& folder, const std::string& port, int fatal_write, bool before) {
  const std::unique_ptr<storage::Store> kept = storage::OpenPlain(storage::StoreKind::kRocksDb, folder);
  MortalStore store(*kept, fatal_write, before);
  notify::Settings settings;
  settings.mail = notify::MailServer{absl::StrCat("smtp://127.0.0.1:", port), "hemgang@region.example", "", ""};
  notify::CurlPostman postman(settings.mail);
  rpc::Metrics metrics;
  rpc::Log log(false, rpc::NoLog());
  notify::LetterBook book(store);
  const rules::CurrentDirectory directory = Fixed(AddressedDirectory());
  notify::LetterWriter writer(book, directory, settings.channels(), log);
  notify::LetterSender sender(book, directory, settings, postman, metrics, log);
  for (absl::Time now = KillStoryStart(); now < KillStoryStart() + absl::Hours(24); now += absl::Minutes(1)) {
    writer.RunOnce(now);
    sender.RunOnce(now);
    sender.Count();
    if (metrics.Value(rpc::Gauge::kLettersWaiting) == 0) return 0;
  }
  return 1;
}

}  // namespace
}  // namespace hemgang::test

int main(int argc, char** argv) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (argc != 5) return 2;
  return hemgang::test::Main(argv[1], argv[2], std::atoi(argv[3]), std::strcmp(argv[4], "before") == 0);
}
