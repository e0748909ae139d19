#!/usr/bin/python3
"""A relay that was away for longer than the daemon keeps deltas: the stream goes on behind a snapshot, and the gap is said;
the table, kept part by part, is whole.

    relay_gap.py --programs FOLDER --race DIR --work DIR --ports P1,P2,P3,P4,P5
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time

from nats import Nats
from relay_kills import Parts, Published, table_is_right, until


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("programs", "race", "work", "ports"):
        parser.add_argument(f"--{name}", required=True)
    options = parser.parse_args()
    parts = Parts(options)
    text = parts.configuration.read_text()
    parts.configuration.write_text(text.replace("limits: {", "limits: {historyBytes: 64 KiB, "))
    replay = published = None
    try:
        for name in ("server", "daemon", "relay1"):
            parts.start(name)
        nats = until("the server is there", 20, lambda: Nats(int(parts.nats)))
        nats.subscribe("lw.*.*.delta")
        nats.subscribe("lw.*.*.snapshot")
        published = Published(parts)
        replay = subprocess.Popen(
            [f"{parts.programs}/lapwing", "replay", options.race, "--quiet", "--speed", "300", "--linger", "600s"]
            + parts.replay_options, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        said: list[str] = []
        numbers: list[int] = []
        deadline, killed, quiet = time.monotonic() + 60, False, time.monotonic()
        # Until nothing has come for three seconds.
        while time.monotonic() < deadline and (len(numbers) < 1000 or time.monotonic() - quiet < 3):
            message = nats.next(0.2)
            if message and message.subject.startswith("lw."):
                kind = message.subject.rsplit(".", 1)[1]
                number = int(message.headers["Lw-Seq"])
                said.append(f"{kind} {number}")
                if kind == "delta":
                    numbers.append(number)
                    quiet = time.monotonic()
            if not killed and len(numbers) > 500:
                parts.kill("relay1")
                time.sleep(2.5)
                parts.start("relay1")
                killed = True
        stream = [int(m.headers["Lw-Seq"]) for m in nats.pull("LAPWING")]
        gaps = [(before, after) for before, after in zip(stream, stream[1:]) if after != before + 1]
        behind = [said.index(f"snapshot {after - 1}") < said.index(f"delta {after}") for _, after in gaps
                  if f"snapshot {after - 1}" in said]
        log = (parts.work / "relay1.log").read_text()
        print(json.dumps({"stored": len(stream), "gaps": gaps, "behindASnapshot": behind,
                          "said": log.count("can no longer be had of the daemon")}))
        until("the table says what the snapshot says", 20, lambda: table_is_right(int(parts.nats), published))
        good = len(gaps) == 1 and behind == [True] and log.count("can no longer be had") == 1
        return 0 if good and stream == sorted(set(stream)) and stream[-1] > 2600 else 1
    finally:
        if published:
            published.end()
        if replay:
            replay.kill()
            replay.wait()
        parts.end()


if __name__ == "__main__":
    sys.exit(main())
