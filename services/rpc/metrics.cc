#include "services/rpc/metrics.h"

#include <deque>
#include <exception>

#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "absl/strings/str_cat.h"

namespace hemgang::rpc {
namespace {

struct GaugeRow {
  Gauge gauge;
  const char* name;
  const char* help;
};

constexpr std::array kGauges = {
    GaugeRow{Gauge::kWorkWaiting, "hemgang_rpc_work_waiting", "Work that waits for a thread"},
    GaugeRow{Gauge::kOpenStreams, "hemgang_routing_open_streams", "Live inbox streams"},
    GaugeRow{Gauge::kDeadlineLag, "hemgang_deadlines_lag_seconds", "By how much the oldest silent deadline is late"},
    GaugeRow{Gauge::kWakeBacklog, "hemgang_deadlines_wake_backlog", "Deadlines that are to speak now"},
    GaugeRow{Gauge::kClockTrusted, "hemgang_deadlines_clock_trusted", "0 while the wall clock has left the steady one"},
    GaugeRow{Gauge::kWritesTaken, "hemgang_host_writes_taken", "0 while the store takes no writes"},
    GaugeRow{Gauge::kLettersWaiting, "hemgang_notify_letters_waiting", "Letters that are on their way"},
    GaugeRow{Gauge::kLettersDead, "hemgang_notify_letters_dead", "Letters that were given up after days of trying"},
};
static_assert(kGauges.size() == static_cast<size_t>(Gauge::kCount));

const prometheus::Histogram::BucketBoundaries& Seconds() {
  static const auto* const bounds = new prometheus::Histogram::BucketBoundaries{
      0.0001, 0.0003, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 1, 3, 10};
  return *bounds;
}

}  // namespace

struct Metrics::Parts {
  std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
  prometheus::Family<prometheus::Counter>* calls = nullptr;
  prometheus::Family<prometheus::Histogram>* seconds = nullptr;
  std::array<prometheus::Gauge*, static_cast<size_t>(Gauge::kCount)> gauges{};
  std::deque<MethodMeter> meters;
  std::unique_ptr<prometheus::Exposer> exposer;
};

void MethodMeter::Count(absl::StatusCode code, absl::Duration duration) {
  const auto index = static_cast<size_t>(code);
  by_code_[index < kCodes ? index : static_cast<size_t>(absl::StatusCode::kUnknown)]->Increment();
  seconds_->Observe(absl::ToDoubleSeconds(duration));
}

Metrics::Metrics() : parts_(std::make_unique<Parts>()) {
  parts_->calls = &prometheus::BuildCounter()
                       .Name("hemgang_rpc_calls_total")
                       .Help("Calls by method and status code")
                       .Register(*parts_->registry);
  parts_->seconds = &prometheus::BuildHistogram()
                         .Name("hemgang_rpc_call_seconds")
                         .Help("How long calls took")
                         .Register(*parts_->registry);
  for (const GaugeRow& row : kGauges) {
    auto& family = prometheus::BuildGauge().Name(row.name).Help(row.help).Register(*parts_->registry);
    parts_->gauges[static_cast<size_t>(row.gauge)] = &family.Add({});
  }
  Set(Gauge::kClockTrusted, 1);
  Set(Gauge::kWritesTaken, 1);
}

Metrics::~Metrics() = default;

MethodMeter* Metrics::Method(const std::string& room, const std::string& method) {
  MethodMeter& meter = parts_->meters.emplace_back();
  for (int code = 0; code < MethodMeter::kCodes; ++code) {
    meter.by_code_[static_cast<size_t>(code)] = &parts_->calls->Add(
        {{"room", room}, {"method", method}, {"code", absl::StatusCodeToString(static_cast<absl::StatusCode>(code))}});
  }
  meter.seconds_ = &parts_->seconds->Add({{"room", room}, {"method", method}}, Seconds());
  return &meter;
}

void Metrics::Set(Gauge gauge, double value) {
  parts_->gauges[static_cast<size_t>(gauge)]->Set(value);
}
void Metrics::Add(Gauge gauge, double value) {
  parts_->gauges[static_cast<size_t>(gauge)]->Increment(value);
}
double Metrics::Value(Gauge gauge) const {
  return parts_->gauges[static_cast<size_t>(gauge)]->Value();
}

std::string Metrics::Text() const {
  return prometheus::TextSerializer().Serialize(parts_->registry->Collect());
}

absl::Status Metrics::Expose(const std::string& address) {
  try {
    parts_->exposer = std::make_unique<prometheus::Exposer>(address, /*num_threads=*/1);
  } catch (const std::exception&) {  // the package's way to say that it could not listen
    return absl::UnavailableError(
        absl::StrCat("metrics cannot be served at ", address, ": the port is in use, or the address is not ours"));
  }
  parts_->exposer->RegisterCollectable(parts_->registry);
  return absl::OkStatus();
}

}  // namespace hemgang::rpc
