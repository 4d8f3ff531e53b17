"""Who may include and link whom, and what the rulebook may never touch."""

import re
from pathlib import PurePosixPath

from tree import Finding

MESSAGES, RECORDS, STUBS = "messages", "records", "stubs"  # what proto/ generates
PROTO = (MESSAGES, RECORDS, STUBS)
ANYTHING = None

ROOMS = ("handover", "routing", "deadlines", "audit", "directory", "insight", "notify")

# What stands in the folder on the left may include what stands on the right, and link the target of its folder.
# A folder that is not named here may include nothing of the house but itself.
MAY_INCLUDE = {
    "services/rules": ("services/rules/*", MESSAGES, RECORDS),
    "storage": ("storage/*", MESSAGES, RECORDS),
    "storage/memory": ("storage/memory/*", "storage/*", MESSAGES, RECORDS),
    "storage/rocksdb": ("storage/rocksdb/*", "storage/*", MESSAGES, RECORDS),
    "services/rpc": ("services/rpc/*", "storage/mutex.h", "storage/executor.h", *PROTO),
    **{
        f"services/{room}": (
            f"services/{room}/*",
            "services/rules/*",
            "services/rpc/*",
            "storage/store.h",
            "storage/mutex.h",
            "storage/executor.h",
            "storage/sealing.h",
            *PROTO,
        )
        for room in ROOMS
    },
    "services/host": ("services/host/*", *(f"services/{room}/*" for room in ROOMS), "services/rules/*",
                      "services/rpc/*", "storage/*", *PROTO),
    "clients/cli": ("clients/cli/*", "clients/load/*", MESSAGES, STUBS),
    "clients/load": ("clients/load/*", MESSAGES, STUBS),
    "tests": ANYTHING,
}

# One file opens the engines; it is the only one that knows them.
MAY_ALSO_INCLUDE = {
    "storage/open_store.cc": ("storage/memory/*", "storage/rocksdb/*"),
}

# Packages that only some folders may know, by the beginning of their headers and by their CMake targets.
PACKAGES = (
    # package, headers, targets, folders
    ("RocksDB", r"rocksdb/", r"PkgConfig::rocksdb", ("storage/rocksdb", "tests")),
    ("gRPC", r"grpcpp/|grpc/", r"gRPC::", ("services", "clients", "tests")),
    ("Prometheus", r"prometheus/", r"prometheus-cpp::", ("services/rpc", "services/host", "tests")),
    ("spdlog", r"spdlog/", r"spdlog::", ("services/rpc", "services/host", "tests")),
    ("libcurl", r"curl/", r"CURL::", ("services/notify", "tests")),
    ("CLI11", r"CLI/", r"CLI11::", ("services/host", "clients", "tests")),
    ("GoogleTest", r"gtest/|gmock/", r"GTest::", ("tests",)),
)
# Folders under a permitted one that stay out all the same.
NEVER_PACKAGES = {"services/rules": ("gRPC",)}

# The rulebook gives the same answer for the same question, always and everywhere.
IMPURE = (
    (r"\babsl::Now\b", "reads the clock; take the time as an argument"),
    (r"\b(std::|::)time\s*\(|(?<![\w.>:])time\s*\(\s*(nullptr|NULL|0|&)", "reads the clock; take the time as an argument"),
    (r"\bstd::chrono::\w*_clock\b", "reads the clock; take the time as an argument"),
    (r"#\s*include\s*<(chrono|ctime|time\.h|sys/time\.h)>", "brings the clock in; use absl/time/time.h"),
    (r"#\s*include\s*<(random)>|\bs?rand\s*\(|\babsl::BitGen\b|absl/random/", "is random; take fresh ids as arguments"),
    (r"#\s*include\s*<(thread|mutex|shared_mutex|condition_variable|future|atomic|semaphore|latch)>"
     r"|\babsl::Mutex\b|absl/synchronization/|\bthread_local\b", "is about threads; a rule is a pure function"),
    (r"#\s*include\s*<(iostream|fstream|filesystem|cstdio|stdio\.h|unistd\.h)>", "reads or writes; a rule is a pure function"),
    (r"\b(secure_)?getenv\s*\(", "reads the environment; take the value as an argument"),
    (r"\babsl::(LoadTimeZone|LocalTimeZone)\b", "reads the disk; take the zone as an argument"),
)
_MUTABLE_STATIC = re.compile(r"^\s*(?:inline\s+)?static\s+(?!const\b|constexpr\b|inline\s+const|_)[^()=;{]*[=;{]")
_MUTABLE_GLOBAL = re.compile(
    r"^(?!(?:static\s+|inline\s+)*(?:const|constexpr|using|namespace|struct|class|enum|union|typedef|template|extern"
    r"|friend|static_assert|public|private|return|concept|else|case|default|break)\b)"
    r"(?:static\s+|inline\s+)*[A-Za-z_][\w:]*(?:<[^()=;{]*>)?[\s*&]+[a-z_]\w*\s*(?:\[[^\]]*\]\s*)*(?:=[^=]|\{|;)"
)


def check(files):
    for file in files:
        if file.is_cpp:
            yield from _includes(file)
        if file.path.endswith("CMakeLists.txt"):
            yield from _links(file)
        if file.is_cpp and file.path.startswith("services/rules/"):
            yield from _purity(file)


def _allowed(file):
    folder = file.folder
    if folder.split("/")[0] == "tests":
        return ANYTHING
    return MAY_INCLUDE.get(folder, (f"{folder}/*",)) + MAY_ALSO_INCLUDE.get(file.path, ())


def _kind(include):
    """What the table calls an include: a kind of generated header, a path of the house, or None for a package."""
    if include.endswith(".grpc.pb.h"):
        return STUBS
    if include.startswith("hemgang/record/"):
        return RECORDS
    if include.startswith(("hemgang/", "google/rpc/")):
        return MESSAGES
    if include.split("/")[0] in ("services", "storage", "clients", "tests", "deploy"):
        return include
    return None


def _fits(kind, allowed):
    return any(kind == pattern or PurePosixPath(kind).match(pattern) for pattern in allowed)


def _includes(file):
    allowed = _allowed(file)
    for line, include, quoted in file.includes:
        kind = _kind(include)
        if kind is None:
            if quoted and "/" not in include:
                yield Finding(file.path, line, f'"{include}" is relative; write the path from the top folder')
            yield from _package(file, line, include, 1)
        elif allowed is not ANYTHING and not _fits(kind, allowed):
            yield Finding(file.path, line, f"{file.folder} may not include {include}; it may include "
                          f"{', '.join(allowed)} (MAY_INCLUDE in tests/tidy/layers.py)")


def _package(file, line, name, column):
    for package in PACKAGES:
        if not re.match(package[column], name):
            continue
        inside = any((file.folder + "/").startswith(folder + "/") for folder in package[3])
        if not inside and file.suffix == ".txt":  # a CMakeLists.txt may also build the folders below it
            inside = any(folder.startswith(file.folder + "/") for folder in package[3])
        if not inside or package[0] in NEVER_PACKAGES.get(file.folder, ()):
            yield Finding(file.path, line, f"{file.folder} may not know {package[0]}; that is for "
                          f"{', '.join(package[3])} (PACKAGES in tests/tidy/layers.py)")


def _links(file):
    allowed = _allowed(file)
    text = re.sub(r"#[^\n]*", lambda match: " " * len(match[0]), file.text)
    for call in re.finditer(r"\b(hemgang_(?:library|executable|test|check)|target_link_libraries)\s*\(([^)]*)\)", text):
        if call[1] == "target_link_libraries" and file.folder != "proto":
            yield Finding(file.path, _line(text, call.start()), "target_link_libraries hides who stands on whom; "
                          "name it in DEPS of hemgang_library, hemgang_executable or hemgang_test")
            continue
        deps = re.search(r"\bDEPS\b((?:\s+(?!SOURCES\b|GRPC\b|PROPERTIES\b|COMMAND\b)[^\s)]+)*)", call[2])
        for dep in re.finditer(r"\S+", deps[1] if deps else ""):
            line = _line(text, call.start(2) + deps.start(1) + dep.start())
            yield from _package(file, line, dep[0], 2)
            if allowed is ANYTHING or not dep[0].startswith("hemgang_"):
                continue
            kinds = _target(dep[0])
            if not any(_fits(kind, allowed) or any(pattern.startswith(kind) for pattern in allowed) for kind in kinds):
                yield Finding(file.path, line, f"{file.folder} may not link {dep[0]}; it may include only "
                              f"{', '.join(allowed)} (MAY_INCLUDE in tests/tidy/layers.py)")


def _target(target):
    """What the table calls the headers of a target."""
    name = target.removeprefix("hemgang_")
    return {
        "proto": (MESSAGES,),
        "proto_grpc": (STUBS,),
        "storage": ("storage/",),
        "memory": ("storage/memory/",),
        "rocksdb": ("storage/rocksdb/",),
        "storage_memory": ("storage/memory/",),
        "storage_rocksdb": ("storage/rocksdb/",),
    }.get(name, (f"services/{name}/", f"clients/{name}/"))


def _purity(file):
    for number, line in enumerate(file.code.splitlines(), 1):
        source = file.lines[number - 1] if line.lstrip().startswith("#") else line
        for pattern, why in IMPURE:
            match = re.search(pattern, source)
            if match:
                yield Finding(file.path, number, f"'{match[0].strip()}' {why}")
        if _MUTABLE_STATIC.match(line) or (file.suffix == ".cc" and _MUTABLE_GLOBAL.match(line)):
            yield Finding(file.path, number, "state that can change outlives a call here; make it const or an argument")


def _line(text, position):
    return text.count("\n", 0, position) + 1
