// The notify service: whether letters arrived, and what a person does when they did not.
//
// A unit's letters are shown to the unit, its manager, and its organisation's operations manager and MAS/MAR; to
// everybody else a unit is NOT_FOUND. They hold no patient data, so a look at them is no look at a patient.
#pragma once

#include <memory>

#include "hemgang/notify/v1/notify_service.pb.h"

#include "services/notify/letter_book.h"
#include "services/notify/settings.h"
#include "services/rpc/answer.h"
#include "services/rpc/clock.h"
#include "services/rpc/unary.h"
#include "services/rules/directory.h"

namespace hemgang::notify {

namespace nv1 = hemgang::notify::v1;

class NotifyRoom {
 public:
  // All of them outlive the room.
  NotifyRoom(LetterBook& book, rpc::Clock& clock, rules::CurrentDirectory directory, Channels channels);

  void Take(const nv1::ListLettersRequest& request, const rpc::Caller& caller,
            rpc::Answer<nv1::ListLettersResponse> answer);
  void Take(const nv1::RetryLetterRequest& request, const rpc::Caller& caller,
            rpc::Answer<nv1::RetryLetterResponse> answer);
  void Take(const nv1::SendTestLetterRequest& request, const rpc::Caller& caller,
            rpc::Answer<nv1::SendTestLetterResponse> answer);

 private:
  absl::StatusOr<nv1::ListLettersResponse> List(const nv1::ListLettersRequest& request, const rpc::Caller& caller);
  absl::StatusOr<nv1::RetryLetterResponse> Retry(const nv1::RetryLetterRequest& request, const rpc::Caller& caller);
  absl::StatusOr<nv1::SendTestLetterResponse> Test(const nv1::SendTestLetterRequest& request,
                                                   const rpc::Caller& caller);
  // Keeps a test letter, unless this request has made it and it still waits. One that was sent goes again, under the
  // same id.
  absl::StatusOr<rec::Letter> PutTest(const std::string& unit_id, rec::LetterChannel channel,
                                      const std::string& request_id) HEMGANG_REQUIRES(book_.mutex);

  LetterBook& book_;
  rpc::Clock& clock_;
  const rules::CurrentDirectory directory_;
  const Channels channels_;
};

std::unique_ptr<grpc::Service> ServeNotify(NotifyRoom& room, const rpc::Frame& frame);

}  // namespace hemgang::notify
