"""What else could stand in a cell: another value of the same kind, so that the altered table still compiles."""

import re
from pathlib import Path

from tables import BadTable, without_comments

_ENUM = re.compile(r"\benum (?:class )?(\w+)(?: : \w+)? \{(.*?)\}", re.DOTALL)
_ALIAS = re.compile(r"^\s*constexpr (?:auto|[\w:]+) (k\w+) = ([^;{]+);", re.MULTILINE)
_NUMBER = re.compile(r"[\d\s.()+*/-]*\d[\d\s.()+*/-]*")
_SET = re.compile(r"[\w:]+(?: \| [\w:]+)+")
_TYPE_ALIAS = re.compile(r"^using (\w+) = ([\w:]+);", re.MULTILINE)


class Vocabulary:
    """The enums of the rules and of the protos, each as the list of its values."""

    def __init__(self, top):
        self._classes = {}
        self._protos = {}
        for path in sorted(Path(top, "services/rules").glob("*.h")) + sorted(Path(top, "services/rules").glob("*.cc")):
            for name, body in _ENUM.findall(without_comments(path.read_text())):
                self._classes.setdefault((name, path.name), re.findall(r"\bk[A-Z]\w*", body))
        for path in sorted(Path(top, "proto").rglob("*.proto")):
            for _, body in _ENUM.findall(without_comments(path.read_text())):
                values = re.findall(r"^\s*([A-Z][A-Z0-9_]+) = \d+", body, re.MULTILINE)
                self._protos.update({value: values for value in values})

    def others(self, name, file):
        """The qualified values after this one in its enum, round to it again; none that means nothing or counts them."""
        scope, _, value = name.rpartition("::")
        if value in self._protos:
            values = [v for v in self._protos[value] if v == value or not v.endswith("_UNSPECIFIED")]
        else:
            enum = scope.split("::")[-1]
            own_file = self._classes.get((enum, file))
            same_name = [values for (other, _), values in self._classes.items() if other == enum and value in values]
            values = own_file if own_file and value in own_file else (same_name or [[]])[0]
            values = [v for v in values if v == value or v != "kCount"]
        if value not in values:
            return []
        at = values.index(value)
        return [f"{scope}::{v}" if scope else v for v in values[at + 1 :] + values[:at]]


class Source:
    """What the names in one source file stand for."""

    def __init__(self, file, code, vocabulary):
        self._file = file
        self._vocabulary = vocabulary
        self._aliases = dict(_ALIAS.findall(code))
        self._types = dict(_TYPE_ALIAS.findall(code))

    def alterations(self, table, cell):
        """Other texts for the cell: what stands elsewhere in its column first, then what the enum offers."""
        meaning = self._meaning(cell.text)
        if cell.text in ("true", "false"):
            return ["false" if cell.text == "true" else "true"]
        if cell.text.startswith('"'):
            return [f'"x{cell.text[1:]}']
        if _NUMBER.fullmatch(meaning):
            return [f"{cell.text} + 1", f"{cell.text} - 1"]
        if _SET.fullmatch(cell.text):
            members = cell.text.split(" | ")
            return [" | ".join(m for m in members if m != dropped) for dropped in members]
        if not re.fullmatch(r"[\w:]+", cell.text):
            raise BadTable(f"{table.path}: {table.name}: do not know what else could stand in place of '{cell.text}'")
        found = []
        column = table.column(cell.column)
        at = column.index(cell.text)
        elsewhere = [text for text in column[at + 1 :] + column[:at] if self._meaning(text) != meaning]
        of_the_enum = [text for text in self._vocabulary.others(meaning, self._file) if text not in map(self._meaning, column)]
        for candidates in (elsewhere, of_the_enum):
            found += candidates[:1]
        return found

    def _meaning(self, name):
        while name in self._aliases:
            name = self._aliases[name].strip()
        scope, separator, value = name.rpartition("::")
        return f"{self._types.get(scope, scope)}{separator}{value}"
