"""Throws random and mutated messages at feed, control and query, and looks whether Lapwing stays what it was."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable

import zmq

import asking
import mutation
import wire
from asking import Asker, NoAnswer
from contract import Contract
from wire import Message

ODD_SHARE = 0.05
MOST_UNANSWERED = 100
BE_SURE_OF = {"not-json", "bad-magic", "bad-length"}


class FuzzFailed(Exception):
    """Lapwing did not bear it."""


class Target:
    """A DEALER at a ROUTER of Lapwing's. Every answer is drained and must be as the schema says.

    To messages in more frames than they should have (`odd`) an answer may repeat the frames before the last.
    """

    def __init__(self, context: zmq.Context, address: str, contract: Contract, odd: bool = False) -> None:
        self.sent, self.answers = 0, Counter[str]()
        self._address, self._contract, self._odd = address, contract, odd
        self._socket = context.socket(zmq.DEALER)
        self._socket.linger = 0
        self._socket.connect(address)

    def send(self, frames: list[bytes]) -> None:
        """Sends the frames as one message."""
        self._socket.send_multipart(frames)
        self.sent += 1

    @property
    def unanswered(self) -> int:
        """How many messages have no answer yet."""
        return self.sent - self.answers.total()

    def drain(self, seconds: float) -> bool:
        """Takes what answers there are, waiting so long for the first; whether there was any."""
        any_came = False
        while self._socket.poll(0 if any_came else 1000 * seconds):
            any_came = True
            self._judge(self._socket.recv_multipart())
        return any_came

    def drain_all(self, seconds: float) -> None:
        """Waits for the answers that are due until none came for so long."""
        while self.unanswered > 0 and self.drain(seconds):
            pass

    def close(self) -> None:
        """Leaves."""
        self._socket.close(linger=0)

    def _judge(self, frames: list[bytes]) -> None:
        messages = [wire.parse(frame) for frame in (frames[-1:] if self._odd else frames)]
        for message in messages:
            self._contract.check(message, f"{self._address} while fuzzed")
        first = messages[0]
        self.answers[first["reason"] if first["type"] == "refusal" else first["type"]] += 1


class Fuzzer:
    """Sends in thirds to feed, control and query."""

    def __init__(
        self, context: zmq.Context, feed_bind: str, control: str, query: str, contract: Contract, seed: int, patience: float = 10.0
    ) -> None:
        self._chance, self._contract, self._patience = random.Random(seed), contract, patience
        self._feed = context.socket(zmq.XPUB)
        self._feed.linger = 0
        self._feed.setsockopt(zmq.XPUB_NODROP, 1)
        self._feed.sndtimeo = 30_000
        self._feed.bind(feed_bind)
        self._status = Asker(context, query, contract)
        self._control, self._query = Target(context, control, contract), Target(context, query, contract)
        self._odd = [Target(context, address, contract, odd=True) for address in (control, query)]
        self.sent: Counter[str] = Counter()
        self._to_feed = True

    def run(self, count: int, wait_seconds: float) -> str:
        """Sends `count` messages; a summary. Raises `FuzzFailed`."""
        self._await_subscriber(wait_seconds)
        before = self._refused()
        for number in range(count):
            (self._send_to_feed, self._send_command, self._send_request)[number % 3]()
        for target in (self._control, self._query):
            target.drain_all(self._patience)
        for target in self._odd:
            target.drain(0.5)
        after = self._settled()
        self._judge(before, after)
        return self._summary(before, after)

    def close(self) -> None:
        """Leaves."""
        self._feed.close(linger=0)
        self._status.close()
        for target in (self._control, self._query, *self._odd):
            target.close()

    def _await_subscriber(self, seconds: float) -> None:
        if seconds and not self._feed.poll(1000 * seconds):
            raise FuzzFailed(f"nobody subscribed to the feed within {seconds:g} s")

    def _send_to_feed(self) -> None:
        data = self._made(self._chance.choice(mutation.FEED), mutation.harms_feed)
        odd = self._chance.random() < ODD_SHARE
        frames = mutation.odd_frames(data, self._chance) if odd else [data]
        try:
            self._feed.send_multipart(frames)
        except zmq.Again as error:
            raise FuzzFailed("Lapwing has read nothing from the feed for 30 s") from error
        self.sent["feed"] += 1

    def _send_command(self) -> None:
        self._send("control", self._made(mutation.command, lambda data: mutation.harms_control(data, self._contract)))

    def _send_request(self) -> None:
        self._send("query", self._made(mutation.request, lambda data: False))

    def _made(self, source: Callable[[random.Random], bytes], harms: Callable[[bytes], bool]) -> bytes:
        while True:
            data = mutation.mutate(source(self._chance), self._chance)
            if not harms(data):
                return data

    def _send(self, name: str, data: bytes) -> None:
        plain, odd = (self._control, self._odd[0]) if name == "control" else (self._query, self._odd[1])
        self.sent[name] += 1
        if not data or self._chance.random() < ODD_SHARE:
            odd.send(mutation.odd_frames(data, self._chance))
            odd.drain(0)
            return
        plain.send([data])
        plain.drain(0)
        if plain.unanswered >= MOST_UNANSWERED and not plain.drain(self._patience):
            unanswered = f"{plain.unanswered} messages to {name} have had no answer for {self._patience:g} s"
            raise FuzzFailed(f"{unanswered}; the last was {data[:200]!r}")

    def _refused(self) -> Message:
        try:
            return asking.status(self._status, self._patience)["refused"]
        except NoAnswer as error:
            raise FuzzFailed(f"Lapwing does not answer: {error}") from error

    def _settled(self) -> Message:
        """The refused counters once they have come to rest: what was sent to the feed may still be on its way."""
        deadline = time.monotonic() + 30
        last = self._refused()
        while time.monotonic() < deadline:
            time.sleep(0.5)
            now = self._refused()
            if now == last:
                break
            last = now
        return last

    def _judge(self, before: Message, after: Message) -> None:
        risen = {reason for reason in after if after[reason] > before.get(reason, 0)}
        if not risen:
            raise FuzzFailed(f"the refused counters did not rise: {after}")
        if sum(self.sent.values()) >= 1000 and not BE_SURE_OF <= risen:
            raise FuzzFailed(f"the refused counters of {sorted(BE_SURE_OF - risen)} did not rise: {before} to {after}")
        for name, target in (("control", self._control), ("query", self._query)):
            if target.unanswered != 0:
                answers = f"{target.answers.total()} answers to {target.sent} messages"
                raise FuzzFailed(f"each message to {name} is answered by exactly one, but there were {answers}")

    def _summary(self, before: Message, after: Message) -> str:
        rise = {reason: after[reason] - before.get(reason, 0) for reason in sorted(after)}
        lines = [f"fuzz: {sum(self.sent.values())} messages sent ({', '.join(f'{n} to {k}' for k, n in self.sent.items())})"]
        lines += [f"  answers from {n}: {dict(t.answers)}" for n, t in (("control", self._control), ("query", self._query))]
        lines += [f"  refused, by status: {rise}"]
        return "\n".join(lines)
