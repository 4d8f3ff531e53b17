"""What a record may hold in clear. A record outlives everything: what describes a patient, and free text, is sealed."""

import re

from tree import Finding, blank_out

FOLDER = "proto/hemgang/record/"
# Staff, units and their telephone numbers are no patient's.
ABOUT_NO_PATIENT = ("proto/hemgang/record/v1/directory.proto",)

WHOLE_NUMBERS = ("bool", "int32", "int64", "uint32", "uint64")
# type, names that may stand in clear, what it then is
IN_CLEAR = (
    ("string", r"(.*_)?ids?", "an id"),
    ("bytes", r"(.*_)?(digest|hash)(es)?", "a digest or a keyed hash"),
    ("bytes", r"(.*_)?sealed", "sealed"),
    ("bytes", r"wrapped_key", "a wrapped key"),
    ("bytes", r"answer", "the bytes of an answer, in which nothing is sealed"),
    *((number, r".*", "a number, a time or a flag") for number in WHOLE_NUMBERS),
)
# Numbers and enums that would describe a patient all the same.
NEVER_IN_CLEAR = r"(.*_)?(birth|born|age|sex|gender|weight|height|diagnosis|personnummer|address|phone)(_(?!band).*)?"


def check(files):
    protos = [file for file in files if file.suffix == ".proto"]
    enums = {match[1] for file in protos for match in re.finditer(r"^\s*enum\s+(\w+)", file.text, re.MULTILINE)}
    for file in protos:
        if not file.path.startswith(FOLDER) or file.path in ABOUT_NO_PATIENT:
            continue
        code = blank_out(file.text)
        messages = set(re.findall(r"^\s*message\s+(\w+)", code, re.MULTILINE))
        for number, line in enumerate(code.splitlines(), 1):
            field = re.match(r"\s*(?:repeated\s+|optional\s+)?(map\s*<.*>|[\w.]+)\s+(\w+)\s*=\s*\d+\s*[;\[]", line)
            if field and not _may_stand(field[1], field[2], enums, messages):
                yield Finding(file.path, number, f"'{field[1]} {field[2]}' would be kept in clear; seal it, or keep an id, "
                              "a code, a time or a digest (IN_CLEAR in tests/tidy/records.py)")


def _may_stand(field_type, name, enums, messages):
    if re.fullmatch(NEVER_IN_CLEAR, name):
        return False
    if field_type.split(".")[-1] in enums:
        return True
    if field_type in messages:  # of this file, so its own fields are looked at too
        return True
    return any(field_type == known and re.fullmatch(pattern, name) for known, pattern, _ in IN_CLEAR)
