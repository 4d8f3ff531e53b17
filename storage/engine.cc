#include "storage/engine.h"

#include <utility>

#include "absl/base/macros.h"
#include "absl/strings/str_cat.h"

namespace hemgang::storage {

Engine::~Engine() {
  ABSL_HARDENING_ASSERT(queue_ == nullptr);
}

void Engine::StartQueue(const QueueOptions& options) {
  queue_ = std::make_unique<CommitQueue>(*this, options);
}

void Engine::StopQueue() {
  queue_.reset();
}

absl::Status Engine::CheckWritable() {
  {
    MutexLock lock(closed_mutex_);
    if (!closed_.ok()) return closed_;
  }
  return CheckSpace();
}

absl::Status Engine::CloseWrites(const absl::Status& why) {
  MutexLock lock(closed_mutex_);
  // The first failure is the one to be told about; later ones only follow from it.
  if (closed_.ok()) {
    closed_ = absl::UnavailableError(absl::StrCat("a write to the disk failed (", std::string(why.message()),
                                                  "), so nothing more is written until a restart"));
  }
  return closed_;
}

void Engine::Commit(rec::Change change, Priority priority, Done done) {
  queue_->Push(std::make_unique<BatchMember>(BatchMember{std::move(change), nullptr}), priority, std::move(done));
}

void Engine::CommitLook(rec::Entry entry, Done done) {
  queue_->Push(std::make_unique<BatchMember>(BatchMember{std::move(entry), nullptr}), Priority::kPerson,
               std::move(done));
}

void Engine::CommitDirectory(rec::DirectoryChange change, Done done) {
  queue_->Push(std::make_unique<BatchMember>(BatchMember{std::move(change), nullptr}), Priority::kPerson,
               std::move(done));
}

void Engine::OnInboxTold(std::function<void(const std::string& unit_id)> told) {
  queue_->OnInboxTold(std::move(told));
}

}  // namespace hemgang::storage
