"""The files that the rules look at, read once, and C++ with its comments and texts blanked out."""

import os
import pathlib
import re
import subprocess
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Finding:
    path: str
    line: int
    sentence: str  # what is wrong, and what to do

    def __str__(self):
        return f"{self.path}:{self.line}: {self.sentence}"


@dataclass
class File:
    path: str  # from the top folder, with forward slashes
    text: str

    @property
    def folder(self):
        return str(pathlib.PurePosixPath(self.path).parent)

    @property
    def suffix(self):
        return pathlib.PurePosixPath(self.path).suffix

    @property
    def is_cpp(self):
        return self.suffix in (".cc", ".h")

    @cached_property
    def lines(self):
        return self.text.splitlines()

    @cached_property
    def code(self):
        """The text without comments and literals; every line keeps its number and length."""
        return blank_out(self.text)

    @cached_property
    def includes(self):
        """(line, path, quoted) of every #include."""
        found = []
        for number, line in enumerate(self.lines, 1):
            match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if match:
                found.append((number, match[2], match[1] == '"'))
        return found


_COMMENT_OR_LITERAL = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<end>[^(\s]*)\(.*?\)(?P=end)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-zA-Z_])\'(?:\\.|[^\'\\\n])+\'',
    re.DOTALL,
)


def blank_out(text):
    return _COMMENT_OR_LITERAL.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def read_tree(top):
    """Every text file that git knows or would take, or, where there is no git, every file outside build/."""
    files = []
    for path in sorted(_paths(top)):
        try:
            with open(os.path.join(top, path), encoding="utf-8") as file:
                files.append(File(path, file.read()))
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue  # pictures and the like; deleted but not yet committed
    return files


def _paths(top):
    if os.path.exists(os.path.join(top, ".git")):
        listed = subprocess.run(
            ["git", "-C", top, "ls-files", "-z", "-co", "--exclude-standard"], check=True, capture_output=True
        )
        return {name for name in listed.stdout.decode().split("\0") if name}
    found = set()
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name not in (".git", "build", "node_modules", "__pycache__")]
        found.update(os.path.relpath(os.path.join(folder, name), top) for name in names)
    return found
