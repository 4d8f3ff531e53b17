#include "services/host/house.h"

#include <chrono>
#include <utility>

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>

#include "absl/base/macros.h"
#include "absl/strings/str_cat.h"

#include "services/audit/audit_room.h"
#include "services/deadlines/deadline_room.h"
#include "services/deadlines/loop.h"
#include "services/directory/current_directory.h"
#include "services/directory/directory_room.h"
#include "services/handover/serve.h"
#include "services/host/channels.h"
#include "services/host/demo_clock_room.h"
#include "services/host/listening.h"
#include "services/routing/inbox_room.h"
#include "services/routing/live_inboxes.h"
#include "storage/mutex.h"

namespace hemgang::host {

namespace {

// The store keeps its listener until it ends, and may be telling it something while the house is taken down.
struct Listener {
  Mutex mutex;
  routing::LiveInboxes* live HEMGANG_GUARDED_BY(mutex) = nullptr;

  void Tell(const std::string& unit_id) HEMGANG_EXCLUDES(mutex) {
    MutexLock lock(mutex);
    if (live != nullptr) live->Told(unit_id);
  }
  void Set(routing::LiveInboxes* now) HEMGANG_EXCLUDES(mutex) {
    MutexLock lock(mutex);
    live = now;
  }
};

}  // namespace

struct House::Rooms {
  Rooms(const Foundations& f, HouseOptions options)
      : base(f),
        has_reflection(options.reflection),
        directory(directory::CurrentDirectoryOf(f.store)),
        door(options.insecure_demo, directory::StandingIn(directory)),
        frame{door, f.work, f.metrics, f.log},
        ground{f.store, f.clock, f.ids, directory, f.work},
        handover_room(ground, f.sealer),
        drafts(ground, f.sealer),
        directory_room(f.store, f.clock, f.ids, f.work),
        deadline_room(f.store, f.clock, directory),
        audit_room(f.store, f.sealer, f.clock, f.ids, directory),
        inbox_room(f.store, f.clock),
        live(f.store, f.clock, f.reads, f.metrics) {
    services.push_back(handover::ServeHandover(handover_room, frame));
    services.push_back(handover::ServeExpiry(handover_room, frame));
    services.push_back(handover::ServeDrafts(drafts, frame));
    services.push_back(routing::ServeInbox(inbox_room, live, frame));
    services.push_back(deadlines::ServeDeadlines(deadline_room, frame));
    services.push_back(audit::ServeAudit(audit_room, frame));
    services.push_back(directory::ServeDirectory(directory_room, frame));
    if (options.move_clock) {
      demo_clock = std::make_unique<DemoClockRoom>(f.clock, std::move(options.move_clock));
      services.push_back(ServeDemoClock(*demo_clock, frame));
    }
    listener->Set(&live);
    f.store.OnInboxTold([told = listener](const std::string& unit_id) { told->Tell(unit_id); });
  }

  const Foundations base;
  const bool has_reflection;
  rules::CurrentDirectory directory;
  rpc::Door door;
  rpc::Frame frame;
  handover::Ground ground;
  handover::HandoverRoom handover_room;
  handover::Drafts drafts;
  directory::DirectoryRoom directory_room;
  deadlines::DeadlineRoom deadline_room;
  audit::AuditRoom audit_room;
  routing::InboxRoom inbox_room;
  routing::LiveInboxes live;
  std::shared_ptr<Listener> listener = std::make_shared<Listener>();
  std::unique_ptr<DemoClockRoom> demo_clock;
  std::vector<std::unique_ptr<grpc::Service>> services;

  // From here on after Start.
  std::unique_ptr<grpc::Server> server;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<hemgang::handover::v1::ExpiryService::StubInterface> expiry;
  std::unique_ptr<deadlines::DeadlineLoop> loop;
  Mutex pass_mutex;  // the loop takes one pass at a time
  bool is_drained = false;
};

House::House(const Foundations& foundations, HouseOptions options)
    : rooms_(std::make_unique<Rooms>(foundations, std::move(options))) {}

House::~House() {
  Drain(absl::Seconds(10));
  rooms_->listener->Set(nullptr);
}

absl::Status House::Start(const std::vector<std::string>& addresses) {
  Rooms& rooms = *rooms_;
  ABSL_HARDENING_ASSERT(rooms.server == nullptr);
  grpc::EnableDefaultHealthCheckService(true);
  if (rooms.has_reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  SetLimits(builder);
  std::vector<int> ports(addresses.size(), 0);
  for (size_t i = 0; i < addresses.size(); ++i) {
    if (absl::Status answering = CheckNotAnswering(addresses[i]); !answering.ok()) return answering;
    builder.AddListeningPort(addresses[i], grpc::InsecureServerCredentials(), &ports[i]);
  }
  for (const auto& service : rooms.services) builder.RegisterService(service.get());
  rooms.server = builder.BuildAndStart();
  for (size_t i = 0; i < addresses.size(); ++i) {
    if (rooms.server != nullptr && ports[i] != 0) continue;
    return absl::UnavailableError(absl::StrCat("cannot listen at ", addresses[i],
                                               ": it is in use by another process, or may not be used; stop that"
                                               " process or choose another with --listen"));
  }
  if (rooms.server == nullptr) return absl::InternalError("the server could not be started");
  rooms.channel = OwnChannel(*rooms.server);
  rooms.expiry = ExpiryOver(rooms.channel);
  rooms.loop = std::make_unique<deadlines::DeadlineLoop>(rooms.base.store, *rooms.expiry, SignAsService(rooms.door),
                                                         rooms.base.metrics, rooms.base.log);
  CheckHealth();
  return absl::OkStatus();
}

std::shared_ptr<grpc::Channel> House::channel() const {
  return rooms_->channel;
}
const rpc::Door& House::door() const {
  return rooms_->door;
}
storage::Store& House::store() const {
  return rooms_->base.store;
}

int House::RunDeadlines() {
  const int started = StartDeadlines();
  rooms_->loop->WaitUntilIdle();
  return started;
}

int House::StartDeadlines() {
  MutexLock lock(rooms_->pass_mutex);
  return rooms_->loop->RunOnce(rooms_->base.clock.Now());
}

void House::Beat() {
  rooms_->live.Beat();
}

void House::CheckHealth() {
  const bool takes_writes = rooms_->base.store.WriteHealth().ok();
  rooms_->base.metrics.Set(rpc::Gauge::kWritesTaken, takes_writes ? 1 : 0);
  if (rooms_->server == nullptr || rooms_->server->GetHealthCheckService() == nullptr) return;
  rooms_->server->GetHealthCheckService()->SetServingStatus(takes_writes);
}

void House::Drain(absl::Duration patience) {
  Rooms& rooms = *rooms_;
  if (rooms.server == nullptr || rooms.is_drained) return;
  rooms.is_drained = true;
  if (rooms.server->GetHealthCheckService() != nullptr) rooms.server->GetHealthCheckService()->Shutdown();
  // Streams first, with a reason of their own: a shut down server just cuts them off.
  rooms.live.EndAll();
  rooms.live.WaitUntilNone(patience / 4);
  if (rooms.loop != nullptr) rooms.loop->WaitUntilIdle();
  rooms.server->Shutdown(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(patience));
  rooms.server->Wait();
}

}  // namespace hemgang::host
