// A server that answers what the test says and remembers what it was asked. For tests of clients only.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "hemgang/deadlines/v1/deadline_service.grpc.pb.h"
#include "hemgang/handover/v1/draft_service.grpc.pb.h"
#include "hemgang/handover/v1/handover_service.grpc.pb.h"
#include "hemgang/routing/v1/inbox_service.grpc.pb.h"

namespace hemgang::cli {

// A refusal as the services word it.
inline grpc::Status Refusal(const std::string& reason, const std::string& message,
                            const std::vector<std::pair<std::string, std::string>>& fields) {
  google::rpc::ErrorInfo why;
  why.set_reason(reason);
  why.set_domain("hemgang");
  google::rpc::Status details;
  details.set_code(grpc::StatusCode::FAILED_PRECONDITION);
  details.set_message(message);
  details.add_details()->PackFrom(why);
  if (!fields.empty()) {
    google::rpc::BadRequest bad;
    for (const auto& [field, description] : fields) {
      auto* violation = bad.add_field_violations();
      violation->set_field(field);
      violation->set_description(description);
    }
    details.add_details()->PackFrom(bad);
  }
  return grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, message, details.SerializeAsString());
}

// What the last call said about itself.
struct Heard {
  std::string caller;
  bool had_deadline = false;

  void Listen(const grpc::ServerContext& context) {
    const auto& metadata = context.client_metadata();
    const auto found = metadata.find("hemgang-caller");
    caller = found == metadata.end() ? "" : std::string(found->second.data(), found->second.size());
    had_deadline = context.deadline() < std::chrono::system_clock::now() + std::chrono::hours(2);
  }
};

class FakeHandovers final : public handover::v1::HandoverService::Service {
 public:
  grpc::Status Acknowledge(grpc::ServerContext* context, const handover::v1::AcknowledgeRequest* request,
                           handover::v1::AcknowledgeResponse* response) override {
    heard.Listen(*context);
    acknowledged = *request;
    response->mutable_outcome()->mutable_transition()->set_id("t1");
    return answer;
  }
  grpc::Status SendHandover(grpc::ServerContext*, const handover::v1::SendHandoverRequest* request,
                            handover::v1::SendHandoverResponse* response) override {
    sent = *request;
    response->mutable_outcome()->set_handover_id("h1");
    return answer;
  }
  grpc::Status OpenTransition(grpc::ServerContext*, const handover::v1::OpenTransitionRequest* request,
                              handover::v1::OpenTransitionResponse*) override {
    opened = *request;
    return answer;
  }
  grpc::Status Reschedule(grpc::ServerContext*, const handover::v1::RescheduleRequest* request,
                          handover::v1::RescheduleResponse*) override {
    rescheduled = *request;
    return answer;
  }

  Heard heard;
  grpc::Status answer = grpc::Status::OK;
  handover::v1::AcknowledgeRequest acknowledged;
  handover::v1::SendHandoverRequest sent;
  handover::v1::OpenTransitionRequest opened;
  handover::v1::RescheduleRequest rescheduled;
};

class FakeDrafts final : public handover::v1::DraftService::Service {
 public:
  grpc::Status GetDraft(grpc::ServerContext*, const handover::v1::GetDraftRequest* request,
                        handover::v1::GetDraftResponse* response) override {
    *response->mutable_draft() = draft;
    response->mutable_draft()->set_id(request->draft_id());
    return grpc::Status::OK;
  }

  grpc::Status SaveDraft(grpc::ServerContext*, const handover::v1::SaveDraftRequest* request,
                         handover::v1::SaveDraftResponse*) override {
    saved = request->draft();
    return grpc::Status::OK;
  }

  handover::v1::Draft draft;
  handover::v1::Draft saved;
};

class FakeDeadlines final : public deadlines::v1::DeadlineService::Service {
 public:
  grpc::Status PreviewDeadline(grpc::ServerContext*, const deadlines::v1::PreviewDeadlineRequest* request,
                               deadlines::v1::PreviewDeadlineResponse* response) override {
    previewed = *request;
    response->mutable_due_time()->set_seconds(1782136800);
    response->set_policy("default/1");
    return grpc::Status::OK;
  }
  // Three tasks, two on the first page.
  grpc::Status ListTasks(grpc::ServerContext*, const deadlines::v1::ListTasksRequest* request,
                         deadlines::v1::ListTasksResponse* response) override {
    ++pages;
    listed = *request;
    const bool first = request->page_token().empty();
    for (const char* id : first ? std::vector<const char*>{"a", "b"} : std::vector<const char*>{"c"}) {
      response->add_tasks()->set_handover_id(id);
    }
    if (first) response->set_next_page_token("second");
    return grpc::Status::OK;
  }

  int pages = 0;
  deadlines::v1::PreviewDeadlineRequest previewed;
  deadlines::v1::ListTasksRequest listed;
};

// Its first stream breaks off after event 5; the second goes on and is then refused, so that the watcher ends.
class FakeInbox final : public routing::v1::InboxService::Service {
 public:
  grpc::Status WatchInbox(grpc::ServerContext*, const routing::v1::WatchInboxRequest* request,
                          grpc::ServerWriter<routing::v1::WatchInboxResponse>* writer) override {
    after.push_back(request->after_sequence());
    routing::v1::WatchInboxResponse message;
    message.mutable_heartbeat()->set_last_sequence(request->after_sequence());
    writer->Write(message);
    message.mutable_event()->set_sequence(request->after_sequence() + 1);
    message.mutable_event()->set_kind(routing::v1::INBOX_EVENT_KIND_DIED);
    writer->Write(message);
    if (after.size() == 1) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "restarting");
    return Refusal("CALLER_UNKNOWN", "Nobody knows you.", {});
  }

  std::vector<int64_t> after;
};

// All of them on a port of loopback, until the end of the test.
class FakeServer {
 public:
  FakeServer() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&handovers);
    builder.RegisterService(&drafts);
    builder.RegisterService(&deadlines);
    builder.RegisterService(&inbox);
    server_ = builder.BuildAndStart();
  }
  ~FakeServer() { server_->Shutdown(); }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  FakeHandovers handovers;
  FakeDrafts drafts;
  FakeDeadlines deadlines;
  FakeInbox inbox;

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace hemgang::cli
