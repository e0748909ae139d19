#!/usr/bin/python3
"""Carries a directory of `lapwing-web --publish-to` by systemd/lapwing-publish again and again, kills it now and then, and looks all
the while whether everything is there that a file there names.

    publish_check.py --script FILE --from DIR --to DIR --stage DIR --until FILE [--seed N]

Goes on until the file is there, then carries once more and compares. Says as JSON how often it carried, killed and looked.
Ends with 1 where something that was named was missing. Needs Debian's rsync.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

ASSET = re.compile(r'(?:src|href)="(?:\./)?(assets/[^"]+|logo\.[^"]+)"')


class Reader:
    """Reads what is there as a browser does: first what names, then what is named."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.looks, self.missing = folder, 0, []
        self.over = Event()
        self.thread = Thread(target=self._read, daemon=True)

    def look(self) -> None:
        index = self.folder / "index.html"
        if not index.exists():
            return
        named = [self.folder / name for name in ASSET.findall(index.read_text())]
        assert named, "the page names no asset"
        for now in self.folder.glob("sessions/*/now.json"):
            told = json.loads(now.read_text())
            place = now.parent
            named.append(place / "board.json")
            named += [place / "ticks" / f"{told['run']}-{tick}.json" for tick in range(max(told["first"], 1), told["tick"] + 1)]
        self.missing += [str(path.relative_to(self.folder)) for path in named if not path.exists()]
        self.looks += 1

    def _read(self) -> None:
        while not self.over.is_set():
            self.look()
            time.sleep(0.002)


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("script", "from", "to", "stage", "until"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = vars(parser.parse_args())
    chance = random.Random(options["seed"])
    command = [options["script"], options["from"], options["to"], options["stage"]]
    reader = Reader(Path(options["to"]))
    reader.thread.start()
    carried = killed = 0
    while not Path(options["until"]).exists():
        child = subprocess.Popen(command, start_new_session=True)
        if chance.random() < 0.3:
            time.sleep(chance.uniform(0, 0.4))
            if child.poll() is None:
                subprocess.run(["kill", "-KILL", "--", f"-{child.pid}"], check=False)
                killed += 1
            child.wait()
        elif child.wait() != 0:
            print(f"lapwing-publish ended with {child.returncode}")
            return 1
        carried += 1
    subprocess.run(command, check=True)
    reader.over.set()
    reader.thread.join()
    reader.look()
    differing = []
    for path in Path(options["from"]).rglob("*"):
        there = Path(options["to"]) / path.relative_to(options["from"])
        if path.is_file() and not path.name.endswith(".new") and path.name != "now.json":
            if not there.exists() or there.read_bytes() != path.read_bytes():
                differing.append(path.name)
    ticks = {path.name.split("-")[0] for path in Path(options["to"]).glob("sessions/*/ticks/*.json")}
    print(json.dumps({"carried": carried, "killed": killed, "looks": reader.looks, "missing": reader.missing[:5],
                      "differing": differing[:5], "runs": len(ticks)}))
    return 0 if reader.looks > 50 and not reader.missing and not differing else 1


if __name__ == "__main__":
    sys.exit(main())
