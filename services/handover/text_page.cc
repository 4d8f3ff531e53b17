#include "services/handover/text_page.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "services/rpc/text.h"

namespace hemgang::handover {
namespace {

// How many bytes the first `characters` characters of a valid UTF-8 text have.
size_t BytesOf(const std::string& text, int characters) {
  size_t i = 0;
  for (; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
    if (begins && characters-- == 0) break;
  }
  return i;
}

// Of the letters that the two languages begin words with.
std::string WithCapital(std::string text) {
  if (text.empty()) return text;
  const auto second = text.size() > 1 ? static_cast<unsigned char>(text[1]) : 0U;
  if (text[0] == '\xc3' && second >= 0xa0 && second <= 0xbe && second != 0xb7) {
    text[1] = static_cast<char>(second - 0x20);
  } else {
    text[0] = absl::ascii_toupper(static_cast<unsigned char>(text[0]));
  }
  return text;
}

}  // namespace

void Page::Add(const std::string& text, int indent) {
  const std::string blanks(static_cast<size_t>(indent), ' ');
  bool first = true;
  const std::vector<std::string> paragraphs = absl::StrSplit(absl::StrReplaceAll(text, {{"\t", " "}}), '\n');
  for (const std::string& paragraph : paragraphs) {
    const std::string hanging = paragraph.substr(0, 1) == "-" ? blanks + "  " : blanks;
    std::string line;
    std::vector<std::string> words = absl::StrSplit(paragraph, ' ', absl::SkipEmpty());
    for (std::string& word : words) {
      const std::string before = line.empty() ? (first ? "" : blanks) : line + " ";
      const int room = width_ - rpc::CountCharacters(before);
      if (rpc::CountCharacters(word) > room && !line.empty()) {
        AddLine(line);
        first = false;
        line = hanging;
      } else {
        line = before;
      }
      // A word that is wider than the page is broken where the page ends.
      while (rpc::CountCharacters(line) + rpc::CountCharacters(word) > width_) {
        const size_t fits = BytesOf(word, width_ - rpc::CountCharacters(line));
        AddLine(line + word.substr(0, fits));
        first = false;
        word.erase(0, fits);
        line = hanging;
      }
      line += word;
    }
    if (!line.empty()) AddLine(line);
    first = first && line.empty();
  }
}

void Page::Space() {
  if (!out_.empty() && !absl::EndsWith(out_, "\n\n")) AddLine("");
}

void Page::AddLine(const std::string& line) {
  absl::StrAppend(&out_, absl::StrReplaceAll(line, {{std::string(1, kUnbroken), " "}}), "\n");
  ++lines_;
}

std::string Joined(const std::vector<std::string>& parts, const std::string& between) {
  std::vector<std::string> there;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    // What was written as a sentence goes on as a part of one.
    const bool goes_on = !there.empty() && between.front() == ',';
    if (goes_on) there.back() = std::string(absl::StripSuffix(there.back(), "."));
    there.push_back(part);
  }
  return absl::StrJoin(there, between);
}

std::string Labelled(const std::string& label, const std::string& text) {
  return text.empty() ? "" : absl::StrCat(label, ": ", text);
}

std::string Sentences(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    std::string sentence = WithCapital(std::string(absl::StripAsciiWhitespace(part)));
    if (sentence.empty()) continue;
    const char end = sentence.back();
    if (end != '.' && end != '!' && end != '?' && end != ':') sentence.push_back('.');
    absl::StrAppend(&text, text.empty() ? "" : " ", sentence);
  }
  return text;
}

}  // namespace hemgang::handover
