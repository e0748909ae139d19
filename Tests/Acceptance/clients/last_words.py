#!/usr/bin/python3
"""Feeds a burst, tells the daemon to stop under it, and prints what was published until the end, as JSON."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
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
BEGIN_US = 1_526_715_000_000_000
PATIENCE = 20.0


class NothingCame(Exception):
    """What was awaited did not come in time."""


class Listener:
    """A SUB socket that also knows when the other side has closed. What comes is judged afterwards: it has to be fast."""

    def __init__(self, context: zmq.Context, publication: str, session: str) -> None:
        self.frames: list[bytes] = []
        self._delta, self._beat = f"timing/{session} ".encode(), f"beat/{session} ".encode()
        self._socket = context.socket(zmq.SUB)
        # What is not read yet is to wait with the daemon, not here.
        self._socket.rcvhwm = 1
        self._monitor = self._socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        for topic in (self._delta, self._beat):
            self._socket.subscribe(topic)
        self._socket.connect(publication)

    def wait_for_beat(self) -> None:
        """Reads until there is a heartbeat."""
        deadline = time.monotonic() + PATIENCE
        while not any(frame.startswith(self._beat) for frame in self.frames[-1:]):
            if not self._read(deadline - time.monotonic()):
                raise NothingCame("no heartbeat was published")

    def has_delta(self) -> bool:
        """Whether a delta has come by now; reads at most one frame."""
        return self._read(0) and self.frames[-1].startswith(self._delta)

    def read_to_the_end(self) -> None:
        """Reads until the daemon has closed and nothing is left."""
        deadline = time.monotonic() + PATIENCE
        while not self._monitor.poll(0):
            self._read(0.05)
            if time.monotonic() >= deadline:
                raise NothingCame("the daemon did not close the publication")
        recv_monitor_message(self._monitor)
        while self._read(0.5):
            pass

    def heard(self, contract: Contract) -> Heard:
        """What has come until now."""
        heard = Heard()
        for frame in self.frames:
            message = wire.parse(frame.partition(b" ")[2])
            contract.check(message, "publication")
            heard.take(message)
        return heard

    def _read(self, seconds: float) -> bool:
        if not self._socket.poll(1000 * max(0.0, seconds)):
            return False
        self.frames.append(self._socket.recv())
        return True


@dataclass
class Heard:
    """What the frames say."""

    numbers: list[int] = field(default_factory=list)
    sequences: list[int] = field(default_factory=list)
    next: int = 0

    def take(self, message: wire.Message) -> None:
        """Takes in a delta or a heartbeat."""
        if message["type"] == "heartbeat":
            self.next = message["next"]
            return
        self.sequences.append(message["seq"])
        if "crossing" in message["input"]:
            self.numbers.append(message["input"]["crossing"]["number"])

    @property
    def is_gapless(self) -> bool:
        """Whether crossings and deltas are 1 … n, in order."""
        return all(each == list(range(1, len(each) + 1)) for each in (self.numbers, self.sequences))


def bursts(count: int) -> Iterator[bytes]:
    """Messages with crossings of one car, a millisecond apart."""
    for first in range(1, count + 1, BATCH):
        numbers = range(first, min(first + BATCH, count + 1))
        yield wire.pack_crossings(DECODER, EPOCH, [
            {"number": number, "timeUs": BEGIN_US + 1000 * number, "loop": LOOP, "transponder": TRANSPONDER}
            for number in numbers
        ])  # fmt: skip


def received(status: wire.Message) -> int:
    """How many crossings of the burst Lapwing has received and worked off."""
    taken = decoders(status).get((DECODER, EPOCH), {"received": 0})["received"]
    return min(taken, status["inputs"]["crossings"])


def run(options: argparse.Namespace, context: zmq.Context) -> wire.Message:
    """Feeds, stops the daemon, and gives what came of it."""
    contract = Contract()
    listener = Listener(context, options.publication, options.session)
    publisher = context.socket(zmq.XPUB)
    publisher.sndhwm = 0
    publisher.bind(options.bind)
    if not publisher.poll(1000 * PATIENCE):
        raise NothingCame("nobody subscribed to the feed")
    listener.wait_for_beat()
    before = 0
    for burst in bursts(options.count):
        publisher.send(burst)
        if options.when == "first-delta" and not before and listener.has_delta():
            before = 1
            os.kill(options.daemon, signal.SIGTERM)
    if options.when == "received":
        before = await_received(Asker(context, options.query, contract), options.count)
        os.kill(options.daemon, signal.SIGTERM)
    elif not before:
        raise NothingCame("nothing was published while the burst was sent: it is too short")
    listener.read_to_the_end()
    heard = listener.heard(contract)
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
