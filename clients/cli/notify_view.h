// What the answers about letters look like. Pure, but for writing on the screen.
#pragma once

#include "hemgang/notify/v1/notify_service.pb.h"

#include "clients/cli/screen.h"

namespace hemgang::cli {

void ShowLetters(const Screen& screen, const notify::v1::ListLettersResponse& answer);
void ShowRetried(const Screen& screen, const notify::v1::RetryLetterResponse& answer);
void ShowTestLetters(const Screen& screen, const notify::v1::SendTestLetterResponse& answer);

}  // namespace hemgang::cli
