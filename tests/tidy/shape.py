"""How long, how named, where: sizes of files and functions, names, folders, and what no text may hold."""

import re
from pathlib import PurePosixPath

from tree import Finding

MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 70
SIZED = (".cc", ".h", ".proto", ".py", ".sh", ".cmake", ".flow", ".ts", ".tsx")

TOP_FOLDERS = ("proto", "services", "storage", "clients", "tests", "deploy", ".ci")

FORBIDDEN_WORDS = ("manager", "helper", "helpers", "util", "utils", "common", "info", "process", "processor")
FORBIDDEN_NOUNS = ("data",)  # a data folder is a folder, and says something; transition data does not
# Type or file names that may hold such a word, and why.
NAMES_WITH_A_REASON = {
    "ErrorInfo": "google.rpc's own name",
}

# Put together here so that this file does not hold what it looks for.
FORBIDDEN_TEXT = (
    (r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b", "finish it, or write an issue"),
    (r"\b[Nn]ot ?[Ii]mplemented\b", "build it or leave it out; there are no stubs"),
    (r"(?<![\w.$}])/(work|home|root|Users)/\w", "it stands on one machine only; write a path from the top folder"),
    (r"\bregistry\.[a-z]+\.(org|com|io)\b", "name the package, not the host it came from"),
)
# Files in which a forbidden text is the subject.
ABOUT_FORBIDDEN_TEXT = ("tests/tidy/tidy_test.py",)


def check(files):
    yield from _folders(files)
    for file in files:
        yield from _file_size(file)
        yield from _names(file)
        if file.is_cpp:
            yield from _function_sizes(file)
        if file.path not in ABOUT_FORBIDDEN_TEXT:
            yield from _texts(file)


def _folders(files):
    present = {file.path for file in files}
    wanted = {}
    for file in files:
        parts = PurePosixPath(file.path).parts
        if len(parts) == 1:
            continue
        if parts[0] not in TOP_FOLDERS:
            yield Finding(file.path, 1, f"'{parts[0]}' is not a folder of the house; there are {', '.join(TOP_FOLDERS)}")
        elif not parts[0].startswith("."):
            wanted.setdefault(parts[0], file.path)
            if len(parts) > 2 and parts[0] != "proto":
                wanted.setdefault("/".join(parts[:2]), file.path)
    for folder, example in sorted(wanted.items()):
        if f"{folder}/README.md" not in present:
            yield Finding(example, 1, f"{folder}/ has no README.md; say what it is, what it knows and what it must not touch")


def _file_size(file):
    sized = file.suffix in SIZED or PurePosixPath(file.path).name in ("CMakeLists.txt", "dev")
    if sized and len(file.lines) > MAX_FILE_LINES:
        yield Finding(file.path, MAX_FILE_LINES + 1, f"{len(file.lines)} lines; over {MAX_FILE_LINES} a file has a second "
                      "noun in it: find it and give it a file")


def _words(name):
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def _names(file):
    if file.path.startswith("proto/google/"):
        return
    stem = PurePosixPath(file.path).name.split(".")[0]
    yield from _name(file, 1, "file", stem)
    for folder in PurePosixPath(file.path).parts[:-1]:
        yield from _name(file, 1, "folder", folder)
    if file.is_cpp:
        pattern = r"^\s*(?:template\s*<.*>\s*)?(?:class|struct|union|enum(?:\s+class)?|using|concept)\s+(?:[A-Z_]+(?:\(\s*\))?\s+)?(\w+)"
    elif file.suffix == ".proto":
        pattern = r"^\s*(?:message|enum|service)\s+(\w+)"
    elif file.suffix == ".py":
        pattern = r"^\s*class\s+(\w+)"
    else:
        return
    for number, line in enumerate(file.code.splitlines(), 1):
        match = re.match(pattern, line)
        if match:
            yield from _name(file, number, "type", match[1])


def _name(file, line, what, name):
    words = _words(name)
    bad = [word for word in words if word in FORBIDDEN_WORDS] + [word for word in words[-1:] if word in FORBIDDEN_NOUNS]
    if bad and name not in NAMES_WITH_A_REASON:
        yield Finding(file.path, line, f"'{bad[0]}' in the name of the {what} '{name}' says nothing; name it by what it is "
                      "or does (or give a reason in tests/tidy/shape.py)")


def _texts(file):
    for number, line in enumerate(file.lines, 1):
        for pattern, advice in FORBIDDEN_TEXT:
            match = re.search(pattern, line)
            if match:
                yield Finding(file.path, number, f"'{match[0]}' must not stay; {advice}")


def _function_sizes(file):
    for name, first, last in functions(file.code):
        if last - first + 1 > MAX_FUNCTION_LINES:
            yield Finding(file.path, first, f"{name} has {last - first + 1} lines; over {MAX_FUNCTION_LINES} a function has "
                          "a second verb in it: find it and give it a function")


_ACCESS = re.compile(r"\s*(?:(?:public|private|protected)\s*:\s*)*")


def functions(code):
    """(name, first line, last line) of every function at namespace or class level. `code` has no comments or texts.

    A brace opens a function when what stands before it has an argument list and is not a type or a namespace; what a
    constructor initialises with braces belongs to the constructor.
    """
    code = re.sub(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", lambda match: re.sub(r"[^\n]", " ", match[0]), code, flags=re.MULTILINE)
    outer = []  # kinds of the open braces around: "scope" or "other"
    header = 0  # where what stands before the next brace begins
    depth = 0  # of braces inside the function, 0 outside one
    continued = None
    for match in re.finditer(r"[{};]", code):
        at, sign = match.start(), match[0]
        if depth:
            depth += {"{": 1, "}": -1}.get(sign, 0)
            if depth == 0:
                if re.match(r"\s*[,{]", code[at + 1 :]):
                    continued = begin
                else:
                    yield name, _line(code, begin), _line(code, at)
                header = at + 1
        elif sign == "{":
            before = code[header:at]
            if continued is not None or (_opens_function(before) and "other" not in outer):
                begin = continued if continued is not None else header + _ACCESS.match(before).end()
                if continued is None:
                    name = (re.search(r"(TEST\w*\([^)]*\)|[\w:~]+(?=\s*\()|operator\S+)", before) or [before, before])[1]
                continued, depth = None, 1
            else:
                outer.append("scope" if re.search(r"\b(namespace|class|struct|union|enum|extern)\b", before) else "other")
                header = at + 1
        else:
            if sign == "}" and outer:
                outer.pop()
            header = at + 1


def _opens_function(before):
    before = before[_ACCESS.match(before).end() :]
    before = re.sub(r"^template\s*<[^{}]*?>\s*(?=\w)", "", before)
    if re.match(r"\s*(?:typedef\s+)?(?:class|struct|union|enum|namespace|extern)\b", before):
        return False
    return "(" in before and not re.search(r"=\s*$", before)


def _line(code, position):
    return code.count("\n", 0, position) + 1
