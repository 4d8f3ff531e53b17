"""Mutants that no test can notice, because what they change cannot be seen from outside: each with its proof."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Equivalent:
    table: str
    row: str  # how the row begins; it fits every row that begins so
    changes: tuple  # "3. old -> new" for the third cell
    why: str


_LAST_OF_ITS_URGENCIES = "the rows before it took FAST_TRACK and URGENT, and what is not set counts as ROUTINE"
_ONCE = "an outcome is judged when it has been recorded once, so that 0 times says the same as 1"
_THREE_DIGITS = "a serial has three digits, so none is below 0 or above 999"

EQUIVALENTS = (
    Equivalent("kContactOutcomes", "{hv1::FIRST_CONTACT_OUTCOME_MADE,", ("2. 1 -> 1 - 1",), _ONCE),
    Equivalent("kContactOutcomes", "{hv1::FIRST_CONTACT_OUTCOME_PATIENT_DECLINED,", ("2. 1 -> 1 - 1",), _ONCE),
    Equivalent("kContactOutcomes", "{hv1::FIRST_CONTACT_OUTCOME_READMITTED,", ("2. 1 -> 1 - 1",), _ONCE),
    Equivalent("kContactOutcomes", "{hv1::FIRST_CONTACT_OUTCOME_DIED,", ("2. 1 -> 1 - 1",), _ONCE),
    Equivalent("kDueRules", "{kAcknowledge, kDischargeHandover, kRoutine,", ("3. kRoutine -> kAnyUrgency",), _LAST_OF_ITS_URGENCIES),
    Equivalent("kDueRules", "{kAcknowledge, kOnward, kRoutine,", ("3. kRoutine -> kAnyUrgency",), _LAST_OF_ITS_URGENCIES),
    Equivalent("kDueRules", "{kAnswer, kAnyKind, kRoutine,", ("3. kRoutine -> kAnyUrgency",), _LAST_OF_ITS_URGENCIES),
    Equivalent("kDueRules", "{kRedirect, kAnyKind, kRoutine,", ("3. kRoutine -> kAnyUrgency",), _LAST_OF_ITS_URGENCIES),
    Equivalent("kDueRules", "{kSendHandover, kAnyKind, kRoutine,", ("3. kRoutine -> kAnyUrgency",), _LAST_OF_ITS_URGENCIES),
    Equivalent("kDueRules", "{kFirstContact, kAnyKind, kRoutine,", ("3. kRoutine -> kAnyUrgency",), _LAST_OF_ITS_URGENCIES),
    Equivalent(
        "kDueRules", "{kSendHandover, kAnyKind, kAnyUrgency, kUnknown,", ("7. Cap::kNone -> Cap::kClosing",),
        "the row holds while the discharge is unknown, and an unknown discharge caps nothing",
    ),
    Equivalent(
        "kDueRules", "{kSeeNotice, kAnyKind, kAnyUrgency, When::kOtherNotice,", ("4. When::kOtherNotice -> kAlways",),
        "the row before it took every notice of a death or an earlier discharge",
    ),
    Equivalent("kRungs", "{kSecond, kAnyTask, hv1::URGENCY_ROUTINE,", ("3. hv1::URGENCY_ROUTINE -> kAnyUrgency",), _LAST_OF_ITS_URGENCIES),
    Equivalent("kRungs", "{kThird, kAnyTask, hv1::URGENCY_ROUTINE,", ("3. hv1::URGENCY_ROUTINE -> kAnyUrgency",), _LAST_OF_ITS_URGENCIES),
    Equivalent("kSeries", "{0, 499, 1900,", ("1. 0 -> 0 - 1",), _THREE_DIGITS),
    Equivalent("kSeries", "{900, 999, 1940,", ("2. 999 -> 999 + 1",), _THREE_DIGITS),
    Equivalent("kSeries", "{500, 999, 2000,", ("2. 999 -> 999 + 1",), _THREE_DIGITS),
    Equivalent(
        "kSeries", "{500, 999, 2000,", ("4. 2039 -> 2039 + 1", "4. 2039 -> 2039 - 1"),
        "the series are asked until 2031 only, when nobody born so late is old enough to be born at all",
    ),
)
