// The verbs that only read: through the services, as people do.
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/rpc/times.h"
#include "tests/flows/flow_runner.h"
#include "tests/flows/inbox_reading.h"

namespace hemgang::flows {
namespace {

namespace av1 = hemgang::audit::v1;
namespace dlv1 = hemgang::deadlines::v1;

Lines OrNothing(Lines lines) {
  if (lines.empty()) lines.push_back("nothing");
  return lines;
}

std::string EntryText(const av1::Entry& entry, const FlowNames& names) {
  std::string text = TimeText(rpc::FromTimestamp(entry.recorded_time()));
  if (entry.kind() == av1::ENTRY_KIND_LOOK) {
    absl::StrAppend(&text, "  look ", NameOf(entry.look()));
  } else {
    absl::StrAppend(&text, "  ", entry.version(), " ", NameOf(entry.step()));
  }
  for (const std::string& id : entry.handover_ids()) absl::StrAppend(&text, " ", names.NameOf(id));
  if (entry.task() != hv1::TASK_KIND_UNSPECIFIED) {
    absl::StrAppend(&text, " ", NameOf(entry.task()), " level=", entry.level());
  }
  if (!entry.reason().empty()) absl::StrAppend(&text, " ", entry.reason());
  if (!entry.to_unit_id().empty()) absl::StrAppend(&text, " to ", entry.to_unit_id());
  absl::StrAppend(&text, " by ", entry.staff_id());
  if (!entry.unit_id().empty()) absl::StrAppend(&text, "@", entry.unit_id());
  return text;
}

std::string ShownTask(const hv1::Task& task, const FlowNames& names) {
  std::string text = absl::StrCat(names.NameOf(task.handover_id().empty() ? task.transition_id() : task.handover_id()),
                                  " ", NameOf(task.kind()), " held by ", task.holder_unit_id());
  if (task.has_due_time()) absl::StrAppend(&text, ", due ", TimeText(rpc::FromTimestamp(task.due_time())));
  if (task.overdue()) absl::StrAppend(&text, ", overdue");
  if (task.has_level()) absl::StrAppend(&text, ", level ", task.level());
  return text;
}

}  // namespace

const std::vector<FlowRunner::VerbRow>& FlowRunner::Verbs() {
  static const auto* const verbs = new std::vector<VerbRow>{
      {"advance", &FlowRunner::Advance}, {"repeat", &FlowRunner::Repeat},     {"restart", &FlowRunner::Restart},
      {"told", &FlowRunner::Told},       {"watch", &FlowRunner::Watch},       {"read", &FlowRunner::Read},
      {"cut", &FlowRunner::Cut},         {"reconnect", &FlowRunner::Watch},   {"inbox", &FlowRunner::ListInbox},
      {"tasks", &FlowRunner::ListTasks}, {"overdue", &FlowRunner::ListTasks}, {"entries", &FlowRunner::ListEntries},
      {"look", &FlowRunner::Look},       {"clock", &FlowRunner::SetClock},    {"show", &FlowRunner::Show},
      {"unit", &FlowRunner::ChangeUnit},
  };
  return *verbs;
}

Lines FlowRunner::Watch(const FlowWords& words) {
  words.Allow({"unit"});
  std::unique_ptr<InboxReading>& reading = readings_[words.Get("unit")];
  if (reading == nullptr) reading = std::make_unique<InboxReading>(CallerOf(words, words.Get("unit")));
  reading->Open(house_->channel());
  return Read(words);
}

Lines FlowRunner::Read(const FlowWords& words) {
  words.Allow({"unit"});
  std::unique_ptr<InboxReading>& reading = readings_[words.Get("unit")];
  const auto last = house_->store().LastInboxSequence(words.Get("unit"));
  if (reading == nullptr || !last.ok()) {
    Fault("nobody watches this inbox");
    return {};
  }
  return OrNothing(reading->ReadUntil(*last, names_));
}

Lines FlowRunner::Cut(const FlowWords& words) {
  words.Allow({"unit"});
  if (readings_[words.Get("unit")] == nullptr) {
    Fault("nobody watches this inbox");
    return {};
  }
  readings_[words.Get("unit")]->Cut();
  return {"done"};
}

Lines FlowRunner::ListInbox(const FlowWords& words) {
  words.Allow({"unit", "by"});
  rv1::InboxService::Stub stub(house_->channel());
  const auto context = ContextOf(CallerOf(words, words.Get("unit")));
  rv1::ListInboxRequest request;
  rv1::ListInboxResponse response;
  Lines lines;
  if (Failed(stub.ListInbox(context.get(), request, &response), lines)) return lines;
  for (const rv1::InboxEvent& event : response.events()) lines.push_back(EventText(event, names_));
  return OrNothing(std::move(lines));
}

Lines FlowRunner::ListTasks(const FlowWords& words) {
  words.Allow({"unit", "organisation", "by"});
  dlv1::DeadlineService::Stub stub(house_->channel());
  const auto context = ContextOf(CallerOf(words, words.Get("unit")));
  dlv1::ListTasksRequest request;
  request.set_unit_id(words.Get("unit"));
  request.set_organisation_id(words.Get("organisation"));
  request.set_overdue_only(words.verb() == "overdue");
  dlv1::ListTasksResponse response;
  Lines lines;
  if (Failed(stub.ListTasks(context.get(), request, &response), lines)) return lines;
  for (const hv1::Task& task : response.tasks()) lines.push_back(ShownTask(task, names_));
  return OrNothing(std::move(lines));
}

Lines FlowRunner::ListEntries(const FlowWords& words) {
  words.Allow({"by"});
  av1::AuditService::Stub stub(house_->channel());
  const auto context = ContextOf(CallerOf(words, UnitOfTransition(words.Name(0))));
  av1::ListEntriesRequest request;
  request.set_transition_id(names_.IdOf(words.Name(0)));
  av1::ListEntriesResponse response;
  Lines lines;
  if (Failed(stub.ListEntries(context.get(), request, &response), lines)) return lines;
  for (const av1::Entry& entry : response.entries()) lines.push_back(EntryText(entry, names_));
  return OrNothing(std::move(lines));
}

}  // namespace hemgang::flows
