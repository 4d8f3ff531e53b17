#include "clients/cli/hemgang.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>

#include <CLI/CLI.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "clients/cli/command.h"
#include "clients/cli/completion.h"
#include "clients/cli/rooms.h"
#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

constexpr char kAbout[] =
    "hemgang: hand patients over from hospital to home so that nobody falls between two units.\n"
    "Times are written with an offset: 2026-06-18T15:00+02:00. Exit status: 0 done, 1 refused by the rules, 2 usage or "
    "trouble.";

constexpr char kFirstSteps[] =
    "First steps:\n"
    "  export HEMGANG_AS=eva.at@molndal-hemrehab\n"
    "  hemgang overdue\n"
    "  hemgang handover list\n"
    "  hemgang handover --help\n"
    "  source <(hemgang completion bash)";

// What one run of the parser found.
struct Asked {
  Settings settings;
  const Command* command = nullptr;
  std::shared_ptr<Given> given;
  std::string shell;
};

void AddGlobalOptions(CLI::App& app, Settings& settings) {
  app.add_option("--server", settings.server, "Where the server listens")
      ->envname("HEMGANG_SERVER")
      ->type_name("ADDRESS");
  app.add_option("--as", settings.caller, "Who you are: staff@unit")->envname("HEMGANG_AS")->type_name("NAME@UNIT");
  app.add_option("--timeout", settings.timeout_s, "How long to wait for an answer")->type_name("SECONDS");
  app.add_flag("--json", settings.json, "One JSON object instead of text");
  app.add_option("--request-id", settings.request_id, "Repeat an earlier command: it is done once only")
      ->type_name("UUID");
  app.add_option("--zone", settings.zone, "Show times in this zone")->envname("HEMGANG_ZONE")->type_name("ZONE");
  app.add_flag("--no-color", settings.no_color, "No colours (also with NO_COLOR set)");
}

void Build(CLI::App& app, Asked& asked) {
  app.name("hemgang");
  app.get_formatter()->column_width(36);
  app.get_formatter()->label("REQUIRED", "(required)");
  app.footer(kFirstSteps);
  app.require_subcommand(1);
  app.fallthrough();
  AddGlobalOptions(app, asked.settings);
  for (const Group* group : AllCommands()) {
    Register(*group, app, [&asked](const Command& command, std::shared_ptr<Given> given) {
      asked.command = &command;
      asked.given = std::move(given);
    });
  }
  CLI::App* completion = app.add_subcommand("completion", "Print a script that completes commands in your shell");
  completion->add_option("SHELL", asked.shell, "For which shell")
      ->required()
      ->check(CLI::IsMember(Shells()))
      ->type_name("{bash,zsh,fish}");
  completion->footer("Examples:\n  source <(hemgang completion bash)\n  hemgang completion fish | source");
}

// The innermost command that was understood.
CLI::App* Innermost(CLI::App* app) {
  while (true) {
    const std::vector<CLI::App*> below = app->get_subcommands();
    if (below.empty()) return app;
    app = below.back();
  }
}

// A word that was not understood, with what it was probably meant to be; nothing when no word was left over.
std::optional<std::string> Misspelt(CLI::App& app) {
  CLI::App* innermost = Innermost(&app);
  const std::vector<std::string> left = app.remaining(true);
  if (left.empty()) return std::nullopt;
  std::vector<std::string> known;
  if (absl::StartsWith(left[0], "-")) {
    for (CLI::App* at : {innermost, &app}) {
      for (const CLI::Option* option : at->get_options()) {
        for (const std::string& name : option->get_lnames()) {
          if (name != "help") known.push_back("--" + name);
        }
      }
    }
  } else {
    for (const CLI::App* sub : innermost->get_subcommands([](CLI::App*) { return true; }))
      known.push_back(sub->get_name());
    if (known.empty()) return absl::StrCat("'", left[0], "' is one word too many.");
  }
  return NotKnown(left[0], known);
}

// What the parser threw, as an exit status.
int Stop(const CLI::ParseError& stop, CLI::App& app, std::ostream& out, std::ostream& err) {
  if (stop.get_exit_code() == 0) return app.exit(stop, out, err);
  CLI::App* innermost = Innermost(&app);
  std::string path;
  for (const CLI::App* at = innermost; at != nullptr && at != &app; at = at->get_parent()) {
    path = absl::StrCat(" ", at->get_name(), path);
  }
  const auto misspelt = Misspelt(app);
  err << "hemgang: " << (misspelt ? *misspelt : std::string(stop.what())) << "\n  `hemgang" << path
      << " --help` shows what may be said, with examples.\n";
  return kTrouble;
}

// What is wrong with the global options; empty when nothing is.
std::string CheckSettings(const Settings& settings) {
  const auto fits_header = [](unsigned char letter) { return letter > 0x20 && letter < 0x7F; };
  if (!std::all_of(settings.caller.begin(), settings.caller.end(), fits_header)) {
    return "--as may hold letters a to z, digits and signs only, without blanks: eva.at@molndal-hemrehab";
  }
  if (!(settings.timeout_s > 0 && settings.timeout_s <= 3600)) return "--timeout must be between 0 and 3600 seconds";
  return "";
}

}  // namespace

int RunHemgang(const std::vector<std::string>& arguments, bool look, std::ostream& out, std::ostream& err) {
  Asked asked;
  CLI::App app(kAbout);
  Build(app, asked);
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& stop) {
    return Stop(stop, app, out, err);
  }
  if (asked.command == nullptr) {
    out << CompletionScript(asked.shell, app);
    return kDone;
  }
  Screen screen;
  screen.out = &out;
  screen.colour = look && !asked.settings.no_color && !asked.settings.json;
  screen.now = absl::Now();
  std::string wrong = CheckSettings(asked.settings);
  if (wrong.empty() && !absl::LoadTimeZone(asked.settings.zone, &screen.zone)) {
    wrong =
        absl::StrCat("--zone: '", asked.settings.zone, "' is no zone that this machine knows; write Europe/Stockholm");
  }
  Session session(asked.settings);
  Desk desk{asked.settings, session, screen, err};
  if (!wrong.empty()) return desk.Usage(wrong);
  return RunCommand(desk, *asked.command, *asked.given);
}

}  // namespace hemgang::cli
