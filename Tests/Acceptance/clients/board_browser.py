#!/usr/bin/python3
"""The board in a real browser: its table against `lapwing results`, cell by cell, and what it says when the line is cut.

    board_browser.py URL [--lapwing FILE --query ADDRESS [--session ID]] [--moments N --hold PID [--settle S]] [--results FILE]
                     [--kill PID] [--axe FILE] [--pictures FOLDER] [--browser FILE] [--driver FILE]

--lapwing and --query: asks the daemon for the results N times while the race runs, and each time compares them with
the table of the page; --hold is the process that plays the race, which is stopped meanwhile. --results: waits until the page shows that delta, then compares.
--kill: kills this process at the end (lapwing-web, or the daemon) and waits for LATE, then NO DATA. --axe: axe-core,
whose findings of impact serious or critical count. Prints what differed, and ends with 1 when anything did.

Needs Debian's chromium, chromium-driver and python3-selenium. It formats the results by itself: nothing here is taken
from the page.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from board_cells import Json, differences
from chromium import Chromium

# Keeps the table of the last states that the page showed, by their id.
RECORD = """
if (!window.kept) {
  window.kept = new Map();
  const text = (cell) => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll('.heard').forEach((each) => each.remove());
    return copy.textContent.trim();
  };
  window.table = () => {
    const heads = [...document.querySelectorAll('#board > thead th')].map((each) => each.firstChild.textContent.trim());
    const clock = document.querySelector('.clock b').textContent;
    return [...document.querySelectorAll('#board tr.car')].map((row) => {
      const cells = { CLOCK: clock };
      [...row.children].forEach((cell, at) => { cells[heads[at]] = text(cell); });
      return cells;
    });
  };
  let shown = null;
  setInterval(() => {
    if (!window.lapwing || lapwing.id === shown) return;
    shown = lapwing.id;
    kept.set(shown, table());
    if (kept.size > 120) kept.delete(kept.keys().next().value);
  }, 20);
}
"""


class Browser(Chromium):
    """Chromium without a window, with the board in it."""

    def __init__(self, url: str, browser: str, driver: str) -> None:
        super().__init__(browser, driver)
        self.page.get(url)
        self.run(RECORD)

    def run(self, script: str, *arguments: Any) -> Any:
        """The answer of a script in the page."""
        return self.page.execute_script(script, *arguments)

    def wait(self, script: str, seconds: float) -> bool:
        """Whether it became true in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.run(f"return {script}"):
                return True
            time.sleep(0.05)
        return False

    def errors(self) -> list[str]:
        """What the console says since it was asked last."""
        return [each["message"] for each in self.page.get_log("browser") if each["level"] in ("SEVERE", "ERROR")]

    def connection(self) -> str:
        """The word in the bar."""
        return self.run("return document.getElementById('connection').textContent")


def ask_results(lapwing: str, query: str, session: str | None) -> Json:
    """`lapwing results --format json`."""
    command = [lapwing, "results", "--query", query, "--format", "json", *(["--session", session] if session else [])]
    return json.loads(subprocess.run(command, check=True, capture_output=True, timeout=30).stdout)


def id_of(results: Json) -> str:
    """The id of the board that shows them."""
    return f"{results['epoch']}.{results['seq']}"


def compare_on_the_way(browser: Browser, arguments: argparse.Namespace, found: list[str]) -> None:
    """The race is held for a moment, again and again: then the page stands where the daemon does."""
    for moment in range(arguments.moments):
        time.sleep(arguments.every)
        os.kill(arguments.hold, signal.SIGSTOP)
        try:
            end = time.monotonic() + arguments.settle
            while True:
                results = ask_results(arguments.lapwing, arguments.query, arguments.session)
                if browser.wait(f"lapwing.id === {json.dumps(id_of(results))}", 0.5):
                    break
                if time.monotonic() > end:
                    found.append(f"moment {moment + 1}: the page does not come to {id_of(results)}")
                    break
            found += [f"{id_of(results)}: {each}" for each in differences(browser.run("return table()"), results)]
        finally:
            os.kill(arguments.hold, signal.SIGCONT)
    print(f"compared at {arguments.moments} moments")


def compare_at_the_end(browser: Browser, results: Json, found: list[str]) -> None:
    """The page comes to the last delta and shows the result."""
    name = id_of(results)
    if not browser.wait(f"lapwing.id === {json.dumps(name)}", 20):
        found.append(f"the page stands at {browser.run('return lapwing.id')} instead of {name}")
    found += [f"at the end: {each}" for each in differences(browser.run("return table()"), results)]


def see_it_cut(browser: Browser, process: int, found: list[str]) -> None:
    """The line is cut: late within three seconds and a bit, old after ten, and the clocks stand."""
    os.kill(process, signal.SIGKILL)
    began = time.monotonic()
    if not browser.wait("/^LATE/.test(document.getElementById('connection').textContent)", 5):
        found.append(f"five seconds after the cut the bar says {browser.connection()!r}")
    else:
        print(f"late after {time.monotonic() - began:.1f} s")
    if not browser.wait("/^NO DATA/.test(document.getElementById('connection').textContent)", 9):
        found.append(f"fourteen seconds after the cut the bar says {browser.connection()!r}")
    else:
        print(f"no data after {time.monotonic() - began:.1f} s")
    if browser.run("return document.getElementById('noData').hidden"):
        found.append("the band that says as of when is not there")
    before = browser.run("return document.querySelector('.clock b').textContent")
    time.sleep(2.2)
    if browser.run("return document.querySelector('.clock b').textContent") != before:
        found.append("the race clock goes on without data")


OPEN = "document.querySelector('#board tr.car').dispatchEvent(new MouseEvent('click', { bubbles: true }))"
CLOSE = "document.querySelector('#board tr.car.opened')?.dispatchEvent(new MouseEvent('click', { bubbles: true }))"
MESSAGES = "(document.querySelector('#tabs:not([hidden]) [data-tab=messages]') ?? document.querySelector('.allMessages')).click()"
BOARD = "(document.querySelector('#tabs:not([hidden]) [data-tab=board]') ?? document.querySelector('#messages .closeDrawer')).click()"
FACES = {"": ("", ""), " with a row opened": (OPEN, CLOSE), " with the messages": (MESSAGES, BOARD)}


def check_axe(browser: Browser, file: str, found: list[str]) -> None:
    """axe-core on the board, dark and light, wide and narrow, with a row opened, and with the messages."""
    browser.run(Path(file).read_text())
    script = "const done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then((each) => done(each.violations));"
    for width, theme in ((1920, "dark"), (1920, "light"), (390, "dark"), (320, "light")):
        browser.size(width, 1080 if width > 760 else 700)
        browser.run("document.documentElement.dataset.theme = arguments[0]", theme)
        for face, (before, after) in FACES.items():
            browser.run(before)
            time.sleep(0.7)
            for violation in browser.page.execute_async_script(script):
                if violation["impact"] in ("serious", "critical"):
                    found.append(f"axe, {width} px {theme}{face}: {violation['id']} {violation['nodes'][0]['html'][:120]}")
            wide = browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                found.append(f"{width} px{face}: the page is {wide} px too wide")
            browser.run(after)
    browser.size(1920, 1080)
    browser.run("delete document.documentElement.dataset.theme")


def main() -> int:
    """What differed, on standard error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--lapwing")
    parser.add_argument("--query")
    parser.add_argument("--session")
    parser.add_argument("--moments", type=int, default=0)
    parser.add_argument("--every", type=float, default=4.0)
    parser.add_argument("--settle", type=float, default=2.5, help="seconds in which a page comes to a race that is held")
    parser.add_argument("--hold", type=int, help="the process that plays the race")
    parser.add_argument("--patience", type=float, default=60)
    parser.add_argument("--results", type=Path)
    parser.add_argument("--until-ended", action="store_true", help="wait for the end of the session, then compare")
    parser.add_argument("--kill", type=int)
    parser.add_argument("--axe")
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--driver", default="/usr/bin/chromedriver")
    arguments = parser.parse_args()
    found: list[str] = []
    browser = Browser(arguments.url, arguments.browser, arguments.driver)
    try:
        if not browser.wait("window.lapwing && lapwing.id && document.querySelectorAll('#board tr.car').length > 0", 20):
            print(f"no table: {browser.run('return document.body.innerText')[:300]}", file=sys.stderr)
            return 1
        if arguments.moments:
            compare_on_the_way(browser, arguments, found)
        if arguments.until_ended:
            results = ask_results(arguments.lapwing, arguments.query, arguments.session)
            end = time.monotonic() + arguments.patience
            while results["race"]["phase"] != "ended" and time.monotonic() < end:
                time.sleep(0.5)
                results = ask_results(arguments.lapwing, arguments.query, arguments.session)
            compare_at_the_end(browser, results, found)
        if arguments.results:
            compare_at_the_end(browser, json.loads(arguments.results.read_text()), found)
        if arguments.axe:
            check_axe(browser, arguments.axe, found)
        found += [f"console: {each}" for each in browser.errors()]
        if arguments.pictures:
            browser.picture(arguments.pictures / "board.png")
        if arguments.kill:
            see_it_cut(browser, arguments.kill, found)
            if arguments.pictures:
                browser.picture(arguments.pictures / "cut.png")
    finally:
        browser.close()
    for each in found[:40]:
        print(each, file=sys.stderr)
    if len(found) > 40:
        print(f"and {len(found) - 40} more", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
