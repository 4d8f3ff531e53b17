#include "services/host/letter_options.h"

#include <algorithm>
#include <fstream>

#include <CLI/CLI.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "services/notify/addresses.h"

namespace hemgang::host {
namespace {

absl::Status Wrong(const std::string& sentence) {
  return absl::InvalidArgumentError(sentence);
}

bool IsServerUrl(const std::string& url) {
  const bool is_known = absl::StartsWith(url, "smtp://") || absl::StartsWith(url, "smtps://");
  const bool fits =
      std::all_of(url.begin(), url.end(), [](unsigned char letter) { return letter > 0x20 && letter < 0x7F; });
  return is_known && fits && !notify::HostOfUrl(url).empty() && url.find('/', url.find("://") + 3) == std::string::npos;
}

absl::Status CheckMail(const LetterOptions& options) {
  if (options.smtp_url.empty()) {
    if (!options.smtp_from.empty() || !options.smtp_user.empty() || !options.smtp_password_file.empty()) {
      return Wrong(
          "--smtp-from, --smtp-user and --smtp-password-file are about a mail server; name it with --smtp-url");
    }
    return absl::OkStatus();
  }
  if (!IsServerUrl(options.smtp_url)) {
    return Wrong("--smtp-url must be smtp://HOST:PORT or smtps://HOST:PORT, without a name and a path");
  }
  if (!notify::IsMailAddress(options.smtp_from)) {
    return Wrong("say from which address letters come, with --smtp-from, such as hemgang@region.example");
  }
  if (options.smtp_user.empty() != options.smtp_password_file.empty()) {
    return Wrong("--smtp-user and --smtp-password-file belong together; give both or neither");
  }
  return absl::OkStatus();
}

}  // namespace

void AddLetterOptions(CLI::App& app, LetterOptions& options) {
  app.add_option("--smtp-url", options.smtp_url, "Send e-mail by this server: smtp://HOST:25 or smtps://HOST:465");
  app.add_option("--smtp-from", options.smtp_from, "The address that letters come from");
  app.add_option("--smtp-user", options.smtp_user, "Who we are at that server; asks for TLS");
  app.add_option("--smtp-password-file", options.smtp_password_file, "The file with that user's password");
  app.add_option("--webhook-key-file", options.webhook_key_file, "Send webhooks, signed with the key in this file");
  app.add_option("--letter-link", options.link, "Where Hemgång is read, said in every letter: https://HOST");
}

absl::Status CheckLetters(const LetterOptions& options, bool is_demo_clock) {
  if (absl::Status wrong = CheckMail(options); !wrong.ok()) return wrong;
  if (!options.link.empty()) {
    if (options.smtp_url.empty() && options.webhook_key_file.empty()) {
      return Wrong("--letter-link stands in letters, and none are sent; give --smtp-url or --webhook-key-file too");
    }
    if (!notify::IsWebhookUrl(options.link)) return Wrong("--letter-link must be https://HOST, without blanks");
  }
  if (!is_demo_clock) return absl::OkStatus();
  const bool leaves = !options.smtp_url.empty() && !notify::IsLoopbackHost(notify::HostOfUrl(options.smtp_url));
  if (leaves || !options.webhook_key_file.empty()) {
    return Wrong(
        "letters of a --demo-clock say untrue times, so they stay on this machine: --smtp-url must be on loopback, and"
        " --webhook-key-file left out");
  }
  return absl::OkStatus();
}

absl::StatusOr<notify::Settings> LoadLetters(const LetterOptions& options) {
  notify::Settings settings;
  settings.link = options.link;
  if (!options.smtp_url.empty()) {
    settings.mail = notify::MailServer{options.smtp_url, options.smtp_from, options.smtp_user, ""};
  }
  if (!options.smtp_password_file.empty()) {
    std::ifstream file(options.smtp_password_file);
    std::getline(file, settings.mail->password);
    absl::StripAsciiWhitespace(&settings.mail->password);
    if (settings.mail->password.empty()) {
      return absl::FailedPreconditionError(absl::StrCat("no password can be read from the first line of ",
                                                        options.smtp_password_file, ", the --smtp-password-file"));
    }
  }
  if (!options.webhook_key_file.empty()) {
    absl::StatusOr<notify::WebhookKey> key = notify::WebhookKey::Load(options.webhook_key_file);
    if (!key.ok()) return key.status();
    settings.webhook_key = *std::move(key);
  }
  return settings;
}

}  // namespace hemgang::host
