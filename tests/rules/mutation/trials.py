"""Builds rules_test with one altered source file, outside the source tree, and sees whether it notices."""

import fcntl
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

# Milliseconds each, and they find nearly all; the rest of the tests run only on what these let through.
_SLOW = "Property.*:Totality.*:*AgainstTheMinutes*"
# The whole of rules_test takes a few seconds: what runs so long runs forever.
_SECONDS_AT_MOST = 60

CAUGHT, COMPILER, SURVIVED = "caught", "compiler", "survived"


class Trouble(Exception):
    """Something went wrong that says nothing about the tests."""


@dataclass(frozen=True)
class Verdict:
    what: str
    by: str = ""  # the test or the compiler's words


class Workshop:
    """Compiles without optimising and with a precompiled header of its own, for a mutant lives for a second."""

    def __init__(self, top, build):
        self._top = Path(top).resolve()
        self._build = Path(build).resolve()
        self.folder = self._build / "mutation"
        self.folder.mkdir(exist_ok=True)
        self._lock = open(self.folder / "lock", "w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(f"another one is at work in {self.folder}; wait for it, or give --build") from None
        commands = self._run(["ninja", "-C", self._build, "-t", "commands", "rules_test"], self._top).splitlines()
        self._compile_lines = [shlex.split(line) for line in commands if re.search(r" -c \S*services/rules/\w+\.cc$", line)]
        link = [line for line in commands if " -o bin/tests/rules_test " in line]
        if not self._compile_lines or len(link) != 1:
            raise Trouble("cannot tell from build.ninja how rules_test is made")
        self._link = shlex.split(link[0].removeprefix(": && ").removesuffix(" && :"))
        self._flags = self._shared_flags()
        self._precompile()

    def _shared_flags(self):
        words = self._compile_lines[0]
        words = words[next(at for at, word in enumerate(words) if re.search(r"(^|/)(g|clang)\+\+[-\d]*$", word)) :]
        flags, skip = [words[0]], False
        self._always_included = []
        for at, word in enumerate(words[1:], 1):
            if skip:
                skip = False
            elif word in ("-MT", "-MF", "-o", "-c", "-include"):
                skip = True
                if word == "-include":
                    self._always_included.append(words[at + 1])
            elif not re.match(r"-(O|g|W|M|fpch)", word):
                flags.append(word)
        # Warnings are no test: what a missing row leaves unused must not be what catches it.
        return flags + ["-O0", "-g0", "-w"]

    def _precompile(self):
        header = self.folder / "precompiled.h"
        included = [f'#include "{path}"\n' for path in self._always_included]
        header.write_text("".join(included) + '#include "hemgang/record/v1/record.pb.h"\n')
        self._run([*self._flags, "-x", "c++-header", header, "-o", f"{header}.gch"], self._build)

    def _run(self, command, folder):
        done = subprocess.run([str(word) for word in command], cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise Trouble(f"{' '.join(str(word) for word in command)}\n{done.stderr}")
        return done.stdout

    def bench(self, name):
        return Bench(self, self.folder / name)

    def compile(self, source, output):
        command = [*self._flags, "-include", str(self.folder / "precompiled.h"), "-c", str(source), "-o", str(output)]
        return subprocess.run(command, cwd=self._build, capture_output=True, text=True)

    def link(self, altered, output):
        # The altered object stands before the archive of the rules, whose own one is then not taken.
        at = self._link.index("-o")
        command = [*self._link[:at], str(altered), "-o", str(output), *self._link[at + 2 :]]
        self._run(command, self._build)

    def run(self, binary, chosen):
        command = [str(binary), "--gtest_fail_fast", "--gtest_brief=1", f"--gtest_filter={chosen}"]
        return subprocess.run(
            command, cwd=self._top, capture_output=True, text=True, errors="replace", timeout=_SECONDS_AT_MOST
        )


class Bench:
    """A place of its own for one mutant after the other; two benches may be used at once."""

    def __init__(self, workshop, folder):
        self._workshop = workshop
        self._folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def try_out(self, file, text, table=None):
        """The verdict on rules_test with this text in place of the file. Without a table, no compile error is forgiven."""
        source, altered, binary = self._folder / file, self._folder / "altered.o", self._folder / "rules_test"
        source.write_text(text)
        compiled = self._workshop.compile(source, altered)
        if compiled.returncode != 0:
            return Verdict(COMPILER, self._about_the_table(compiled.stderr, file, table))
        self._workshop.link(altered, binary)
        for chosen in (f"-{_SLOW}", _SLOW):
            noticed = self._noticed(binary, chosen)
            if noticed:
                return Verdict(CAUGHT, noticed)
        return Verdict(SURVIVED)

    def _noticed(self, binary, chosen):
        try:
            done = self._workshop.run(binary, chosen)
        except subprocess.TimeoutExpired:
            return "it ran forever"
        if done.returncode == 0:
            return ""
        failed = re.search(r"^\[  FAILED  \] ([\w./]+)", done.stdout, re.MULTILINE)
        if failed:
            return failed[1]
        if done.returncode < 0:
            return f"it crashed (signal {-done.returncode})"
        raise Trouble(f"rules_test ended with {done.returncode} and no failed test:\n{done.stdout}{done.stderr}")

    @staticmethod
    def _about_the_table(errors, file, table):
        """The compiler's first words, if they are about the table; anything else is a defect of this program."""
        for line in errors.splitlines():
            match = re.search(rf"{re.escape(file)}:(\d+):\d+: error: (.*)", line)
            if not match:
                continue
            in_table = table and table.first_line <= int(match[1]) <= table.last_line
            if table and (in_table or "static assertion failed" in match[2]):
                return match[2]
            break
        raise Trouble(f"an altered {file} does not compile, and not because of its table:\n{errors[:2000]}")
