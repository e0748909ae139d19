#!/usr/bin/python3
"""What a board costs in one tab of a real browser, through a long race of many cars at speed.

    board_tab.py BIN [--hours N] [--cars N] [--speed N] [--seed N] [--browser FILE] [--driver FILE]

BIN is the folder of lapwing, lapwingd and lapwing-web. Plays the race, and measures: first row after load; script time of a
tick; after the first hour and at the end, each time after a forced garbage collection, heap and DOM nodes. Ends with 1 when a
budget is not met. Needs Debian's chromium, chromium-driver and python3-selenium.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

from board_race import BoardRace
from chromium import Chromium

# Before anything of the page: when the first row of the table is there.
FIRST_ROW = """
new MutationObserver((_, observer) => {
  if (!document.querySelector('#board tr.car')) return;
  window.firstRowMs = performance.now();
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });
"""
# As often as the page's own ring of 1,024 is half full.
TICKS = """
const { ticks, count } = lapwing;
const from = Math.max(arguments[0], count - 1024);
return { count, ticks: Array.from({ length: count - from }, (_, at) => ticks[(from + at) % 1024]) };
"""
# The elements, counted by what they are and the cell they stand in.
CENSUS = """
const counted = {};
for (const each of document.getElementsByTagName('*')) {
  const cell = each.closest('td, th');
  const name = `${each.localName}${cell ? ` in ${cell.className.replace(/^n /, '').split(' ')[0]}` : ''}`;
  counted[name] = (counted[name] || 0) + 1;
}
return counted;
"""
LAPS = """
const heads = [...document.querySelectorAll('#board > thead th')].map((each) => each.firstChild.textContent.trim());
const at = heads.indexOf('LAPS');
return [...document.querySelectorAll('#board tr.car')].reduce((sum, row) => sum + Number(row.children[at].textContent), 0);
"""


class Tab(Chromium):
    """The board in a tab, with the debugger's eyes."""

    def __init__(self, url: str, browser: str, driver: str) -> None:
        super().__init__(browser, driver)
        self.page.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": FIRST_ROW})
        # Processor time: on a busy machine a script waits, and that is not its own.
        self.page.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
        self._url = url
        self._seen = 0
        self.ticks: list[float] = []
        self.elements: list[dict[str, int]] = []

    def spent(self) -> dict[str, float]:
        """Seconds of the processor that scripts, styles and layout of the tab have had."""
        told = self.page.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
        return {each["name"]: each["value"] for each in told}

    def load(self) -> float:
        """Milliseconds from the navigation to the first row."""
        self.page.get(self._url)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            found = self.page.execute_script("return window.firstRowMs")
            if found:
                self._seen = 0
                return float(found)
            time.sleep(0.02)
        raise SystemExit("no row within 20 s")

    def look(self) -> None:
        """Takes down the script time of the ticks since it looked last."""
        told = self.page.execute_script(TICKS, self._seen)
        self._seen = told["count"]
        self.ticks += told["ticks"]
        self.elements.append(self.page.execute_script(CENSUS))

    def laps(self) -> int:
        """Of all cars together."""
        return int(self.page.execute_script(LAPS))

    def held(self) -> dict[str, int]:
        """Bytes of the heap and nodes of the document, after all garbage is gone."""
        for _ in range(3):
            self.page.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
            time.sleep(0.3)
        heap = self.page.execute_cdp_cmd("Runtime.getHeapUsage", {})["usedSize"]
        # Those too that are in no document any more.
        nodes = self.page.execute_cdp_cmd("Memory.getDOMCounters", {})["nodes"]
        return {"heap": int(heap), "nodes": int(nodes), "laps": self.laps()}


def main() -> int:
    """The figures, and whether they are within the budget."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", type=Path)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--cars", type=int, default=60)
    parser.add_argument("--speed", type=int, default=300)
    parser.add_argument("--seed", type=int, default=24)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--driver", default="/usr/bin/chromedriver")
    arguments = parser.parse_args()
    simulated = ["--seed", str(arguments.seed), "--cars", str(arguments.cars), "--duration", f"{arguments.hours}h"]
    race = BoardRace(arguments.programs.resolve(), simulated, ["--speed", str(arguments.speed)])
    tab = None
    try:
        while not race.told():
            time.sleep(0.2)
        tab = Tab(race.url, arguments.browser, arguments.driver)
        # The first load of a browser fills its caches: the others count.
        loads = [tab.load() for _ in range(6)][1:]
        before = tab.spent()
        race.play()
        after_hour = None
        end = time.monotonic() + arguments.hours * 3600 / arguments.speed + 120
        while time.monotonic() < end:
            time.sleep(2)
            tab.look()
            told = race.told()
            if not told or not told.get("startMs"):
                continue
            hours = (told["nowMs"] - told["startMs"]) / 3_600_000
            if after_hour is None and hours >= 1:
                after_hour = tab.held()
            if told["phase"] == "ended":
                break
        time.sleep(3)
        tab.look()
        after = tab.spent()
        at_end = tab.held()
    finally:
        if tab:
            tab.close()
        race.close()
    return 0 if tell(arguments, loads, tab, (before, after), (after_hour, at_end)) else 1


def tell(
    arguments: argparse.Namespace, loads: list[float], tab: Tab, spent: tuple[dict[str, float], dict[str, float]],
    held: tuple[dict[str, int] | None, dict[str, int]],
) -> bool:  # fmt: skip
    """Prints the figures; whether each is within its budget."""
    load, middle = statistics.median(loads), statistics.median(tab.ticks)
    print(f"{arguments.cars} cars, {arguments.hours} h at {arguments.speed} times real speed; {held[1]['laps']} laps")
    print(f"first row after load: {', '.join(f'{each:.0f}' for each in loads)} ms; median {load:.0f} ms (at most 500)")
    most = statistics.quantiles(tab.ticks, n=100)[98]
    print(f"script time of {len(tab.ticks)} ticks: median {middle:.2f} ms (at most 4, of 1,000 or more), p99 {most:.2f} ms")
    names = {"script": "ScriptDuration", "style": "RecalcStyleDuration", "layout": "LayoutDuration"}
    each = {word: 1000 * (spent[1][name] - spent[0][name]) / len(tab.ticks) for word, name in names.items()}
    print(f"processor time of all there is, for each tick: {', '.join(f'{word} {ms:.2f} ms' for word, ms in each.items())}")
    is_quick = load <= 500 and middle <= 4 and len(tab.ticks) >= 1000
    first, last = held
    if first is None:
        print("heap and nodes: not told, the race has no second hour")
        return is_quick
    laps = max(1, last["laps"] - first["laps"])
    grown = (last["heap"] - first["heap"]) / laps
    print(f"heap: {first['heap'] / 1e6:.2f} MB after {first['laps']} laps, {last['heap'] / 1e6:.2f} MB at the end: {grown:.0f} bytes a lap (at most 200)")
    third = len(tab.elements) // 3
    early, late = tab.elements[:third], tab.elements[-third:]
    elements = [statistics.median(sum(each.values()) for each in part) for part in (early, late)]
    print(
        f"elements: median of the first third {elements[0]:.0f}, of the last {elements[1]:.0f}; at most "
        f"{max(sum(each.values()) for each in tab.elements)}; "
        f"nodes with those that are let go, {first['nodes']} after an hour, {last['nodes']} at the end"
    )
    more = {
        name: statistics.median(each.get(name, 0) for each in late) - statistics.median(each.get(name, 0) for each in early)
        for name in set().union(*tab.elements)
    }
    most_of_all = sorted(more, key=lambda name: -abs(more[name]))[:12]
    print(f"more or less of: {', '.join(f'{name} {more[name]:+.0f}' for name in most_of_all if more[name])}")
    # A row has some more or less with what it shows; what stays behind would be a multiple of the laps.
    return is_quick and grown <= 200 and elements[1] <= 1.05 * elements[0] and last["nodes"] <= 1.1 * first["nodes"]


if __name__ == "__main__":
    sys.exit(main())
