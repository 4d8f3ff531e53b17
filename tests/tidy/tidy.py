#!/usr/bin/env python3
"""The house rules, as a test: prints `file:line: what is wrong, what to do` and ends with 1 if there is anything."""

import sys

import layers
import records
import shape
from tree import read_tree

RULES = (layers, shape, records)


def findings(top):
    files = read_tree(top)
    return sorted(
        (finding for rule in RULES for finding in rule.check(files)), key=lambda finding: (finding.path, finding.line)
    )


def main():
    found = findings(sys.argv[1] if len(sys.argv) > 1 else ".")
    for finding in found:
        print(finding)
    if found:
        print(f"{len(found)} house rule{'s' if len(found) > 1 else ''} broken (what they are: tests/tidy/README.md)")
    return 1 if found else 0


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main())
