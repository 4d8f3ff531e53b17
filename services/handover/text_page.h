// Lines of a plain text, broken at words so that none is wider than the page. Counts characters, not bytes. Knows no
// handover. Not for several threads at once.
#pragma once

#include <string>
#include <vector>

namespace hemgang::handover {

// A blank at which no line is broken: "kl. 15.00". It is a control character, which the door lets through in no text.
inline constexpr char kUnbroken = '\x1f';

class Page {
 public:
  explicit Page(int width) : width_(width) {}

  // A paragraph whose lines after the first begin with `indent` blanks. A line feed in the text begins a new line, with
  // the same indent; one that begins with a dash hangs its further lines under its text. Nothing for an empty text.
  void Add(const std::string& text, int indent = 0);
  // One empty line, unless there is one already or nothing stands before it.
  void Space();

  int lines() const { return lines_; }
  std::string Take() { return std::move(out_); }

 private:
  void AddLine(const std::string& line);

  int width_;
  int lines_ = 0;
  std::string out_;
};

// The parts that are not empty, with the sign between.
std::string Joined(const std::vector<std::string>& parts, const std::string& between);

// "label: text"; empty for an empty text.
std::string Labelled(const std::string& label, const std::string& text);

// The parts as sentences: a capital first, and a full stop after each that has no end sign of its own.
std::string Sentences(const std::vector<std::string>& parts);

}  // namespace hemgang::handover
