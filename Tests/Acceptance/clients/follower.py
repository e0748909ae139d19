"""Follows a session by publication and query socket as section 4.1 says, mending what goes missing."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

import zmq

import asking
import wire
from asking import Asker, NoAnswer, Refused
from contract import Contract
from table import Place, Table
from wire import Message

PHASES = ["scheduled", "running", "finishing", "ended"]
QUIET_BEATS = 2


class NotReached(Exception):
    """The time ran out before what was awaited."""


@dataclass
class Counts:
    """What a follower has seen."""

    messages: int = 0
    dropped: int = 0
    recovered: int = 0
    snapshots: int = 0


class Subscriber:
    """A SUB socket, a query socket and the table that comes of them.

    `drop` is the fraction of messages thrown away unread, on purpose, so that they must be mended.
    """

    def __init__(
        self, context: zmq.Context, publication: str, query: str, session: str, contract: Contract, drop: float = 0.0, seed: int = 0,
        with_status: bool = True,
    ) -> None:  # fmt: skip
        self.session, self.counts = session, Counts()
        self.table: Table | None = None
        self.quiet_beats = 0
        self.asker = Asker(context, query, contract)
        self._contract, self._drop, self._random = contract, drop, random.Random(seed)
        self._last_next: int | None = None
        self._socket = context.socket(zmq.SUB)
        self._socket.linger = 0
        self._socket.rcvhwm = 0
        for topic in (f"timing/{session} ", f"beat/{session} ", *(["status "] if with_status else [])):
            self._socket.subscribe(topic)
        self._socket.connect(publication)

    def close(self) -> None:
        """Leaves."""
        self._socket.close(linger=0)
        self.asker.close()

    @property
    def socket(self) -> zmq.Socket:
        """To be polled beside others."""
        return self._socket

    def reach(self, epoch: int, seq: int) -> None:
        """Asks for what is missing up to a delta that is known to be there."""
        match self.table.place(epoch, seq):
            case Place.NEW_EPOCH:
                self.take_snapshot()
            case Place.NEXT | Place.BEYOND:
                self._mend(seq)

    def take_snapshot(self) -> None:
        """Begins the table anew."""
        self.table = Table(asking.snapshot(self.asker, self.session))
        self.counts.snapshots += 1
        self._heard_news()

    def step(self, seconds: float) -> bool:
        """Takes in the next message, if one comes within `seconds`."""
        if not self._socket.poll(1000 * max(0.0, seconds)):
            return False
        frames = self._socket.recv_multipart()
        self.counts.messages += 1
        if self._random.random() < self._drop:
            self.counts.dropped += 1
            return True
        self.take(frames)
        return True

    def take(self, frames: list[bytes]) -> None:
        """Takes in one published message."""
        message = self._read(frames)
        match message["type"]:
            case "delta":
                self._heard_news()
                self._follow(message)
            case "heartbeat":
                self._beat(message)

    def _read(self, frames: list[bytes]) -> Message:
        if len(frames) != 1:
            raise wire.NotUnderstood(f"a published message is one frame, this has {len(frames)}")
        topic, _, text = frames[0].partition(b" ")
        message = wire.parse(text)
        self._contract.check(message, f"publication, topic {topic.decode()}")
        expected = {"delta": f"timing/{self.session}", "heartbeat": f"beat/{self.session}", "status": "status"}
        if topic.decode() != expected.get(message["type"]):
            raise wire.NotUnderstood(f"a {message['type']} came under the topic {topic.decode()!r}")
        if message["session"] != self.session:
            raise wire.NotUnderstood(f"a {message['type']} of session {message['session']!r} came to {self.session!r}")
        return message

    def _follow(self, delta: Message) -> None:
        match self.table.place(delta["epoch"], delta["seq"]):
            case Place.NEXT:
                self.table.apply(delta)
            case Place.BEYOND:
                self._mend(delta["seq"] - 1)
                if self.table.place(delta["epoch"], delta["seq"]) is Place.NEXT:
                    self.table.apply(delta)
            case Place.NEW_EPOCH:
                self.take_snapshot()
            case Place.KNOWN:
                pass

    def _beat(self, beat: Message) -> None:
        match self.table.place(beat["epoch"], beat["next"] - 1):
            case Place.NEW_EPOCH:
                self.take_snapshot()
                return
            case Place.NEXT | Place.BEYOND:
                self._heard_news()
                self._mend(beat["next"] - 1)
        repeats = beat["next"] == self._last_next
        self.quiet_beats = self.quiet_beats + 1 if repeats else 1
        self._last_next = beat["next"]

    def _mend(self, last: int) -> None:
        try:
            missing = asking.deltas(self.asker, self.session, self.table.epoch, self.table.seq + 1, last)
        except Refused:
            self.take_snapshot()
            return
        for delta in missing:
            self.table.apply(delta)
        self.counts.recovered += len(missing)

    def _heard_news(self) -> None:
        self.quiet_beats, self._last_next = 0, None


def join(subscriber: Subscriber, after: int, deadline: float) -> None:
    """Takes the first snapshot once Lapwing answers and its `seq` is at least `after`: how a late joiner comes."""
    while True:
        try:
            if after == 0 or asking.status(subscriber.asker)["seq"] >= after:
                subscriber.take_snapshot()
                return
        except (NoAnswer, Refused) as error:
            last = str(error)
        else:
            last = f"delta {after} is not there yet"
        if time.monotonic() >= deadline:
            raise NotReached(f"could not join: {last}")
        time.sleep(0.05)


def _reached(table: Table, phase: str) -> bool:
    return PHASES.index(table.race["phase"]) >= PHASES.index(phase)


def follow_until(subscriber: Subscriber, phase: str, deadline: float) -> None:
    """Follows until the race has come to `phase` and nothing more is published."""
    while not (_reached(subscriber.table, phase) and subscriber.quiet_beats >= QUIET_BEATS):
        left = deadline - time.monotonic()
        if left <= 0:
            state = f"phase {subscriber.table.race['phase']}, delta {subscriber.table.seq}, {subscriber.counts}"
            raise NotReached(f"the time ran out before phase {phase} and quiet: {state}")
        try:
            subscriber.step(min(left, 1.0))
        except NoAnswer:
            continue  # Lapwing is down or starting; the next message shows again what is missing


def compare(subscriber: Subscriber, deadline: float) -> list[str]:
    """The differences between the table and a fresh snapshot at one and the same `seq`."""
    while time.monotonic() < deadline:
        fresh = asking.snapshot(subscriber.asker, subscriber.session)
        while subscriber.table.epoch == fresh["epoch"] and subscriber.table.seq < fresh["seq"]:
            if time.monotonic() >= deadline:
                raise NotReached(f"the snapshot is at {fresh['seq']}, but only {subscriber.table.seq} was published")
            subscriber.step(1.0)
        if (subscriber.table.epoch, subscriber.table.seq) == (fresh["epoch"], fresh["seq"]):
            return subscriber.table.differences(fresh)
        if subscriber.table.epoch != fresh["epoch"]:
            subscriber.step(1.0)
    raise NotReached("table and snapshot never stood at the same delta")
