// One making of figures: reads the running tasks and then the facts of the period, page by page, and lets other work
// run between two pages.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "hemgang/insight/v1/insight_service.pb.h"

#include "services/insight/tally.h"
#include "services/rpc/answer.h"
#include "services/rules/directory.h"
#include "storage/executor.h"
#include "storage/store.h"

namespace hemgang::insight {

class FiguresRun : public std::enable_shared_from_this<FiguresRun> {
 public:
  using Answer = rpc::Answer<iv1::GetFiguresResponse>;

  static constexpr int kPageSize = 1000;
  // An acknowledgement that fell due in the period may have been made so long before it.
  static constexpr absl::Duration kLongestAcknowledge = absl::Hours(62 * 24);

  // `until` is when the answer is not wanted any more; `now_us`, until when facts are read. Store and executor outlive
  // the run.
  FiguresRun(Tallying::Question question, std::shared_ptr<const rules::Directory> directory, int64_t now_us,
             absl::Time until, storage::Store& store, Executor& executor, Answer answer);

  // Answers once. Blocks for the store, a page at a time.
  void Begin();

 private:
  absl::Status AddRunningTasks();
  absl::Status AddTasksOf(const std::string& organisation_id);
  absl::Status AddTask(const storage::TaskRow& row);
  void NextPage();
  iv1::GetFiguresResponse Response() const;

  const std::shared_ptr<const rules::Directory> directory_;
  const int64_t now_us_;
  const absl::Time until_;
  storage::Store& store_;
  Executor& executor_;
  Answer answer_;
  Tallying tallying_;
  std::string after_;
};

}  // namespace hemgang::insight
