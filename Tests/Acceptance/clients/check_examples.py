#!/usr/bin/python3
"""Holds every JSON example of the protocol document against the schema: check_examples.py DOC SCHEMA."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import wire
from contract import Contract

FEWEST = 15
_BLOCK = re.compile(r"^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(document: str) -> list[tuple[int, str]]:
    """The ```json blocks of the document, each with the line on which it begins."""
    return [(document.count("\n", 0, found.start(1)) + 1, found.group(1).rstrip("\n")) for found in _BLOCK.finditer(document)]


def faults(document: str, contract: Contract) -> list[str]:
    """What is wrong with the examples, a line each."""
    found = []
    for line, text in examples(document):
        try:
            message = wire.parse(text.encode())
        except wire.NotUnderstood as error:
            found.append(f"line {line}: {error}")
            continue
        found += [f"line {line}: {fault}" for fault in contract.faults(message)]
    return found


def main() -> int:
    """Exit status 0 when there are enough examples and all are valid."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", type=Path)
    parser.add_argument("schema", type=Path)
    options = parser.parse_args()
    document = options.document.read_text(encoding="utf-8")
    wrong = faults(document, Contract(options.schema))
    for fault in wrong:
        print(f"{options.document}: {fault}", file=sys.stderr)
    if wrong:
        return 1
    count = len(examples(document))
    if count < FEWEST:
        print(f"{options.document}: {count} examples found, at least {FEWEST} expected", file=sys.stderr)
        return 1
    print(f"{count} examples valid")
    return 0


if __name__ == "__main__":
    sys.exit(main())
