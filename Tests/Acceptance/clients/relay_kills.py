#!/usr/bin/python3
"""A race through daemon, relay and a server of NATS, each of which is killed at random instants; then what the stream has.

    relay_kills.py --programs FOLDER --race DIR --work DIR --ports P1,P2,P3,P4,P5 [--kills N] [--relays N] [--seed N] [--pause S]

Says at the end, as JSON, what was killed and how the stream compares with the publication: every delta once, in order, the
same bytes; and the table, kept part by part, with the daemon's snapshot. Ends with 1 where they differ. Needs Debian's nats-server and python3-zmq.
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
from typing import Any

import zmq

from nats import Nats
from relay_table import TableWatch, differing

Name = tuple[int, int]


class Parts:
    """The processes, each started again as it was."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.work = Path(options.work)
        self.programs = Path(options.programs)
        feed, recovery, publication, query, self.nats = options.ports.split(",")
        here = "tcp://127.0.0.1"
        self.publication, self.query = f"{here}:{publication}", f"{here}:{query}"
        self.control = f"ipc://{self.work}/control"
        self.replay_options = ["--feed", f"{here}:{feed}", "--recovery", f"{here}:{recovery}", "--control", self.control]
        self.configuration = self.work / "lapwing.yaml"
        self.configuration.write_text(f"""event: {options.race}/event.yaml
feeds: [{{name: replay, connect: "{here}:{feed}", recovery: "{here}:{recovery}"}}]
publication: {self.publication}
query: {self.query}
control: {self.control}
journal: {{directory: {self.work}/journal}}
limits: {{requestsPerSecond: 1000000}}
""")
        (self.work / "nats.conf").write_text(
            f'listen: "127.0.0.1:{self.nats}"\njetstream {{ store_dir: "{self.work}/jetstream", max_file: 4G }}\n'
        )
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.starts = 0

    def command(self, name: str) -> list[str]:
        if name == "daemon":
            return [f"{self.programs}/lapwingd", "--config", str(self.configuration)]
        if name == "server":
            return ["nats-server", "-c", str(self.work / "nats.conf")]
        return [
            f"{self.programs}/lapwing-relay", "nats", "--nats", f"nats://127.0.0.1:{self.nats}", "--publication",
            self.publication, "--query", self.query, "--meeting", "sepang", "--snapshots", "2",
        ]

    def start(self, name: str) -> None:
        self.starts += 1
        with (self.work / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(self.command(name), stdout=log, stderr=log)

    def kill(self, name: str) -> None:
        child = self.running.pop(name)
        if child.poll() is not None:
            raise RuntimeError(f"{name} had ended by itself:\n{(self.work / f'{name}.log').read_text()[-2000:]}")
        child.kill()
        child.wait()

    def end(self) -> None:
        for child in self.running.values():
            child.kill()
            child.wait()


class Published:
    """The bytes of every delta that was published, as a subscriber gets them, and where it misses some, as a range."""

    def __init__(self, parts: Parts) -> None:
        self.found: dict[Name, bytes] = {}
        self.differing = 0
        self.context = zmq.Context()
        self.query = parts.query
        self.over = Event()
        self.thread = Thread(target=self._listen, args=(parts.publication,), daemon=True)
        self.thread.start()

    def end(self) -> None:
        self.over.set()
        self.thread.join()

    def note(self, body: bytes) -> None:
        match = re.search(rb'"epoch":(\d+),"seq":(\d+)', body)
        assert match, body[:200]
        name = (int(match[1]), int(match[2]))
        if self.found.setdefault(name, body) != body:
            self.differing += 1

    def _listen(self, address: str) -> None:
        socket = self.context.socket(zmq.SUB)
        socket.setsockopt(zmq.RCVHWM, 100_000)
        socket.setsockopt(zmq.RECONNECT_IVL, 20)
        socket.subscribe(b"timing/")
        socket.connect(address)
        while not self.over.is_set():
            if socket.poll(100):
                self.note(socket.recv().split(b" ", 1)[1])
        socket.close(0)

    def ask(self, asked: dict[str, Any]) -> list[bytes] | None:
        socket = self.context.socket(zmq.DEALER)
        socket.connect(self.query)
        socket.send(json.dumps({"v": 1, "type": "request"} | asked).encode())
        frames = socket.recv_multipart() if socket.poll(2000) else None
        socket.close(0)
        return frames

    def snapshot(self) -> dict[str, Any] | None:
        frames = self.ask({"request": "snapshot"})
        head = json.loads(frames[0]) if frames else {}
        return head if head.get("type") == "snapshot" else None

    def latest(self) -> Name | None:
        head = self.snapshot()
        return (head["epoch"], head["seq"]) if head else None

    def mend(self, latest: Name) -> None:
        """Asks for what is missing, as far back as the daemon has it."""
        epoch, last = latest
        have = {seq for _, seq in self.found}
        missing = [seq for seq in range(1, last + 1) if seq not in have]
        while missing:
            frames = self.ask({"request": "range", "epoch": epoch, "from": missing[0], "to": missing[-1]})
            if frames and json.loads(frames[0])["type"] == "rangeReply":
                for body in frames[1:]:
                    self.note(body)
                upto = json.loads(frames[0])["to"]
                missing = [seq for seq in missing if seq > upto]
            else:
                missing = missing[1:]


def until(what: str, seconds: float, condition: Any) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if found := condition():
                return found
        except (OSError, TimeoutError, AssertionError, KeyError):
            pass
        time.sleep(0.05)
    raise TimeoutError(f"not reached within {seconds} s: {what}")


def stored(port: int) -> list[Any]:
    nats = Nats(port)
    try:
        return nats.pull("LAPWING")
    finally:
        nats.close()


def numbered(port: int, stream: str) -> int:
    """The number of a stream's last message."""
    nats = Nats(port)
    try:
        return int(nats.api(f"STREAM.INFO.{stream}")["state"]["last_seq"])
    finally:
        nats.close()


def table_is_right(port: int, published: Published) -> Any:
    nats = Nats(port)
    try:
        snapshot = published.snapshot()
        return snapshot and not differing(nats, f"sepang.{snapshot['session']}", snapshot)
    finally:
        nats.close()


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("programs", "race", "work", "ports"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--relays", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pause", type=float, default=0.9)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    parts = Parts(options)
    names = [f"relay{number + 1}" for number in range(options.relays)]
    for name in ["server", "daemon", *names]:
        parts.start(name)
    published = Published(parts)
    table = TableWatch(int(parts.nats), "sepang.*")
    # The kills fall into the whole race, whatever its length.
    times = [json.loads(line) for line in (Path(options.race) / "recording.jsonl").read_text().splitlines()]
    length = max(c["timeUs"] for line in times for c in line.get("crossings", [])) - min(
        c["timeUs"] for line in times for c in line.get("crossings", []))
    speed = max(1, round(length / 1e6 / (options.kills * options.pause * 0.9)))
    replay = subprocess.Popen(
        [f"{parts.programs}/lapwing", "replay", options.race, "--quiet", "--speed", str(speed), "--linger", "600s"]
        + parts.replay_options, stdout=subprocess.DEVNULL, stderr=(parts.work / "replay.log").open("wb"))
    killed: dict[str, int] = {}
    deck: list[str] = []
    try:
        for _ in range(options.kills):
            time.sleep(chance.uniform(0.1, 2 * options.pause - 0.1))
            # Each part has its turn, in another order every time.
            deck = deck or chance.sample(turns := [*names, *names, "server", "daemon"], len(turns))
            name = deck.pop()
            parts.kill(name)
            killed[name] = killed.get(name, 0) + 1
            # Some stay away for a moment.
            time.sleep(chance.choice([0, 0, 0.05, 0.3]))
            parts.start(name)
        before: Name | None = None
        stood = time.monotonic()
        deadline = stood + 60
        while time.monotonic() - stood < 3 and time.monotonic() < deadline:
            now = published.latest()
            if now is None or now != before or now[1] < len(times):
                before, stood = now, time.monotonic()
            time.sleep(0.2)
        assert before, "the daemon does not answer"
        published.mend(before)

        def whole() -> Any:
            messages = stored(int(parts.nats))
            last = messages[-1].headers
            return messages if (int(last["Lw-Epoch"]), int(last["Lw-Seq"])) == before else None

        messages = until(f"the stream has {before}", 30, whole)
        until("the table says what the snapshot says", 30, lambda: table_is_right(int(parts.nats), published))
        # Begun once more where nothing happens: all that is said again is the same, and does not go back.
        snapshots = numbered(int(parts.nats), "LAPWING-SNAPSHOT")
        for name in names:
            parts.kill(name)
            parts.start(name)
        until("a relay has begun again", 30, lambda: numbered(int(parts.nats), "LAPWING-SNAPSHOT") > snapshots)
        until("the table is still right", 30, lambda: table_is_right(int(parts.nats), published))
        told = [(int(m.headers["Lw-Epoch"]), int(m.headers["Lw-Seq"])) for m in messages]
        sequences = [seq for _, seq in told]
        same = sum(published.found.get(name) == m.data for name, m in zip(told, messages))
        differing = sum(name in published.found and published.found[name] != m.data for name, m in zip(told, messages))
        logs = "".join((parts.work / f"{name}.log").read_text() for name in names)
        report = {
            "kills": sum(killed.values()), "killed": killed, "speed": speed, "deltas": before[1], "stored": len(told),
            "once": len(set(told)) == len(told), "inOrder": told == sorted(told),
            "whole": sequences == list(range(1, before[1] + 1)), "same": same, "differing": differing,
            "publishedTwice": published.differing, "refusals": logs.count("another writer"),
            "gaps": logs.count("no longer be had"), "epochs": len({epoch for epoch, _ in told}),
            "parts": table.heard, "partBytes": table.bytes, "wentBack": len(table.wentBack),
            "putRight": logs.count("has put right"),
        }
        print(json.dumps(report), flush=True)
        good = report["once"] and report["inOrder"] and report["whole"] and not differing and not published.differing
        good = good and table.heard > 0 and not table.wentBack and not report["putRight"]
        return 0 if good and same >= 0.98 * len(told) else 1
    finally:
        published.end()
        table.end()
        replay.kill()
        replay.wait()
        parts.end()


if __name__ == "__main__":
    sys.exit(main())
