// Makes one write in a data folder, answers, and goes on writing looks of nobody until it is killed.
//
//   hemgang_store_writer FOLDER     (the write comes as a frame on stdin, the answer goes as one to stdout)
#include <cstdint>
#include <cstdio>
#include <thread>
#include <utility>

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "tests/storage/store_under_test.h"
#include "tests/storage/whole_change.h"
#include "tests/storage/write_frames.h"

namespace hemgang::storage {
namespace {

template <typename Message>
Message Parsed(const std::string& bytes) {
  Message message;
  message.ParseFromString(bytes);
  return message;
}

absl::Status Write(Store& store, char kind, const std::string& bytes) {
  switch (kind) {
    case 'P':
      return CommitAndWait(store, Parsed<rec::Change>(bytes), Priority::kPerson);
    case 'C':
      return CommitAndWait(store, Parsed<rec::Change>(bytes), Priority::kClock);
    case 'L':
      return CommitAndWait(store, Parsed<rec::Entry>(bytes));
    case 'D':
      return CommitAndWait(store, Parsed<rec::DirectoryChange>(bytes));
    case 'd':
      return store.PutDraft(Parsed<rec::Draft>(bytes));
    case 'e':
      return store.EraseDraft(bytes);
    case 'v':
      return store.PutDelivery(Parsed<rec::Delivery>(bytes));
    case 'l':
      return store.PutLetters(Parsed<rec::LetterChange>(bytes));
  }
  return absl::InvalidArgumentError("no such write");
}

int Main(const std::string& folder) {
  const std::unique_ptr<Store> store = OpenPlain(StoreKind::kRocksDb, folder);
  std::string frame;
  if (!ReadFrame(STDIN_FILENO, frame) || frame.empty()) return 2;
  // Looks at a transition that no test asks for: so that the kill comes in the middle of a write.
  std::thread([&store] {
    for (int64_t number = int64_t{getpid()} << 20;; ++number) {
      rec::Entry look = Look(number, "nobody-asks");
      look.set_recorded_time_us(1);
      (void)CommitAndWait(*store, look);
    }
  }).detach();
  const absl::Status status = Write(*store, frame[0], frame.substr(1));
  WriteFrame(STDOUT_FILENO, static_cast<char>(status.code()) + std::string(status.message()));
  while (true) pause();
}

}  // namespace
}  // namespace hemgang::storage

int main(int argc, char** argv) {
  // If the test itself ends, nobody else will kill this.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  return argc == 2 ? hemgang::storage::Main(argv[1]) : 2;
}
