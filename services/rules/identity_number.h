// The numbers by which a patient is known: which there are, how each is checked, and what it tells of a birth.
//
// Swedish: personnummer (folkbokföringslagen 1991:481, 18 §), samordningsnummer (lag 2022:1697), the reserve numbers of
// Västra Götalandsregionen and Region Stockholm. Norwegian: fødselsnummer and D-number (folkeregisterforskriften, with
// the rules from 1 January 2032). What is a number but is not taken gets a sentence of its own: interim numbers
// (T-numbers), the national and other regions' reserve numbers, Norwegian H- and FH-numbers, and synthetic ones.
// Identity formats, docs. Pure. No sentence here ever repeats the number that it is about.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "hemgang/handover/v1/vocabulary.pb.h"

namespace hemgang::rules {

namespace hv1 = hemgang::handover::v1;

enum class IdentityKind {
  kPersonnummer,
  kSamordningsnummer,
  kVgrReserve,
  kStockholmReserve,
  kFodselsnummer,
  kDNumber,
};

struct IdentityNumber {
  // The form that is kept and hashed: twelve characters without separator for a Swedish number, its letter in upper
  // case; eleven digits for a Norwegian one.
  std::string digits;
  IdentityKind kind = IdentityKind::kPersonnummer;
  // Nothing when the number does not tell it: a Stockholm reserve number holds the year in which it was given, and
  // a Norwegian number leaves two centuries open from 2032. A VGR reserve number's may be somebody's estimate.
  std::optional<absl::CivilDay> born;
};

// Reads a number with or without its separator; spaces around it do not count.
//   Swedish: ten or twelve digits, "-" or, from the year in which the person turns 100, "+" before the last four. Ten
//   digits are the latest birth that is not after `today`; with "+", the latest in whose hundredth year `today` is, or
//   later. A reserve number has all its twelve characters.
//   Norwegian: eleven digits, a space or "-" before the last five. From 2032 both rules hold side by side; before, a
//   number that only the new rule allows cannot have been given to anyone and is taken for a slip.
// INVALID_ARGUMENT says in one sentence, to be read after the name of a field, what is wrong.
absl::StatusOr<IdentityNumber> ReadIdentityNumber(const std::string& text, absl::CivilDay today);

// The band of an age on a day; unspecified when nobody knows the birth.
hv1::AgeBand AgeBandOf(std::optional<absl::CivilDay> born, absl::CivilDay today);

// Whether what is known under one kind of number may go on under another: a reserve number under any register's, a
// samordningsnummer under a personnummer, a D-number under a fødselsnummer. INVALID_ARGUMENT says, to be read after
// the name of the field with the new number, why not: another number in place of a final one means another patient.
absl::Status MayMerge(IdentityKind from, IdentityKind to);

}  // namespace hemgang::rules
