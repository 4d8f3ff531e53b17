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
#include "services/directory/succession.h"
#include "services/handover/serve.h"
#include "services/host/channels.h"
#include "services/host/demo_clock_room.h"
#include "services/host/listening.h"
#include "services/insight/insight_room.h"
#include "services/notify/letter_sender.h"
#include "services/notify/letter_writer.h"
#include "services/notify/notify_room.h"
#include "services/routing/inbox_room.h"
#include "services/routing/live_inboxes.h"
#include "services/routing/route_room.h"
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
        insight_room(f.store, f.clock, directory, f.work),
        inbox_room(f.store, f.clock),
        route_room(directory, directory::LoadZone, f.clock),
        live(f.store, f.clock, f.reads, f.metrics),
        letters(f.store),
        letter_settings(std::move(options.letters)),
        notify_room(letters, f.clock, directory, letter_settings.channels()) {
    services.push_back(handover::ServeHandover(handover_room, frame));
    services.push_back(handover::ServeExpiry(handover_room, frame));
    services.push_back(handover::ServeSuccession(handover_room, frame));
    services.push_back(handover::ServeDrafts(drafts, frame));
    services.push_back(routing::ServeInbox(inbox_room, live, frame));
    services.push_back(routing::ServeRoutes(route_room, frame));
    services.push_back(deadlines::ServeDeadlines(deadline_room, frame));
    services.push_back(audit::ServeAudit(audit_room, frame));
    services.push_back(insight::ServeInsight(insight_room, frame));
    services.push_back(directory::ServeDirectory(directory_room, frame));
    services.push_back(notify::ServeNotify(notify_room, frame));
    if (options.postman != nullptr) {
      letter_writer = std::make_unique<notify::LetterWriter>(letters, directory, letter_settings.channels(), f.log);
      letter_sender = std::make_unique<notify::LetterSender>(letters, directory, letter_settings, *options.postman,
                                                             f.metrics, f.log);
    }
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
  insight::InsightRoom insight_room;
  routing::InboxRoom inbox_room;
  routing::RouteRoom route_room;
  routing::LiveInboxes live;
  notify::LetterBook letters;
  const notify::Settings letter_settings;
  notify::NotifyRoom notify_room;
  std::unique_ptr<notify::LetterWriter> letter_writer;
  std::unique_ptr<notify::LetterSender> letter_sender;
  std::shared_ptr<Listener> listener = std::make_shared<Listener>();
  std::unique_ptr<DemoClockRoom> demo_clock;
  std::vector<std::unique_ptr<grpc::Service>> services;

  // From here on after Start.
  std::unique_ptr<grpc::Server> server;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<hemgang::handover::v1::ExpiryService::StubInterface> expiry;
  std::unique_ptr<deadlines::DeadlineLoop> loop;
  std::unique_ptr<hemgang::handover::v1::SuccessionService::StubInterface> moving;
  std::unique_ptr<directory::Succession> succession;
  Mutex pass_mutex;        // the loop takes one pass at a time
  Mutex succession_mutex;  // and so does the succession
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
  rooms.moving = SuccessionOver(rooms.channel);
  rooms.succession = std::make_unique<directory::Succession>(rooms.base.store, rooms.directory, *rooms.moving,
                                                             SignAsDirectory(rooms.door), rooms.base.log);
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
  const int moved = RunSuccession();
  const int started = StartDeadlines();
  rooms_->loop->WaitUntilIdle();
  return moved + started;
}

int House::RunSuccession() {
  MutexLock lock(rooms_->succession_mutex);
  return rooms_->succession->RunOnce(rooms_->base.clock.Now());
}

int House::StartDeadlines() {
  MutexLock lock(rooms_->pass_mutex);
  return rooms_->loop->RunOnce(rooms_->base.clock.Now());
}

void House::WriteLetters() {
  if (rooms_->letter_writer != nullptr) rooms_->letter_writer->RunOnce(rooms_->base.clock.Now());
}

void House::SendLetters() {
  if (rooms_->letter_sender != nullptr) rooms_->letter_sender->RunOnce(rooms_->base.clock.Now());
}

void House::CountLetters() {
  if (rooms_->letter_sender != nullptr) rooms_->letter_sender->Count();
}

int House::CountUnwritten() {
  const auto directory = rooms_->directory();
  return directory.ok() ? notify::CountUnwritten(**directory, rooms_->letter_settings.channels()) : 0;
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
