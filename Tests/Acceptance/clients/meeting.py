"""Follows a whole meeting by its topic `meeting` as sections 4.1 and 4.11 say: each session from when it is there."""

from __future__ import annotations

import time

import zmq

import asking
import follower
import wire
from asking import Asker, NoAnswer
from contract import Contract
from follower import NotReached, Subscriber
from wire import Message

TOPIC = "meeting"
OVER = {"provisional": {"provisional", "final", "abandoned"}, "final": {"final", "abandoned"}}


class MeetingFollower:
    """A SUB socket for the meeting, and a `Subscriber` for every session that has been armed.

    Nobody tells it which sessions there are, or when they begin.
    """

    def __init__(
        self, context: zmq.Context, publication: str, query: str, contract: Contract, drop: float = 0.0, seed: int = 0
    ) -> None:
        self.meeting: Message | None = None
        self.sessions: dict[str, Subscriber] = {}
        self.shown: list[str | None] = []
        self.asker = Asker(context, query, contract)
        self._context, self._publication, self._query = context, publication, query
        self._contract, self._drop, self._seed = contract, drop, seed
        self._socket = context.socket(zmq.SUB)
        self._socket.linger = 0
        self._socket.subscribe(f"{TOPIC} ")
        self._socket.connect(publication)
        self._poller = zmq.Poller()
        self._poller.register(self._socket, zmq.POLLIN)

    def close(self) -> None:
        """Leaves."""
        for subscriber in self.sessions.values():
            subscriber.close()
        self._socket.close(linger=0)
        self.asker.close()

    def join(self) -> None:
        """Asks how the meeting is now."""
        self._take(asking.meeting(self.asker))

    def step(self, seconds: float) -> None:
        """Takes in what comes within `seconds`, of the meeting and of each session."""
        for socket, _ in self._poller.poll(1000 * max(0.0, seconds)):
            if socket is self._socket:
                self._take(self._read(socket.recv_multipart()))
        for subscriber in list(self.sessions.values()):
            while subscriber.step(0.0):
                pass

    def _read(self, frames: list[bytes]) -> Message:
        if len(frames) != 1:
            raise wire.NotUnderstood(f"a published message is one frame, this has {len(frames)}")
        topic, _, text = frames[0].partition(b" ")
        message = wire.parse(text)
        self._contract.check(message, f"publication, topic {topic.decode()}")
        if topic.decode() != TOPIC or message["type"] != "meeting":
            raise wire.NotUnderstood(f"a {message['type']} came under the topic {topic.decode()!r}")
        return message

    def _take(self, meeting: Message) -> None:
        before = self.meeting
        if before and _state(meeting) < _state(before):
            return
        self.meeting = meeting
        if not self.shown or self.shown[-1] != meeting["shown"]:
            self.shown.append(meeting["shown"])
        known = {each["id"]: each["seq"] for each in before["sessions"]} if before else {}
        for session in meeting["sessions"]:
            name = session["id"]
            if session["state"] != "planned" and name not in self.sessions:
                self._follow(name)
            elif name in self.sessions and name in known and before and before["epoch"] == meeting["epoch"]:
                # What was there at the message before has come by now, or is missing: a closed session has no heartbeat.
                self.sessions[name].reach(before["epoch"], known[name])

    def _follow(self, name: str) -> None:
        seed = self._seed + len(self.sessions)
        subscriber = Subscriber(
            self._context, self._publication, self._query, name, self._contract, self._drop, seed, with_status=False
        )
        subscriber.take_snapshot()
        self.sessions[name] = subscriber
        self._poller.register(subscriber.socket, zmq.POLLIN)


def _state(meeting: Message) -> tuple[int, int]:
    return meeting["epoch"], meeting["seq"]


def follow_until(whole: MeetingFollower, over: str, deadline: float) -> None:
    """Follows until every session is `over`: its result provisional, or final, or the session abandoned."""
    while not (whole.meeting and all(each["state"] in OVER[over] for each in whole.meeting["sessions"])):
        left = deadline - time.monotonic()
        if left <= 0:
            states = {each["id"]: each["state"] for each in whole.meeting["sessions"]} if whole.meeting else {}
            raise NotReached(f"the time ran out before every session was {over}: {states}")
        try:
            if whole.meeting is None:
                whole.join()
            whole.step(min(left, 1.0))
        except NoAnswer:
            continue  # Lapwing is down or starting


def compare(whole: MeetingFollower, deadline: float) -> dict[str, list[str]]:
    """For each session the differences between its table and a fresh snapshot."""
    return {name: follower.compare(subscriber, deadline) for name, subscriber in whole.sessions.items()}
