#!/usr/bin/python3
"""Looks at the board in a real browser, and says when what the bar says changes.

    board_witness.py URL --until FILE --lapwing FILE [--broken-lines] [--picture FILE] [--browser FILE] [--driver FILE]

A line each time: the time (UTC, in seconds), LIVE, LATE, NODATA or how the session ended, "grey" while the table looks old,
the session's name and the id of the state that is shown. Once FILE is there, with the address of a daemon's query socket and,
behind a blank, a session, it waits until the page shows the result of that daemon, compares every cell, and ends: with 1 when
anything differs, or when the console has an error. With --broken-lines what the browser itself notes of connections that
fail is no error of the page.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from board_browser import Browser, ask_results, id_of
from board_cells import differences

SEEN = """
const word = document.getElementById('connection');
const session = document.querySelector('#bar .event');
return [word ? word.textContent : '', document.body.classList.contains('isStale') ? 'grey' : '',
  session && session.lastChild ? session.lastChild.textContent : '', window.lapwing ? lapwing.id : null];
"""


def word_of(text: str) -> str:
    """The word without its figure."""
    for start, word in (("NO DATA", "NODATA"), ("LATE", "LATE")):
        if text.startswith(start):
            return word
    return text.replace(" ", "")


def look(browser: Browser, until: Path) -> None:
    """Says what is seen, until it is told to compare."""
    told = None
    while not until.exists():
        text, grey, session, state = browser.run(SEEN)
        seen = (word_of(text), grey, session)
        if seen != told:
            told = seen
            print(f"{time.time():.3f} {' '.join(each for each in seen if each)} {state}", flush=True)
        time.sleep(0.05)


def compare(browser: Browser, lapwing: str, query: str, session: str | None) -> list[str]:
    """The page comes to the result. Its id may be an earlier one of the same epoch: while nothing that is shown changes, there is
    no tick."""
    end = time.monotonic() + 20
    while True:
        results = ask_results(lapwing, query, session)
        found = differences(browser.run("return table()"), results)
        shown = str(browser.run("return lapwing.id"))
        if shown.split(".")[0] != id_of(results).split(".")[0]:
            found.append(f"the page stands at {shown}, the daemon at {id_of(results)}")
        if not found or time.monotonic() > end:
            return found
        time.sleep(0.2)


def main() -> int:
    """What differed, on standard error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--until", type=Path, required=True)
    parser.add_argument("--lapwing", required=True)
    parser.add_argument("--broken-lines", action="store_true")
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--driver", default="/usr/bin/chromedriver")
    arguments = parser.parse_args()
    found: list[str] = []
    browser = Browser(arguments.url, arguments.browser, arguments.driver)
    try:
        look(browser, arguments.until)
        query, _, session = arguments.until.read_text().strip().partition(" ")
        found += compare(browser, arguments.lapwing, query, session or None)
        if arguments.picture:
            browser.picture(arguments.picture)
        for each in browser.page.get_log("browser"):
            is_line = each.get("source") == "network" and arguments.broken_lines
            if each["level"] in ("SEVERE", "ERROR") and not is_line:
                found.append(f"console: {each['message']}")
        rows = browser.run("return table().length")
        print(f"compared {rows} rows", flush=True)
    finally:
        browser.close()
    for each in found[:40]:
        print(each, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
