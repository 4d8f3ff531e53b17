#include "clients/cli/screen.h"

#include <algorithm>
#include <cstdint>

#include "absl/base/macros.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

#include "clients/cli/time_text.h"

namespace hemgang::cli {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Letters that stand on the one before them.
constexpr Range kNoWidth[] = {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}};
// Letters that take two columns.
constexpr Range kTwoWide[] = {{0x1100, 0x115F}, {0x2E80, 0xA4CF},   {0xAC00, 0xD7A3},
                              {0xF900, 0xFAFF}, {0xFE30, 0xFE4F},   {0xFF00, 0xFF60},
                              {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD}};

template <size_t n>
bool Within(const Range (&ranges)[n], char32_t letter) {
  return std::any_of(ranges, ranges + n, [&](const Range& r) { return r.first <= letter && letter <= r.last; });
}

constexpr char32_t kNotUtf8 = 0xFFFFFFFF;

// The letter at `at`, which is moved past it; kNotUtf8 moves one byte.
char32_t NextLetter(const std::string& text, size_t& at) {
  const auto byte = [&](size_t i) -> uint32_t { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const uint32_t lead = byte(at);
  const size_t length = lead < 0x80                   ? 1
                        : lead >= 0xC2 && lead < 0xE0 ? 2
                        : lead >= 0xE0 && lead < 0xF0 ? 3
                        : lead >= 0xF0 && lead < 0xF5 ? 4
                                                      : 0;
  if (length <= 1) {
    ++at;
    return length == 1 ? lead : kNotUtf8;
  }
  char32_t letter = lead & (0xFFu >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0u) != 0x80u) {
      ++at;
      return kNotUtf8;
    }
    letter = (letter << 6) | (byte(at + i) & 0x3Fu);
  }
  const bool overlong = (length == 3 && letter < 0x800) || (length == 4 && letter < 0x10000);
  if (overlong || letter > 0x10FFFF || (letter >= 0xD800 && letter <= 0xDFFF)) {
    ++at;
    return kNotUtf8;
  }
  at += length;
  return letter;
}

bool IsControl(char32_t letter) {
  // Beside C0, DEL and C1: marks that reorder what is around them, with which a name could pose as another.
  return letter < 0x20 || (letter >= 0x7F && letter < 0xA0) || (letter >= 0x202A && letter <= 0x202E) ||
         (letter >= 0x2066 && letter <= 0x2069);
}

const char* Code(Colour which) {
  switch (which) {
    case Colour::kBold:
      return "\x1b[1m";
    case Colour::kDim:
      return "\x1b[2m";
    case Colour::kRed:
      return "\x1b[1;31m";
    case Colour::kYellow:
      return "\x1b[33m";
    case Colour::kGreen:
      return "\x1b[32m";
    case Colour::kPlain:
      break;
  }
  return "";
}

constexpr size_t kLabelWidth = 18;
constexpr size_t kLineWidth = 100;

// Breaks lines between words so that none is wider than `width`, where words allow.
std::string Wrap(const std::string& text, size_t width) {
  std::string wrapped;
  size_t column = 0;
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(text, '\n'))) {
    if (!wrapped.empty()) wrapped += '\n';
    column = 0;
    for (const std::string& word : std::vector<std::string>(absl::StrSplit(line, ' ', absl::SkipEmpty()))) {
      const size_t wide = DisplayWidth(word);
      if (column > 0) wrapped += column + 1 + wide > width ? '\n' : ' ';
      column = column == 0 || column + 1 + wide > width ? wide : column + 1 + wide;
      wrapped += word;
    }
  }
  return wrapped;
}

}  // namespace

size_t DisplayWidth(const std::string& text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) {
    const char32_t letter = NextLetter(text, at);
    if (letter == kNotUtf8 || !Within(kNoWidth, letter)) ++width;
    if (letter != kNotUtf8 && Within(kTwoWide, letter)) ++width;
  }
  return width;
}

bool IsUtf8(const std::string& text) {
  for (size_t at = 0; at < text.size();) {
    if (NextLetter(text, at) == kNotUtf8) return false;
  }
  return true;
}

std::string Harmless(const std::string& text, bool keep_lines) {
  std::string clean;
  for (size_t at = 0; at < text.size();) {
    const size_t start = at;
    const char32_t letter = NextLetter(text, at);
    if (letter == '\n') {
      clean += keep_lines ? '\n' : ' ';
    } else if (letter == kNotUtf8 || IsControl(letter)) {
      clean += letter == '\t' ? " " : "�";
    } else {
      clean += text.substr(start, at - start);
    }
  }
  return clean;
}

std::string Screen::Paint(Colour which, const std::string& text) const {
  if (!colour || which == Colour::kPlain || text.empty()) return text;
  return absl::StrCat(Code(which), text, "\x1b[0m");
}

std::string Screen::When(const google::protobuf::Timestamp& time) const {
  if (time.seconds() == 0 && time.nanos() == 0) return "";
  return TimeText(FromTimestamp(time), zone);
}

void Screen::Heading(const std::string& text) const {
  *out << "\n" << Paint(Colour::kBold, text) << "\n";
}

void Screen::Fact(const std::string& label, const std::string& said, Colour which) const {
  if (said.empty()) return;
  const size_t width = DisplayWidth(label);
  const std::string blanks(width < kLabelWidth ? kLabelWidth - width : 1, ' ');
  const std::string indent = "\n" + std::string(kLabelWidth + 2, ' ');
  const std::string text = Wrap(Harmless(said, true), kLineWidth - kLabelWidth - 2);
  *out << "  " << label << blanks << Paint(which, absl::StrReplaceAll(text, {{"\n", indent}})) << "\n";
}

void Table::Add(std::vector<Cell> row) {
  ABSL_HARDENING_ASSERT(row.size() == headers_.size());
  for (Cell& cell : row) cell.text = Harmless(cell.text);
  rows_.push_back(std::move(row));
}

void Table::Print(const Screen& screen) const {
  if (rows_.empty()) return;
  std::vector<size_t> widths(headers_.size(), 0);
  for (size_t i = 0; i < headers_.size(); ++i) {
    for (const auto& row : rows_) widths[i] = std::max(widths[i], DisplayWidth(row[i].text));
    if (widths[i] > 0) widths[i] = std::max(widths[i], DisplayWidth(headers_[i]));
  }
  const auto print = [&](const std::vector<Cell>& row) {
    std::string line;
    size_t blanks = 0;  // kept back, so that no line ends in blanks
    for (size_t i = 0; i < row.size(); ++i) {
      if (widths[i] == 0) continue;
      if (!row[i].text.empty()) {
        absl::StrAppend(&line, std::string(blanks, ' '), screen.Paint(row[i].colour, row[i].text));
        blanks = 0;
      }
      blanks += widths[i] - DisplayWidth(row[i].text) + 2;
    }
    *screen.out << line << "\n";
  };
  std::vector<Cell> headers;
  for (const std::string& header : headers_) headers.emplace_back(header, Colour::kBold);
  print(headers);
  for (const auto& row : rows_) print(row);
}

}  // namespace hemgang::cli
