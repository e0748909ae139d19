"""A crossing feed with its recovery socket (section 2), and a recording played on it (section 5)."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby

import zmq

import asking
import wire
from asking import Asker, NoAnswer, Refused
from contract import Contract
from recording import Command, Crossing, Delivery, batches
from wire import Message

Run = tuple[int, int]
"""A decoder and its epoch."""

BEAT_SECONDS = 0.5
FRAME_CROSSINGS = 50
JSON_FORM, PACKED_FORM, MIXED_FORM = "json", "packed", "mixed"


class FeedFailed(Exception):
    """Lapwing did not take what was fed."""


class Store:
    """What the decoders hold: every crossing by its number, and how far each decoder has got."""

    def __init__(self) -> None:
        self._held: dict[Run, dict[int, Message]] = {}
        self._following: dict[Run, int] = {}

    def keep(self, crossing: Crossing) -> None:
        """Holds a crossing that has its number already."""
        self._held.setdefault((crossing.decoder, crossing.epoch), {})[crossing.members["number"]] = crossing.members

    def number(self, decoder: int, epoch: int, members: Message) -> Crossing:
        """Gives a new crossing the decoder's next number, and holds it."""
        held = self._held.setdefault((decoder, epoch), {})
        crossing = Crossing(decoder, epoch, {"number": max(held, default=0) + 1} | members)
        self.keep(crossing)
        return crossing

    def announce(self, crossing: Crossing) -> None:
        """The decoder has seen this crossing now, whether or not it is published."""
        run = (crossing.decoder, crossing.epoch)
        self._following[run] = max(self.following(run), crossing.members["number"] + 1)

    def following(self, run: Run) -> int:
        """The number that the run's next crossing will have."""
        return self._following.get(run) or min(self._held.get(run, {}), default=1)

    def current(self) -> dict[int, Run]:
        """The run in which each decoder is: the newest that has begun, or its first."""
        runs: dict[int, Run] = {}
        for run in sorted(self._held, key=lambda run: (run in self._following, run[1] if run in self._following else -run[1])):
            runs[run[0]] = run
        return runs

    def ends_older_run(self, crossing: Crossing) -> bool:
        """Whether nothing would show that this crossing is missing, because its run is over after it."""
        run = (crossing.decoder, crossing.epoch)
        newer = any(other[0] == run[0] and other[1] > run[1] for other in self._held)
        return newer and crossing.members["number"] == max(self._held[run])

    def absent(self) -> int:
        """Numbers that were announced but that no decoder holds."""
        return sum(following - 1 - sum(n < following for n in self._held.get(run, {})) for run, following in self._following.items())

    def lookup(self, run: Run, first: int, last: int, most: int) -> tuple[int, list[Message]] | None:
        """The crossings of the range as far as one answer goes, and that far; none of them when they are not held.

        None when `first` has not been seen yet: there is nothing to say about it.
        """
        last = min(last, self.following(run) - 1)
        if first > last:
            return None
        held = self._held.get(run, {})
        if first not in held:
            return next((n - 1 for n in sorted(held) if first < n <= last), last), []
        found: list[Message] = []
        while first <= last and first in held and len(found) < most:
            found.append(held[first])
            first += 1
        return first - 1, found


@dataclass
class FeedCounts:
    """What a feed has done."""

    crossings: int = 0
    messages: int = 0
    packed: int = 0
    duplicated: int = 0
    withheld: int = 0
    ranges: int = 0
    partial: int = 0
    recovered: int = 0
    commands: int = 0
    refused: int = 0


@dataclass
class Misfortune:
    """What goes wrong on purpose: chances of 0 … 1 per message, and the most crossings that one range answer holds."""

    duplicate: float = 0.0
    withhold: float = 0.0
    cut_answers: float = 0.25
    most_per_answer: int = 1000


@dataclass
class Feed:
    """The feed's two sockets, bound. Call `attend` often: it serves recovery and beats."""

    context: zmq.Context
    bind: str
    recovery: str
    contract: Contract
    form: str = JSON_FORM
    misfortune: Misfortune = field(default_factory=Misfortune)
    chance: random.Random = field(default_factory=random.Random)
    store: Store = field(default_factory=Store)
    counts: FeedCounts = field(default_factory=FeedCounts)
    now_us: int = 0
    subscribers: int = 0

    def __post_init__(self) -> None:
        # XPUB is a PUB on the wire; it also lets us see who subscribes.
        self._publisher = self.context.socket(zmq.XPUB)
        self._publisher.setsockopt(zmq.XPUB_VERBOSER, 1)
        self._router = self.context.socket(zmq.ROUTER)
        for socket, address in ((self._publisher, self.bind), (self._router, self.recovery)):
            socket.linger = 0
            socket.bind(address)
        self.bind = self._publisher.last_endpoint.decode()
        self.recovery = self._router.last_endpoint.decode()
        self._next_beat = 0.0

    def close(self) -> None:
        """Silence."""
        self._publisher.close(linger=0)
        self._router.close(linger=0)

    def attend(self, seconds: float, also: zmq.Socket | None = None) -> None:
        """Serves recovery, sees subscriptions and beats for so long, or until `also` has something to read."""
        deadline = time.monotonic() + seconds
        poller = zmq.Poller()
        for socket in (self._publisher, self._router, *([also] if also else [])):
            poller.register(socket, zmq.POLLIN)
        while True:
            if time.monotonic() >= self._next_beat:
                self.beat()
            left = min(deadline, self._next_beat) - time.monotonic()
            ready = dict(poller.poll(1000 * max(0.0, left)))
            if self._router in ready:
                self._serve(self._router.recv_multipart())
            if self._publisher in ready:
                self._see(self._publisher.recv())
            if also in ready or time.monotonic() >= deadline:
                return

    def publish(self, crossings: Iterable[Crossing]) -> None:
        """Sends the crossings, a message for each decoder among them, and what goes wrong on purpose."""
        ordered = sorted(crossings, key=lambda crossing: (crossing.decoder, crossing.epoch))
        for (decoder, epoch), group in groupby(ordered, key=lambda crossing: (crossing.decoder, crossing.epoch)):
            together = list(group)
            for crossing in together:
                self.store.announce(crossing)
            self.counts.crossings += len(together)
            shown = any(self.store.ends_older_run(crossing) for crossing in together)
            if not shown and self.chance.random() < self.misfortune.withhold:
                self.counts.withheld += len(together)
                continue
            data = self._encode(decoder, epoch, [crossing.members for crossing in together])
            self._send(data)
            if self.chance.random() < self.misfortune.duplicate:
                self.counts.duplicated += len(together)
                self._send(data)

    def beat(self) -> None:
        """A heartbeat for each decoder."""
        self._next_beat = time.monotonic() + BEAT_SECONDS
        for decoder, run in self.store.current().items():
            said = (decoder, run[1], self.store.following(run), self.now_us)
            packed = self._packs()
            self._send(wire.pack_heartbeat(*said) if packed else wire.encode(wire.heartbeat_message(*said)))

    def _packs(self) -> bool:
        return self.form == PACKED_FORM or (self.form == MIXED_FORM and self.chance.random() < 0.5)

    def _encode(self, decoder: int, epoch: int, crossings: list[Message]) -> bytes:
        if self._packs():
            self.counts.packed += 1
            return wire.pack_crossings(decoder, epoch, crossings)
        return wire.encode(wire.crossings_message(decoder, epoch, crossings))

    def _send(self, data: bytes) -> None:
        self.counts.messages += 1
        self._publisher.send(data)

    def _see(self, subscription: bytes) -> None:
        self.subscribers += 1 if subscription[:1] == b"\x01" else -1

    def _serve(self, frames: list[bytes]) -> None:
        *route, data = frames
        request = wire.parse(data)
        self.contract.check(request, "recovery socket")
        if request["type"] != "range":
            raise wire.NotUnderstood(f"the recovery socket was sent a {request['type']}")
        reply = self._answer(request)
        if reply:
            self._router.send_multipart(route + reply)

    def _answer(self, request: Message) -> list[bytes] | None:
        run = (request["decoder"], request["epoch"])
        cut = self.chance.random() < self.misfortune.cut_answers
        most = self.misfortune.most_per_answer
        most = self.chance.randint(1, min(most, 20)) if cut else most
        found = self.store.lookup(run, request["from"], request["to"], most)
        if found is None:
            return None
        last, crossings = found
        frames = [self._encode(*run, crossings[i : i + FRAME_CROSSINGS]) for i in range(0, len(crossings), FRAME_CROSSINGS)]
        self.counts.ranges += 1
        self.counts.partial += last < request["to"]
        self.counts.recovered += len(crossings)
        head = request | {"type": "rangeReply", "to": last, "count": len(frames)}
        return [wire.encode(head), *frames]


@dataclass
class Pace:
    """How fast a recording is played: `speed` 2 is twice real time, None is as fast as Lapwing takes it.

    `window` is how many crossings the feed may be ahead of what Lapwing has received and worked off.
    """

    speed: float | None = None
    batch: int = 1
    window: int = 2000


class Player:
    """Plays deliveries on a feed and sends their commands."""

    def __init__(self, feed: Feed, status: Asker, control: Asker | None, pace: Pace, deadline: float) -> None:
        self._feed, self._status, self._control, self._pace, self._deadline = feed, status, control, pace, deadline
        self._unchecked = 0
        self.refusals: list[str] = []

    def play(self, due: list[Delivery]) -> None:
        """Plays everything and waits until Lapwing has all of it. Without a control socket, commands are left out."""
        if not due:
            raise FeedFailed("there is nothing to feed")
        for delivery in due:
            if isinstance(delivery.what, Crossing):
                self._feed.store.keep(delivery.what)
        began, first = time.monotonic(), due[0].at_us
        self._feed.now_us = first
        for at_us, what in batches(due, self._pace.batch):
            self._wait_until(at_us, first, began)
            if isinstance(what, Command):
                self._send(what)
            else:
                self._feed.publish(what)
                self._keep_pace(len(what))
        self.wait_for(lambda status: backlog(self._feed.store, status) == 0, "receive everything")

    def wait_for_subscriber(self, seconds: float) -> None:
        """Waits until somebody has subscribed to the feed."""
        deadline = time.monotonic() + seconds
        while self._feed.subscribers < 1:
            if time.monotonic() >= deadline:
                raise FeedFailed(f"nobody subscribed to {self._feed.bind} within {seconds:g} s")
            self._feed.attend(0.05)

    def wait_for(self, reached: Callable[[Message], bool], what: str) -> Message:
        """Attends to the feed until a status says so. Lapwing may be away for a while."""
        last: Message | None = None
        while time.monotonic() < self._deadline:
            try:
                last = asking.status(self._status, 2.0, idle=lambda socket: self._feed.attend(0.05, also=socket))
            except NoAnswer:
                continue
            if reached(last):
                return last
            self._feed.attend(0.02)
        raise FeedFailed(f"Lapwing did not {what} in time; last status {last}")

    def _wait_until(self, at_us: int, first: int, began: float) -> None:
        while self._pace.speed is not None:
            elapsed = time.monotonic() - began
            left = (at_us - first) / 1e6 / self._pace.speed - elapsed
            self._feed.now_us = min(at_us, first + int(elapsed * 1e6 * self._pace.speed))
            if left <= 0:
                break
            self._feed.attend(min(left, 0.05))
        self._feed.now_us = at_us

    def _keep_pace(self, count: int) -> None:
        self._unchecked += count
        self._feed.attend(0)
        if self._unchecked >= self._pace.window // 4:
            self._unchecked = 0
            self.wait_for(lambda status: backlog(self._feed.store, status) <= self._pace.window, "keep up")

    def _send(self, command: Command) -> None:
        if self._control is None:
            return
        # A command may name what was crossed just before it, and without `atUs` it holds from the present time.
        self._feed.beat()
        self.wait_for(lambda status: backlog(self._feed.store, status) == 0, "take what comes before a command")
        while time.monotonic() < self._deadline:
            try:
                meant = _meant(command.message)
                asking.command(self._control, meant, idle=lambda socket: self._feed.attend(0.05, also=socket))
            except NoAnswer:
                continue  # its id makes the act one, however often it is sent
            except Refused as refusal:
                self._feed.counts.refused += 1
                self.refusals.append(f"{command.message['id']}: {refusal}")
            self._feed.counts.commands += 1
            return
        raise FeedFailed(f"command {command.message['id']} was never answered")


def _meant(command: Message) -> Message:
    """A command of a recording: it was accepted once, and a start signal begins anew as it did then."""
    body = command["command"]
    if body.get("action") == "start" and "replaces" not in command:
        body = body | {"again": True}
    return command | {"anyway": True, "asEntered": True, "command": body}


def decoders(status: Message) -> dict[Run, Message]:
    """What a status says of each run of a decoder, over all feeds."""
    return {(each["decoder"], each["epoch"]): each for feed in status["feeds"] for each in feed["decoders"]}


def backlog(store: Store, status: Message) -> int:
    """Crossings that the feed has announced and Lapwing has not received, awaits, or has not worked off."""
    known = decoders(status)
    behind = status["queues"]["lane"]
    for run in store.current().values():
        theirs = known.get(run)
        behind += max(0, store.following(run) - (theirs["next"] if theirs else 1)) + (theirs["missing"] if theirs else 0)
    return behind
