// The handover room: the only writer of transitions and handovers.
//
// Every step goes down the one path of step_path.h. What a request says is read in requests_*.cc, what is decided
// stands in services/rules, what is disclosed in disclosures.cc, what is shown in views.cc.
#pragma once

#include <string>
#include <utility>

#include "hemgang/handover/v1/clock_service.pb.h"
#include "hemgang/handover/v1/handover_service.pb.h"

#include "services/handover/custody.h"
#include "services/handover/handover_reads.h"
#include "services/handover/requests.h"
#include "services/handover/step_path.h"
#include "services/handover/succession.h"
#include "services/rpc/answer.h"
#include "storage/sealing.h"

namespace hemgang::handover {

class HandoverRoom {
 public:
  HandoverRoom(Ground& ground, const storage::Sealer& sealer)
      : ground_(ground),
        sealer_(sealer),
        custody_(ground.store, sealer),
        path_(ground),
        reads_(ground, sealer, custody_),
        succession_(ground, custody_, path_) {}

  // Every step: any request that requests.h reads, answered with a StepOutcome.
  template <typename Request, typename Response>
  void Take(const Request& request, const rpc::Caller& caller, rpc::Answer<Response> answer) {
    auto asked = Read(request, DeskFor(caller));
    if (!asked.ok()) return answer(asked.status());
    path_.Take(*std::move(asked), [answer = std::move(answer)](absl::StatusOr<hv1::StepOutcome> outcome) mutable {
      if (!outcome.ok()) return answer(outcome.status());
      Response response;
      *response.mutable_outcome() = *std::move(outcome);
      answer(std::move(response));
    });
  }

  // The clock's: NOT_FOUND for anybody else.
  void Take(const hv1::ExpireRequest& request, const rpc::Caller& caller, rpc::Answer<hv1::ExpireResponse> answer);

  HandoverReads& reads() { return reads_; }
  Succession& succession() { return succession_; }

 private:
  ReadingDesk DeskFor(const rpc::Caller& caller) const;

  Ground& ground_;
  const storage::Sealer& sealer_;
  const Custody custody_;
  StepPath path_;
  HandoverReads reads_;
  Succession succession_;
};

}  // namespace hemgang::handover
