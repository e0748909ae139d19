#!/usr/bin/python3
"""Tests of the clients themselves: `selftest.py [-v]` runs every test_*.py beside it and prints unittest's summary."""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

FEWEST = 50


def main() -> int:
    """Exit status 0 when all pass; fewer tests than there should be is a failure too."""
    suite = unittest.defaultTestLoader.discover(str(Path(__file__).resolve().parent), pattern="test_*.py")
    result = unittest.TextTestRunner(verbosity=2 if "-v" in sys.argv else 1).run(suite)
    if result.testsRun < FEWEST:
        print(f"only {result.testsRun} tests found, at least {FEWEST} expected", file=sys.stderr)
        return 1
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
