#include "tests/flows/inbox_reading.h"

#include "absl/strings/str_cat.h"

#include "tests/flows/flow_calls.h"

namespace hemgang::flows {

void InboxReading::Open(const std::shared_ptr<grpc::Channel>& channel) {
  Cut();
  context_ = ContextOf(caller_);
  stub_ = rv1::InboxService::NewStub(channel);
  rv1::WatchInboxRequest request;
  request.set_after_sequence(last_);
  reader_ = stub_->WatchInbox(context_.get(), request);
}

Lines InboxReading::ReadUntil(int64_t last, const FlowNames& names) {
  Lines lines;
  while (last_ < last) {
    rv1::WatchInboxResponse response;
    if (reader_ == nullptr || !reader_->Read(&response)) {
      Fault(absl::StrCat("the stream ended after ", last_, " of ", last));
      return lines;
    }
    if (!response.has_event()) continue;
    if (response.event().sequence() != last_ + 1) {
      Fault(absl::StrCat("the stream went from ", last_, " to ", response.event().sequence()));
    }
    last_ = response.event().sequence();
    lines.push_back(EventText(response.event(), names));
  }
  return lines;
}

void InboxReading::Cut() {
  if (reader_ == nullptr) return;
  context_->TryCancel();
  reader_->Finish();
  reader_.reset();
}

}  // namespace hemgang::flows
