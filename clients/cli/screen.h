// What is shown to a person: tables aligned by display width, colours when somebody looks, times in a local zone.
// Everything that came from outside is made harmless first: a control character in a name cannot move the cursor.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

#include "google/protobuf/timestamp.pb.h"

namespace hemgang::cli {

enum class Colour { kPlain, kBold, kDim, kRed, kYellow, kGreen };

// How wide a UTF-8 text is on a terminal: 0 for combining marks, 2 for East Asian wide letters, else 1.
size_t DisplayWidth(const std::string& text);

// The same text without control characters; a line break becomes a blank unless `keep_lines`.
std::string Harmless(const std::string& text, bool keep_lines = false);

// True when the bytes are UTF-8 as RFC 3629 has it.
bool IsUtf8(const std::string& text);

// Where things are shown and how. Not thread-safe. Does not own `out`.
struct Screen {
  std::ostream* out = nullptr;
  bool colour = false;
  absl::TimeZone zone = absl::UTCTimeZone();
  absl::Time now = absl::UnixEpoch();
  // While a handover is shown: when it was sent. The age of what stands in it counts to then.
  std::optional<absl::Time> sent;

  // The text in a colour, or as it is when colours are off.
  std::string Paint(Colour which, const std::string& text) const;
  // "Mon 2026-06-22 15:00"; empty for a time that is not set (0).
  std::string When(const google::protobuf::Timestamp& time) const;
  // A heading with an empty line before it.
  void Heading(const std::string& text) const;
  // "  Sent        Mon 2026-06-22 15:00": a label of fixed width and a text, made harmless, wrapped and indented.
  // Nothing when the text is empty.
  void Fact(const std::string& label, const std::string& said, Colour which = Colour::kPlain) const;
};

struct Cell {
  Cell(const char* said) : text(said) {}             // NOLINT(google-explicit-constructor): reads as a row of texts
  Cell(std::string said) : text(std::move(said)) {}  // NOLINT(google-explicit-constructor)
  Cell(std::string said, Colour which) : text(std::move(said)), colour(which) {}

  std::string text;
  Colour colour = Colour::kPlain;
};

// Rows under headers. A column in which no row has anything is left out.
class Table {
 public:
  explicit Table(std::vector<std::string> headers) : headers_(std::move(headers)) {}

  // As many cells as there are headers.
  void Add(std::vector<Cell> row);
  // Nothing when there is no row.
  void Print(const Screen& screen) const;
  bool empty() const { return rows_.empty(); }

 private:
  std::vector<std::string> headers_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace hemgang::cli
