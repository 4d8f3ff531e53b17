#include "clients/cli/completion.h"

#include <CLI/CLI.hpp>

#include "absl/base/macros.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace hemgang::cli {
namespace {

// What can be said at one place of the tree.
struct Place {
  // "handover draft"; empty at the top.
  std::string path;
  std::vector<std::pair<std::string, std::string>> commands;  // with what each is for
  std::vector<std::string> flags;
  std::vector<std::pair<std::string, std::string>> choices;  // flag and its words, with blanks between
};

// "{a,b}" gives "a b"; anything else nothing.
std::string WordsOf(const std::string& type) {
  if (!absl::StartsWith(type, "{")) return "";
  return absl::StrReplaceAll(type.substr(1, type.size() - 2), {{",", " "}});
}

void AddFlags(const CLI::App& app, Place* place) {
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      place->flags.push_back("--" + name);
      const std::string words = WordsOf(option->get_type_name());
      if (!words.empty()) place->choices.emplace_back("--" + name, words);
    }
  }
}

void Gather(const CLI::App& root, const CLI::App& app, const std::string& path, std::vector<Place>* places) {
  Place place;
  place.path = path;
  AddFlags(app, &place);
  if (&app != &root) AddFlags(root, &place);
  std::vector<const CLI::App*> below = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* sub : below) place.commands.emplace_back(sub->get_name(), sub->get_description());
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional() || !option->get_lnames().empty()) continue;
    const std::string words = WordsOf(option->get_type_name());
    for (const std::string& word : std::vector<std::string>(absl::StrSplit(words, ' ', absl::SkipEmpty()))) {
      place.commands.emplace_back(word, "");
    }
  }
  places->push_back(place);
  for (const CLI::App* sub : below) {
    Gather(root, *sub, absl::StrCat(path, path.empty() ? "" : " ", sub->get_name()), places);
  }
}

std::string Commands(const Place& place) {
  return absl::StrJoin(place.commands, " ", [](std::string* out, const auto& command) { *out += command.first; });
}

// What bash and zsh (which can read bash's) run: finds the place from the words before the cursor, then what may
// follow.
std::string Bash(const std::vector<Place>& places) {
  std::string script =
      "# Completes hemgang. Read it with: source <(hemgang completion bash)\n"
      "_hemgang() {\n"
      "  local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\" place=\"\" i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case \"$place/${COMP_WORDS[i]}\" in\n";
  for (const Place& place : places) {
    if (place.path.empty()) continue;
    const size_t last = place.path.rfind(' ');
    const std::string parent = last == std::string::npos ? "" : place.path.substr(0, last);
    const std::string name = last == std::string::npos ? place.path : place.path.substr(last + 1);
    absl::StrAppend(&script, "      \"", parent, "/", name, "\") place=\"", place.path, "\" ;;\n");
  }
  absl::StrAppend(&script, "    esac\n  done\n  case \"$place/$before\" in\n");
  for (const Place& place : places) {
    for (const auto& [flag, words] : place.choices) {
      absl::StrAppend(&script, "    \"", place.path, "/", flag, "\") COMPREPLY=($(compgen -W \"", words,
                      "\" -- \"$word\")); return ;;\n");
    }
  }
  absl::StrAppend(&script,
                  "    *\"/--file\" | *\"/--content\" | *\"/--patient-file\") "
                  "COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n  esac\n  case \"$place\" in\n");
  for (const Place& place : places) {
    absl::StrAppend(&script, "    \"", place.path, "\") COMPREPLY=($(compgen -W \"", Commands(place),
                    place.commands.empty() ? "" : " ", absl::StrJoin(place.flags, " "), "\" -- \"$word\")) ;;\n");
  }
  absl::StrAppend(&script, "  esac\n}\ncomplete -o default -F _hemgang hemgang\n");
  return script;
}

std::string Zsh(const std::vector<Place>& places) {
  return absl::StrCat("#compdef hemgang\n# Read it with: source <(hemgang completion zsh)\n",
                      "autoload -U +X bashcompinit && bashcompinit\n", Bash(places));
}

std::string Quoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "\\'"}}), "'");
}

std::string Fish(const std::vector<Place>& places) {
  std::string script =
      "# Completes hemgang. Read it with: hemgang completion fish | source\n"
      "function __hemgang_at\n"
      "  # True when the commands said so far are exactly the arguments.\n"
      "  set -l said\n"
      "  for word in (commandline -opc)[2..-1]\n"
      "    string match -q -- '-*' $word; and continue\n"
      "    contains -- \"$said $word\" $__hemgang_places; and set said \"$said $word\"\n"
      "  end\n"
      "  test \"$said\" = \"$argv[1]\"\n"
      "end\n"
      "set -g __hemgang_places";
  for (const Place& place : places) {
    if (!place.path.empty()) absl::StrAppend(&script, " ", Quoted(" " + place.path));
  }
  script += "\n";
  for (const Place& place : places) {
    const std::string path = place.path.empty() ? "" : " " + place.path;
    const std::string when = absl::StrCat("complete -c hemgang -n \"__hemgang_at '", path, "'\"");
    for (const auto& [name, help] : place.commands) {
      absl::StrAppend(&script, when, " -f -a ", name, help.empty() ? "" : " -d " + Quoted(help), "\n");
    }
    for (const std::string& flag : place.flags) {
      absl::StrAppend(&script, when, " -l ", flag.substr(2));
      for (const auto& [named, words] : place.choices) {
        if (named == flag) absl::StrAppend(&script, " -x -a ", Quoted(words));
      }
      script += "\n";
    }
  }
  return script;
}

}  // namespace

std::vector<std::string> Shells() {
  return {"bash", "zsh", "fish"};
}

std::string CompletionScript(const std::string& shell, const CLI::App& root) {
  std::vector<Place> places;
  Gather(root, root, "", &places);
  if (shell == "bash") return Bash(places);
  if (shell == "zsh") return Zsh(places);
  ABSL_HARDENING_ASSERT(shell == "fish");
  return Fish(places);
}

}  // namespace hemgang::cli
