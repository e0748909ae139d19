#!/usr/bin/python3
"""A whole meeting through daemon, relay and a server of NATS, with the session that is shown changing all the time; relay and
server are killed on the way. Each session's deltas and table are in the streams, whole, as the daemon has them.

    relay_sessions.py --programs FOLDER --race WEEKEND --work DIR --ports P1,P2,P3,P4,P5 [--speed N]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from typing import Any

from nats import Nats
from relay_kills import Parts, Published, until
from relay_table import differing


def published(whole: Published, session: str, epoch: int, last: int) -> list[bytes]:
    """The deltas of a session, as the daemon has them."""
    found: list[bytes] = []
    while len(found) < last:
        asked = {"request": "range", "session": session, "epoch": epoch, "from": len(found) + 1, "to": last}
        frames = whole.ask(asked)
        assert frames and json.loads(frames[0])["type"] == "rangeReply", frames
        found += frames[1:]
    return found


def report(port: int, whole: Published) -> dict[str, Any]:
    """Session by session, how the streams compare with the daemon."""
    frames = whole.ask({"request": "meeting"})
    meeting = json.loads(frames[0]) if frames else {}
    nats = Nats(port)
    try:
        stream: dict[str, list[bytes]] = {}
        for message in nats.pull("LAPWING"):
            stream.setdefault(message.headers["Nats-Subject"].split(".")[2], []).append(message.data)
        told: dict[str, Any] = {}
        for session in meeting["sessions"]:
            name = session["id"]
            deltas = published(whole, name, meeting["epoch"], session["seq"])
            has = stream.get(name, [])
            frames = whole.ask({"request": "snapshot", "session": name})
            table = differing(nats, f"sepang.{name}", json.loads(frames[0])) if frames and has else []
            told[name] = {"deltas": len(deltas), "stored": len(has), "same": has == deltas, "differing": len(table)}
        return told
    finally:
        nats.close()


def is_whole(told: dict[str, Any]) -> bool:
    return all(each["same"] and not each["differing"] for each in told.values())


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("programs", "race", "work", "ports"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--speed", default="800")
    options = parser.parse_args()
    parts = Parts(options)
    whole = None
    replay = None
    try:
        for name in ("server", "daemon", "relay1"):
            parts.start(name)
        whole = Published(parts)
        until("the daemon runs the meeting", 20, lambda: whole.ask({"request": "meeting"}))
        replay = subprocess.Popen(
            [f"{parts.programs}/lapwing", "replay", options.race, "--quiet", "--speed", options.speed, "--linger", "600s"]
            + parts.replay_options, stdout=subprocess.DEVNULL, stderr=(parts.work / "replay.log").open("wb"))
        shown: list[str | None] = []
        stood, before, kills = time.monotonic(), None, ["relay1", "server"]
        deadline = stood + 120
        # Until every session has its result and nothing has come for three seconds.
        while time.monotonic() < deadline:
            frames = whole.ask({"request": "meeting"})
            meeting = json.loads(frames[0]) if frames else {}
            if meeting.get("shown") and (not shown or shown[-1] != meeting["shown"]):
                shown.append(meeting["shown"])
                if len(shown) % 4 == 0 and kills:
                    name = kills.pop()
                    parts.kill(name)
                    parts.start(name)
            now = [(each["state"], each["seq"]) for each in meeting.get("sessions", [])]
            if now != before:
                stood, before = time.monotonic(), now
            over = all(state in ("provisional", "final", "abandoned") for state, _ in now)
            if over and now and time.monotonic() - stood > 3:
                break
            time.sleep(0.05)
        told: dict[str, Any] = {}

        def arrived() -> bool:
            told.update(report(int(parts.nats), whole))
            return is_whole(told)

        try:
            until("the streams have every session whole", 20, arrived)
        except TimeoutError as late:
            print(late)
        print(json.dumps({"shown": shown, "sessions": told}))
        return 0 if is_whole(told) and len(set(shown)) > 5 and not kills else 1
    finally:
        if whole:
            whole.end()
        if replay:
            replay.kill()
            replay.wait()
        parts.end()


if __name__ == "__main__":
    sys.exit(main())
