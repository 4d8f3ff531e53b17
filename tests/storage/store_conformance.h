// The conformance suite of Store: one test per sentence of storage/store.h that promises something, each with its
// sentence, run on every kind of store.
#ifndef HEMGANG_TESTS_STORAGE_STORE_CONFORMANCE_H_
#define HEMGANG_TESTS_STORAGE_STORE_CONFORMANCE_H_

#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/storage/store_under_test.h"
#include "tests/storage/whole_change.h"

namespace hemgang::storage {

// Every test starts with revision 1 of the directory, on which the steps of whole_change.h are decided.
class StoreConformance : public testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override { Keep(DirectoryStep(1)); }

  Store& Read() { return under_test_->Read(); }
  StoreUnderTest& Write() { return *under_test_; }

  void Keep(const rec::Change& change, Priority priority = Priority::kPerson) {
    ASSERT_EQ(under_test_->Commit(change, priority), absl::OkStatus());
  }
  void Keep(const rec::Entry& look) { ASSERT_EQ(under_test_->CommitLook(look), absl::OkStatus()); }
  void Keep(const rec::DirectoryChange& change) { ASSERT_EQ(under_test_->CommitDirectory(change), absl::OkStatus()); }
  absl::StatusCode TryCommit(const rec::Change& change) { return under_test_->Commit(change).code(); }

 private:
  const std::unique_ptr<StoreUnderTest> under_test_ = StoreUnderTest::Make(GetParam());
};

// What a list gave, told by one part of each row.
template <typename Rows, typename Name>
std::vector<std::string> Names(const Rows& rows, const Name& name) {
  std::vector<std::string> names;
  for (const auto& row : rows) names.push_back(name(row));
  return names;
}
template <typename Rows>
std::vector<std::string> Ids(const Rows& rows) {
  return Names(rows, [](const auto& row) { return row.id(); });
}

// Every row of a list, read in pages of one; also that no page but the last is short, and that no row comes twice.
template <typename List>
auto InPagesOfOne(const List& list) {
  PageRequest request{1, ""};
  auto all = list(request)->rows;
  all.clear();
  for (int pages = 0; pages < 100; ++pages) {
    auto page = list(request);
    EXPECT_TRUE(page.ok()) << page.status();
    for (auto& row : page->rows) all.push_back(row);
    if (page->next.empty()) return all;
    EXPECT_EQ(page->rows.size(), 1u);
    request.after = page->next;
  }
  ADD_FAILURE() << "the pages never end";
  return all;
}

MATCHER_P(Same, message, "") {
  return arg.SerializeAsString() == message.SerializeAsString();
}

}  // namespace hemgang::storage

#endif  // HEMGANG_TESTS_STORAGE_STORE_CONFORMANCE_H_
