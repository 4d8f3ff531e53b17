#include <algorithm>
#include <chrono>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "hemgang/routing/v1/inbox_service.grpc.pb.h"

#include "clients/cli/rooms.h"
#include "clients/cli/views.h"

namespace hemgang::cli {
namespace {

namespace rt1 = hemgang::routing::v1;

// A stream has a deadline as every call has; when it has passed, the next stream goes on after the last event.
constexpr absl::Duration kStreamLife = absl::Hours(1);
// A server that has not even sent a heartbeat for so long is taken for gone.
constexpr absl::Duration kSilence = absl::Seconds(90);
constexpr absl::Duration kShortestPause = absl::Milliseconds(250);
constexpr absl::Duration kLongestPause = absl::Seconds(15);

// One stream from its beginning to its end. Reads with a time limit, which a synchronous reader could not.
class Stream {
 public:
  Stream(Session& session, const rt1::WatchInboxRequest& request) : stub_(session.channel()) {
    session.Prepare(&context_, kStreamLife);
    reader_ = stub_.PrepareAsyncWatchInbox(&context_, request, &queue_);
    reader_->StartCall(this);
  }

  ~Stream() {
    context_.TryCancel();
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  // False when the stream has ended.
  bool Next(rt1::WatchInboxResponse* message) {
    if (!started_) {
      if (!Wait()) return false;
      started_ = true;
    }
    reader_->Read(message, this);
    return Wait();
  }

  // Why it ended; only after Next gave false.
  grpc::Status Finish() {
    if (silent_) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "no sign of life");
    grpc::Status status;
    reader_->Finish(&status, this);
    return Wait() ? status : grpc::Status(grpc::StatusCode::UNAVAILABLE, "no sign of life");
  }

 private:
  bool Wait() {
    void* tag = nullptr;
    bool ok = false;
    const auto next = queue_.AsyncNext(&tag, &ok, absl::ToChronoTime(absl::Now() + kSilence));
    if (next == grpc::CompletionQueue::TIMEOUT) {
      silent_ = true;
      // What is under way still points at the caller's message: it must be over before Next returns.
      context_.TryCancel();
      queue_.Next(&tag, &ok);
      return false;
    }
    return next == grpc::CompletionQueue::GOT_EVENT && ok;
  }

  rt1::InboxService::Stub stub_;
  grpc::CompletionQueue queue_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientAsyncReader<rt1::WatchInboxResponse>> reader_;
  bool started_ = false;
  bool silent_ = false;
};

void Print(const Desk& desk, bool verbose, const rt1::WatchInboxResponse& message) {
  std::ostream& out = *desk.screen.out;
  if (desk.settings.json) {
    PrintJson(message, true, out);
  } else if (message.has_event()) {
    out << EventLine(desk.screen, message.event()) << "\n";
  } else if (verbose) {
    out << desk.screen.Paint(Colour::kDim,
                             absl::StrCat("still here, ", desk.screen.When(message.heartbeat().sent_time()), ", up to ",
                                          message.heartbeat().last_sequence()))
        << "\n";
  }
  out << std::flush;
}

// Whether trying again may help. Everything else is for the person to see.
bool IsPassing(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::OK:
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::INTERNAL:
    case grpc::StatusCode::UNKNOWN:
      return true;
    default:
      return false;
  }
}

}  // namespace

ExitStatus WatchInbox(Desk& desk, const Given& given, const Message& first_request) {
  rt1::WatchInboxRequest request = static_cast<const rt1::WatchInboxRequest&>(first_request);
  absl::Duration pause = kShortestPause;
  bool told = false;
  while (true) {
    grpc::Status status;
    {
      Stream stream(desk.session, request);
      rt1::WatchInboxResponse message;
      while (stream.Next(&message)) {
        if (told) desk.err << "hemgang: connected again.\n";
        told = false;
        pause = kShortestPause;
        if (message.has_event()) request.set_after_sequence(message.event().sequence());
        Print(desk, given.Has("--verbose"), message);
      }
      status = stream.Finish();
    }
    // A refusal carries details, whatever its code; so does a server that restarts, and it is worth waiting for.
    const bool restarting = status.error_code() == grpc::StatusCode::UNAVAILABLE;
    if (!IsPassing(status) || (!status.ok() && !restarting && !status.error_details().empty())) {
      return Explain(status, desk.settings, "", desk.err);
    }
    const bool expected = status.ok() || status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
    if (!told && !expected) {
      Explain(status, desk.settings, "", desk.err);
      desk.err << "  Trying again until the server answers; nothing is missed.\n";
      told = true;
    }
    std::this_thread::sleep_for(absl::ToChronoMilliseconds(pause));
    pause = std::min(2 * pause, kLongestPause);
  }
}

}  // namespace hemgang::cli
