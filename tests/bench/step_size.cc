#include "tests/bench/step_size.h"

#include <filesystem>
#include <map>
#include <memory>
#include <utility>

#include <stdlib.h>

#include "absl/strings/str_cat.h"

#include "storage/engine.h"
#include "storage/rocksdb/batch_rows.h"
#include "storage/rocksdb/database.h"

namespace hemgang::bench {

void CatchingStore::Commit(rec::Change change, storage::Priority priority, storage::Done done) {
  bool wanted = change.entry().step() == step_;
  if (wanted) {
    MutexLock lock(mutex_);
    wanted = caught_.size() < kCaught;
  }
  if (wanted) {
    auto previous = FindTransition(change.transition().id());
    MutexLock lock(mutex_);
    if (previous.ok()) caught_.push_back({change, *std::move(previous)});
  }
  ForwardingStore::Commit(std::move(change), priority, std::move(done));
}

absl::StatusOr<StepSize> CatchingStore::Size(const std::string& under_folder) const {
  std::string folder = absl::StrCat(under_folder, "/hemgang-sizes-XXXXXX");
  if (mkdtemp(folder.data()) == nullptr) {
    return absl::UnavailableError(absl::StrCat("cannot make a folder under ", under_folder));
  }
  storage::rocks::DatabaseOptions options;
  options.folder = folder;
  auto database = storage::rocks::Database::Open(options);
  if (!database.ok()) return database.status();

  StepSize size;
  {
    storage::rocks::BatchRows rows(**database,
                                   {.unit_of_draft = [](const std::string&) { return std::string(); },
                                    .keys_of_contents = [](const std::string&) { return std::vector<std::string>(); },
                                    .last_recorded_time_us = 0,
                                    .directory_revision = 1});
    MutexLock lock(mutex_);
    if (caught_.empty()) return absl::FailedPreconditionError("no step was caught");
    std::map<std::string, int64_t> sequences;
    for (const Caught& caught : caught_) {
      storage::BatchMember member;
      rec::Change& change = member.write.emplace<rec::Change>(caught.change);
      for (rec::InboxEvent& event : *change.mutable_inbox_events()) event.set_sequence(++sequences[event.unit_id()]);
      member.previous = caught.previous.has_value() ? &*caught.previous : nullptr;
      rows.Add(member);
    }
    rocksdb::WriteBatch& batch = rows.Finish();
    size.keys = static_cast<double>(batch.Count()) / static_cast<double>(caught_.size());
    size.bytes = static_cast<double>(batch.GetDataSize()) / static_cast<double>(caught_.size());
  }
  database->reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return size;
}

}  // namespace hemgang::bench
