#!/usr/bin/env python3
"""What mutate reads out of a table, and what it would put in place of each cell."""

import unittest
from pathlib import Path

from alterations import Source, Vocabulary
from tables import BadTable, read_tables, without_comments

TOP = Path(__file__).resolve().parents[3]

SAMPLE = """
constexpr auto kAny = hv1::URGENCY_UNSPECIFIED;
constexpr auto kFast = hv1::URGENCY_FAST_TRACK;
constexpr int kFirst = 1;
using N = PolicyNumber;
// TABLE: kSample
constexpr SampleRow kSample[] = {
    {kFirst, kFast, "a, b", Easter(-3), true, Always},   // {not, a, row}
    {2, kAny, "c", Date(1, 6), false, Never}, {8 * 60 + 30, hv1::URGENCY_ROUTINE, "d", Date(5, 1),
     false, Always},
};
// END TABLE
constexpr const char* kNames[] = {"no", "rule"};
"""


class Tables(unittest.TestCase):
    def setUp(self):
        (self.table,) = read_tables("sample.cc", SAMPLE)

    def test_rows_are_read_however_they_are_laid_out(self):
        self.assertEqual([row.line for row in self.table.rows], [8, 9, 9])
        self.assertEqual(self.table.rows[2].text, '{8 * 60 + 30, hv1::URGENCY_ROUTINE, "d", Date(5, 1), false, Always}')
        for row in self.table.rows:
            self.assertTrue(SAMPLE[row.start : row.end].startswith("{"))
            self.assertTrue(SAMPLE[row.start : row.end].endswith("},"))

    def test_cells_are_opened_up(self):
        texts = [[cell.text for cell in row.cells] for row in self.table.rows]
        self.assertEqual(texts[0], ["kFirst", "kFast", '"a, b"', "Easter", "-3", "true", "Always"])
        self.assertEqual(texts[1], ["2", "kAny", '"c"', "Date", "1", "6", "false", "Never"])
        for row in self.table.rows:
            for cell in row.cells:
                self.assertEqual(SAMPLE[cell.start : cell.end], cell.text)

    def test_every_cell_has_something_else_to_be(self):
        source = Source("sample.cc", without_comments(SAMPLE), Vocabulary(TOP))
        ways = [[source.alterations(self.table, cell) for cell in row.cells] for row in self.table.rows]
        number, urgency, text, call, days, truth, condition = ways[0]
        self.assertEqual(number, ["kFirst + 1", "kFirst - 1"])
        self.assertEqual(urgency, ["kAny", "hv1::URGENCY_URGENT"])
        self.assertEqual(text, ['"xa, b"'])
        self.assertEqual(call, [])
        self.assertEqual(days, ["-3 + 1", "-3 - 1"])
        self.assertEqual(truth, ["false"])
        self.assertEqual(condition, ["Never"])

    def test_a_set_loses_its_members_one_by_one(self):
        text = "// TABLE: kSets\nconstexpr SetRow kSets[] = {\n    {kHomeward | kReports},\n};\n// END TABLE\n"
        table = read_tables("sets.cc", text)[0]
        source = Source("sets.cc", without_comments(text), Vocabulary(TOP))
        self.assertEqual(source.alterations(table, table.rows[0].cells[0]), ["kReports", "kHomeward"])

    def test_what_cannot_be_read_is_not_passed_over(self):
        for broken in (
            SAMPLE.replace("// END TABLE", ""),
            SAMPLE.replace("// TABLE: kSample\n", "").replace("// END TABLE\n", ""),
            SAMPLE.replace("// TABLE: kSample", "// TABLE: kOther"),
            SAMPLE + "constexpr std::array kMore = {1, 2};\n",
        ):
            with self.assertRaises(BadTable):
                read_tables("sample.cc", broken)

    def test_the_rules_tables_are_all_read(self):
        tables = [
            table
            for path in (TOP / "services/rules").glob("*.cc")
            for table in read_tables(path.name, path.read_text())
        ]
        self.assertGreater(len(tables), 20)


if __name__ == "__main__":
    unittest.main()
