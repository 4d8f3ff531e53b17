// An empty store of either engine, in a folder of its own that goes with it.
#pragma once

#include <memory>
#include <string>

#include "storage/open_store.h"

namespace hemgang::test {

class TestStore {
 public:
  explicit TestStore(storage::EngineKind engine);
  ~TestStore();
  TestStore(const TestStore&) = delete;
  TestStore& operator=(const TestStore&) = delete;

  storage::Store& store() { return *store_; }

  // Closes the store and opens it again; one that keeps nothing stays open.
  void Reopen();

 private:
  void Open();

  const storage::EngineKind engine_;
  std::string folder_;
  std::unique_ptr<storage::Store> store_;
};

}  // namespace hemgang::test
