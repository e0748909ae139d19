#!/usr/bin/python3
"""Feeds a burst, tells the daemon to stop under it, and prints what was published until the end, as JSON."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from dataclasses import dataclass, field

import zmq
from zmq.utils.monitor import recv_monitor_message

import asking
import wire
from asking import Asker, NoAnswer
from contract import Contract
from feeder import decoders

DECODER, EPOCH = 101, 1
TRANSPONDER, LOOP = 1, 1
BATCH = 10
PATIENCE = 20.0


class NothingCame(Exception):
    """What was awaited did not come in time."""


@dataclass
class Heard:
    """What a subscriber has heard."""

    numbers: list[int] = field(default_factory=list)
    sequences: list[int] = field(default_factory=list)
    next: int = 0

    def take(self, data: bytes, contract: Contract) -> None:
        """Takes in one published message."""
        message = wire.parse(data.partition(b" ")[2])
        contract.check(message, "publication")
        if message["type"] == "heartbeat":
            self.next = message["next"]
        elif message["type"] == "delta":
            self.sequences.append(message["seq"])
            if "crossing" in message["input"]:
                self.numbers.append(message["input"]["crossing"]["number"])

    @property
    def is_gapless(self) -> bool:
        """Whether crossings and deltas are 1 … n, in order."""
        return all(each == list(range(1, len(each) + 1)) for each in (self.numbers, self.sequences))


class Listener:
    """A SUB socket that also knows when the other side has closed."""

    def __init__(self, context: zmq.Context, publication: str, session: str, contract: Contract) -> None:
        self.heard, self._contract = Heard(), contract
        self._socket = context.socket(zmq.SUB)
        # What is not read yet is to wait with the daemon, not here.
        self._socket.rcvhwm = 100
        self._socket.rcvbuf = 4096
        self._monitor = self._socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        for topic in (f"timing/{session} ", f"beat/{session} "):
            self._socket.subscribe(topic)
        self._socket.connect(publication)

    def wait_for(self, reached: str) -> None:
        """Reads until there is a heartbeat, or a delta."""
        deadline = time.monotonic() + PATIENCE
        while not (self.heard.next if reached == "heartbeat" else self.heard.sequences):
            if not self._step(deadline - time.monotonic()):
                raise NothingCame(f"no {reached} was published")

    def read_to_the_end(self) -> None:
        """Reads until the daemon has closed and nothing is left."""
        deadline = time.monotonic() + PATIENCE
        while not self._monitor.poll(0):
            self._step(0.05)
            if time.monotonic() >= deadline:
                raise NothingCame("the daemon did not close the publication")
        recv_monitor_message(self._monitor)
        while self._step(0.5):
            pass

    def _step(self, seconds: float) -> bool:
        if not self._socket.poll(1000 * max(0.0, seconds)):
            return False
        self.heard.take(self._socket.recv(), self._contract)
        return True


def crossings(count: int) -> list[wire.Message]:
    """Crossings of one car, a millisecond apart."""
    return [
        {"number": number, "timeUs": 1_526_715_000_000_000 + 1000 * number, "loop": LOOP, "transponder": TRANSPONDER}
        for number in range(1, count + 1)
    ]


def received(status: wire.Message) -> int:
    """How many crossings of the burst Lapwing has received and worked off."""
    taken = decoders(status).get((DECODER, EPOCH), {"received": 0})["received"]
    return min(taken, status["inputs"]["crossings"])


def run(options: argparse.Namespace, context: zmq.Context) -> wire.Message:
    """Feeds, stops the daemon, and gives what came of it."""
    contract = Contract()
    listener = Listener(context, options.publication, options.session, contract)
    publisher = context.socket(zmq.XPUB)
    publisher.sndhwm = 0
    publisher.bind(options.bind)
    if not publisher.poll(1000 * PATIENCE):
        raise NothingCame("nobody subscribed to the feed")
    listener.wait_for("heartbeat")
    burst = crossings(options.count)
    for first in range(0, options.count, BATCH):
        publisher.send(wire.pack_crossings(DECODER, EPOCH, burst[first : first + BATCH]))
    if options.when == "received":
        before = await_received(Asker(context, options.query, contract), options.count)
    else:
        listener.wait_for("delta")
        before = len(listener.heard.numbers)
    os.kill(options.daemon, signal.SIGTERM)
    listener.read_to_the_end()
    heard = listener.heard
    return {
        "sent": options.count, "before": before, "published": len(heard.numbers), "isGapless": heard.is_gapless,
        "next": heard.next, "following": len(heard.sequences) + 1,
    }  # fmt: skip


def await_received(asker: Asker, count: int) -> int:
    """Asks until Lapwing has received so many crossings."""
    deadline = time.monotonic() + PATIENCE
    while (taken := received(asking.status(asker))) < count:
        if time.monotonic() >= deadline:
            raise NothingCame(f"only {taken} of {count} crossings were received")
        time.sleep(0.02)
    return taken


def main() -> int:
    """Exit status 0 when the daemon was heard to its end."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("bind", "publication", "query"):
        parser.add_argument(f"--{name}", required=True, metavar="ADDRESS")
    parser.add_argument("--session", required=True)
    parser.add_argument("--daemon", type=int, required=True, metavar="PID")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--when", choices=["received", "first-delta"], required=True, help="the daemon is told to stop")
    options = parser.parse_args()
    context = zmq.Context()
    try:
        print(json.dumps(run(options, context)))
    except (NothingCame, NoAnswer, wire.NotUnderstood, OSError) as error:
        print(f"last words: {error}", file=sys.stderr)
        return 1
    finally:
        context.destroy(linger=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
