"""The rule tables of a source file: their rows, and the cells of each row, as spans of the text.

A table stands between `// TABLE: kName` and `// END TABLE` and is a constexpr array whose size is counted from its rows.
A cell is what can be altered by itself: a name, a number, a text, true or false; nested braces and calls are opened up.
"""

import re
from dataclasses import dataclass, field

_TABLE = re.compile(r"^// TABLE: (\w+)\n(.*?)^// END TABLE$", re.DOTALL | re.MULTILINE)
_ARRAY = re.compile(r"constexpr [\w:]+ (\w+)\[\] = \{")
# An array of plain texts is no rule.
_LOOKS_LIKE_A_TABLE = re.compile(r"^constexpr (?:[\w:]+ (k\w+)\[\]|std::array(?:<[^>]*>)? (k\w+)) ?=? ?\{", re.MULTILINE)


class BadTable(Exception):
    """A table that this cannot read: nothing of it may be passed over in silence."""


@dataclass(frozen=True)
class Cell:
    text: str
    start: int
    end: int
    column: tuple  # where it stands in its row; cells of one column have the same


@dataclass(frozen=True)
class Row:
    text: str  # without comments, in one line
    start: int
    end: int  # after the comma that follows it
    line: int
    cells: tuple


@dataclass
class Table:
    name: str
    path: str
    first_line: int
    last_line: int
    rows: list = field(default_factory=list)

    def column(self, column):
        """The different texts that stand in a column, in the order of the rows."""
        return list(dict.fromkeys(cell.text for row in self.rows for cell in row.cells if cell.column == column))


def one_line(text):
    return " ".join(text.split())


def without_comments(source):
    """The source with blanks in place of comments, so that every place in it stays the same."""
    texts_and_comments = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*')
    return texts_and_comments.sub(lambda m: m[0] if m[0][0] == '"' else " " * len(m[0]), source)


def read_tables(path, source):
    code = without_comments(source)
    tables = [_read_table(path, source, code, match) for match in _TABLE.finditer(source)]
    if len(tables) != source.count("// TABLE:"):
        raise BadTable(f"{path}: a '// TABLE:' without its '// END TABLE'")
    for match in _LOOKS_LIKE_A_TABLE.finditer(code):
        name = match[1] or match[2]
        if name not in [table.name for table in tables]:
            raise BadTable(f"{path}: {name} is a table without '// TABLE: {name}' and '// END TABLE'")
    return tables


def _read_table(path, source, code, match):
    array = _ARRAY.match(code, match.start(2))
    end = code.rfind("};", match.start(2), match.end(2))
    if not array or array[1] != match[1] or end < 0:
        raise BadTable(f"{path}: after '// TABLE: {match[1]}' must come 'constexpr SomeRow {match[1]}[] = {{ … }};'")
    table = Table(match[1], path, _line(source, match.start()), _line(source, match.end()))
    for start, stop in _parts(code, array.end(), end):
        after_comma = stop + 1 if stop < end else stop
        cells = tuple(_cells(code, start, stop, ()))
        table.rows.append(Row(one_line(code[start:stop]), start, after_comma, _line(source, start), cells))
    if not table.rows:
        raise BadTable(f"{path}: {table.name} has no rows")
    return table


def _line(source, place):
    return source.count("\n", 0, place) + 1


def _parts(code, start, end):
    """The spans between the commas of code[start:end] that stand in no bracket and no text, without blanks around."""
    depth, in_text, begin = 0, False, start
    for place in range(start, end + 1):
        sign = code[place] if place < end else ","
        if sign == '"' and code[place - 1] != "\\":
            in_text = not in_text
        if in_text:
            continue
        depth += (sign in "({") - (sign in ")}")
        if sign == "," and (depth == 0 or place == end):
            part = code[begin:place]
            if part.strip():
                left = begin + len(part) - len(part.lstrip())
                yield left, left + len(part.strip())
            begin = place + 1


def _cells(code, start, end, column):
    text = code[start:end]
    call = re.fullmatch(r"(\w+)\((.*)\)", text, re.DOTALL)
    if text.startswith("{") and text.endswith("}"):
        inside = list(_parts(code, start + 1, end - 1))
    elif call:
        inside = list(_parts(code, start + call.start(2), start + call.end(2)))
        yield Cell(call[1], start, start + call.end(1), column + (f"call with {len(inside)}",))
        column += (call[1],)
    else:
        yield Cell(text, start, end, column)
        return
    for number, (left, right) in enumerate(inside):
        yield from _cells(code, left, right, column + (number,))
