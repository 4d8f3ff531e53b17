"""Plants one violation of each rule in a small tree and sees that tidy finds it, there and nowhere else."""

import os
import sys
import tempfile
import unittest

from tidy import findings

README = "What it is."
SOUND = {
    **{f"{folder}/README.md": README for folder in (
        "proto", "services", "services/rules", "services/rpc", "services/handover", "services/routing",
        "services/host", "storage", "storage/memory", "storage/rocksdb", "clients", "clients/cli", "tests",
        "tests/rules", "deploy", "deploy/sample")},
    "README.md": "Two commands.",
    "services/rules/ladder.h": '#include "absl/time/time.h"\n#include "hemgang/record/v1/record.pb.h"\n'
                               "namespace hemgang::rules {\n// The time( of a rung, absl::Now() never.\nint Level(int time);\n}\n",
    "services/rules/ladder.cc": '#include "services/rules/ladder.h"\n\nnamespace hemgang::rules {\nnamespace {\n'
                                "constexpr int kRungs[] = {\n    1,\n};\nstatic const char* const kNames[] = {\"a\"};\n}  // namespace\n"
                                "int Level(int time) {\n  int level = kRungs[0];\n  level += time;\n  return level;\n}\n}\n",
    "services/rules/CMakeLists.txt": "hemgang_library(hemgang_rules SOURCES ladder.cc DEPS hemgang_proto absl::time)\n",
    "services/handover/send.cc": '#include "services/handover/send.h"\n#include "services/rules/ladder.h"\n'
                                 '#include "services/rpc/door.h"\n#include "storage/store.h"\n#include <grpcpp/grpcpp.h>\n'
                                 '#include "hemgang/handover/v1/handover_service.grpc.pb.h"\n',
    "services/handover/CMakeLists.txt": "hemgang_library(hemgang_handover SOURCES send.cc\n"
                                        "  DEPS hemgang_rules hemgang_rpc hemgang_storage hemgang_proto_grpc GRPC)\n",
    "storage/open_store.cc": '#include "storage/rocksdb/engine.h"\n#include "storage/memory/engine.h"\n',
    "storage/CMakeLists.txt": "hemgang_library(hemgang_storage SOURCES open_store.cc DEPS PkgConfig::rocksdb hemgang_proto)\n",
    "storage/rocksdb/data_folder.h": "class ErrorInfo;\nstruct DataFolder {};\n",
    "storage/rocksdb/engine.h": "#include <rocksdb/db.h>\n#include \"storage/store.h\"\n",
    "clients/cli/main.cc": '#include "hemgang/routing/v1/inbox_service.grpc.pb.h"\n#include "clients/cli/table.h"\n',
    "tests/rules/ladder_test.cc": '#include "services/rules/ladder.h"\n#include "storage/rocksdb/engine.h"\n#include <gtest/gtest.h>\n',
    "proto/hemgang/handover/v1/vocabulary.proto": "enum Urgency {\n  URGENCY_UNSPECIFIED = 0;\n}\nmessage Text {\n  string text = 1;\n}\n",
    "proto/hemgang/record/v1/record.proto": "message Need {\n  string unit_id = 1;\n  repeated string told_unit_ids = 2;\n"
                                            "  hemgang.handover.v1.Urgency urgency = 3;\n  int64 due_time_us = 4;\n"
                                            "  bytes sealed = 5;\n  bytes patient_hash = 6;\n}\n"
                                            "message Draft {\n  Need need = 1;\n  hemgang.handover.v1.AgeBand age_band = 2;\n}\n"
                                            "enum AgeBand {\n  AGE_BAND_UNSPECIFIED = 0;\n}\n",
    "proto/hemgang/record/v1/directory.proto": "message Staff {\n  string name = 1;\n}\n",
}

LONG_BODY = "  Step();\n" * 69
RULES = "services/rules/new.cc"
RECORD = "proto/hemgang/record/v1/new.proto"

# name, file, its text, the line of the finding, what the finding says
PLANTED = (
    ("rules include storage", RULES, '#include <map>\n#include "storage/store.h"\n', 2, "may not include storage/store.h"),
    ("rules include stubs", RULES, '#include "hemgang/handover/v1/s.grpc.pb.h"\n', 1, "may not include"),
    ("rules include gRPC", RULES, "#include <grpcpp/grpcpp.h>\n", 1, "may not know gRPC"),
    ("storage includes rules", "storage/queue.h", '#include "services/rules/ladder.h"\n', 1, "may not include"),
    ("storage includes an engine", "storage/queue.h", '#include "storage/memory/engine.h"\n', 1, "may not include"),
    ("an engine includes the other", "storage/memory/e.h", '#include "storage/rocksdb/engine.h"\n', 1, "may not include"),
    ("the door includes the store", "services/rpc/door.h", '#include "storage/store.h"\n', 1, "may not include"),
    ("a room includes a room", "services/routing/inbox.cc", '#include "services/handover/send.h"\n', 1, "may not include"),
    ("a room includes an engine", "services/routing/inbox.cc", '#include "storage/rocksdb/engine.h"\n', 1, "may not include"),
    ("a room opens the store", "services/routing/inbox.cc", '#include "storage/open_store.h"\n', 1, "may not include"),
    ("a room knows RocksDB", "services/routing/inbox.cc", "#include <rocksdb/db.h>\n", 1, "may not know RocksDB"),
    ("a room writes metrics", "services/routing/inbox.cc", "#include <prometheus/counter.h>\n", 1, "may not know Prometheus"),
    ("a room writes its own log", "services/routing/inbox.cc", "#include <spdlog/spdlog.h>\n", 1, "may not know spdlog"),
    ("a room reads a command line", "services/routing/inbox.cc", '#include "CLI/CLI.hpp"\n', 1, "may not know CLI11"),
    ("a client includes a record", "clients/cli/x.cc", '#include "hemgang/record/v1/record.pb.h"\n', 1, "may not include"),
    ("a client includes a room", "clients/cli/x.cc", '#include "services/rules/ladder.h"\n', 1, "may not include"),
    ("production code knows GoogleTest", "services/host/x.cc", "#include <gtest/gtest.h>\n", 1, "may not know GoogleTest"),
    ("a relative include", "services/host/x.cc", '#include "channels.h"\n', 1, "is relative"),
    ("rules link storage", "services/rules/CMakeLists.txt", "hemgang_library(hemgang_rules\n  SOURCES a.cc\n  DEPS hemgang_proto\n"
     "  hemgang_storage)\n", 4, "may not link hemgang_storage"),
    ("a room links a room", "services/routing/CMakeLists.txt", "hemgang_library(hemgang_routing DEPS hemgang_handover GRPC)\n", 1,
     "may not link hemgang_handover"),
    ("a client links rules", "clients/cli/CMakeLists.txt", "hemgang_executable(hemgang SOURCES a.cc DEPS hemgang_rules)\n", 1,
     "may not link hemgang_rules"),
    ("a room links RocksDB", "services/routing/CMakeLists.txt", "hemgang_library(hemgang_routing DEPS PkgConfig::rocksdb)\n", 1,
     "may not know RocksDB"),
    ("a link past the table", "services/routing/CMakeLists.txt", "target_link_libraries(a b)\n", 1, "hides who stands on whom"),
    ("rules read Abseil's clock", RULES, "int F() { return absl::ToUnixSeconds(absl::Now()); }\n", 1, "reads the clock"),
    ("rules read C's clock", RULES, "\nlong F() { return time(nullptr); }\n", 2, "reads the clock"),
    ("rules read chrono's clock", RULES, "auto t = std::chrono::steady_clock::now();\n", 1, "reads the clock"),
    ("rules bring the clock in", RULES, "#include <ctime>\n", 1, "brings the clock in"),
    ("rules are random", RULES, "#include <random>\n", 1, "is random"),
    ("rules lock", RULES, "#include <mutex>\n", 1, "threads"),
    ("rules start threads", RULES, "#include <thread>\n", 1, "threads"),
    ("rules print", RULES, "#include <iostream>\n", 1, "reads or writes"),
    ("rules read files", RULES, "#include <fstream>\n", 1, "reads or writes"),
    ("rules read the environment", RULES, "bool F() { return getenv(\"A\"); }\n", 1, "environment"),
    ("rules load a zone", RULES, "void F() { absl::LoadTimeZone(name, &zone); }\n", 1, "reads the disk"),
    ("rules keep state in a function", RULES, "int F() {\n  static int calls = 0;\n  return ++calls;\n}\n", 2, "outlives a call"),
    ("rules keep state beside functions", RULES, "namespace {\nstd::map<int, int> seen;\n}\n", 2, "outlives a call"),
    ("a file too long", "services/host/x.cc", "//\n" * 501, 501, "501 lines"),
    ("a function too long", "services/host/x.cc", "\nint F(int a,\n      int b) {\n" + LONG_BODY + "}\n", 2, "F has 72 lines"),
    ("a method too long", "services/host/x.h", "class A {\n public:\n  void Run() const {\n" + LONG_BODY + "  }\n};\n", 3, "Run has 71"),
    ("a constructor too long", "services/host/x.cc", "A::A(int a) : a_{a}, b_{2} {\n" + LONG_BODY + "}\n", 1, "A::A has 71"),
    ("a test too long", "tests/rules/x.cc", "TEST(Ladder, Climbs) {\n" + LONG_BODY + "}\n", 1, "TEST(Ladder, Climbs) has 71"),
    ("a second function too long", "services/host/x.cc", "int G() { return 1; }\nstatic int k[] = {1};\nint F() {\n" + LONG_BODY + "}\n",
     3, "F has 71 lines"),
    ("a type called nothing", "services/host/x.h", "\nclass ChannelManager {};\n", 2, "'manager'"),
    ("a message called nothing", "proto/hemgang/audit/v1/x.proto", "message StaffInfo {\n}\n", 1, "'info'"),
    ("a file called nothing", "services/host/string_util.h", "", 1, "'util'"),
    *((f"a type called {word}", "services/host/x.h", f"struct Inbox{word} {{}};\n", 1, f"'{word.lower()}'")
      for word in ("Helper", "Helpers", "Utils", "Process", "Processor")),
    ("a file whose noun is data", "services/host/transition_data.h", "", 1, "'data'"),
    ("a folder called nothing", "deploy/common/x", "", 1, "'common'"),
    ("an open end", "services/host/x.cc", "int a;\n// TO" "DO: later\n", 2, "must not stay"),
    ("a stub", "services/host/x.cc", 'return absl::UnimplementedError("not ' 'implemented");\n', 1, "no stubs"),
    ("a path of one machine", "deploy/sample/x.yaml", "key: /home/eva/key\n", 1, "one machine only"),
    ("a registry's host", "deploy/sample/x.yaml", "from: https://registry.npmjs.org/buf\n", 1, "not the host"),
    ("a folder beside the house", "scripts/x", "", 1, "not a folder of the house"),
    ("a folder without README", "storage/postgres/x.h", "", 1, "has no README.md"),
    ("free text in a record", RECORD, "message A {\n  string note = 1;\n}\n", 2, "would be kept in clear"),
    ("a name in a record", RECORD, "message A {\n  message B {\n    repeated string patient_names = 1;\n  }\n}\n", 3, "in clear"),
    ("open bytes in a record", RECORD, "message A {\n  bytes content = 1;\n}\n", 2, "in clear"),
    ("an API message in a record", RECORD, "message A {\n  hemgang.handover.v1.Text text = 1;\n}\n", 2, "in clear"),
    ("a map in a record", RECORD, "message A {\n  map<string, string> labels = 1;\n}\n", 2, "in clear"),
    ("a birth year in a record", RECORD, "message A {\n  int32 birth_year = 1;\n}\n", 2, "in clear"),
)


def look(tree):
    with tempfile.TemporaryDirectory() as top:
        for path, text in tree.items():
            os.makedirs(os.path.dirname(os.path.join(top, path)), exist_ok=True)
            with open(os.path.join(top, path), "w", encoding="utf-8") as file:
                file.write(text)
        return findings(top)


class Tidy(unittest.TestCase):
    def test_a_sound_tree_has_no_finding(self):
        self.assertEqual([str(finding) for finding in look(SOUND)], [])

    def test_a_planted_violation_is_found_where_it_is_and_nowhere_else(self):
        for name, path, text, line, sentence in PLANTED:
            with self.subTest(name):
                found = [str(finding) for finding in look({**SOUND, path: text})]
                self.assertTrue(any(one.startswith(f"{path}:{line}: ") and sentence in one for one in found), found)
                self.assertTrue(all(one.startswith(f"{path}:") for one in found), found)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
