"""Questions to the query socket and commands to the control socket (sections 3, 4.4 … 4.6, 4.11)."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType

import zmq

import wire
from contract import Contract
from wire import Message

LARGEST_RANGE = 1000

Idle = Callable[[zmq.Socket], None]


class NoAnswer(Exception):
    """Nothing came back in time."""


class Refused(Exception):
    """Lapwing refused, and said why."""

    def __init__(self, refusal: Message) -> None:
        self.refusal = refusal
        self.reason: str = refusal["reason"]
        where = f" ({refusal['field']})" if "field" in refusal else ""
        remedy = f"; {refusal['remedy']}" if "remedy" in refusal else ""
        super().__init__(f"refused: {self.reason}{where}: {refusal['message']}{remedy}")


class Asker:
    """One socket on which one thing is asked at a time. `kind` is zmq.DEALER or zmq.REQ: both are served."""

    def __init__(self, context: zmq.Context, address: str, contract: Contract, kind: int = zmq.DEALER) -> None:
        self._context, self._address, self._contract, self._kind = context, address, contract, kind
        self._socket = self._connected()

    def __enter__(self) -> Asker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the socket; what is unsent is dropped."""
        self._socket.close(linger=0)

    def ask(self, message: Message, seconds: float = 5.0, idle: Idle | None = None) -> list[Message]:
        """The frames of the answer, each as the schema says. Raises `Refused` or `NoAnswer`.

        `idle` is called over and over until there is an answer, and may wait a little, at best on the socket it gets.
        """
        self._socket.send(wire.encode(message))
        deadline = time.monotonic() + seconds
        while not self._socket.poll(0 if idle else 1000 * seconds):
            if idle:
                idle(self._socket)
            if time.monotonic() >= deadline:
                self._reopen()
                raise NoAnswer(f"{self._address} did not answer {message['type']} within {seconds:g} s")
        frames = self._socket.recv_multipart()
        return self._answer(frames)

    def _answer(self, frames: list[bytes]) -> list[Message]:
        messages = [wire.parse(frame) for frame in frames]
        for message in messages:
            self._contract.check(message, self._address)
        if messages[0]["type"] == "refusal":
            raise Refused(messages[0])
        return messages

    def _connected(self) -> zmq.Socket:
        socket = self._context.socket(self._kind)
        socket.linger = 0
        socket.connect(self._address)
        return socket

    def _reopen(self) -> None:
        """A late answer to the last question must not pass for the answer to the next."""
        self.close()
        self._socket = self._connected()


def _request(name: str, session: str | None) -> Message:
    message: Message = {"v": wire.VERSION, "type": "request", "request": name}
    return message | ({"session": session} if session is not None else {})


def _only(answer: list[Message], kind: str) -> Message:
    if len(answer) != 1 or answer[0]["type"] != kind:
        raise wire.NotUnderstood(f"expected one {kind}, got {[each['type'] for each in answer]}")
    return answer[0]


def snapshot(asker: Asker, session: str | None = None, seconds: float = 5.0) -> Message:
    """The whole table (4.4)."""
    return _only(asker.ask(_request("snapshot", session), seconds), "snapshot")


def results(asker: Asker, session: str | None = None, seconds: float = 5.0) -> Message:
    """The classification (4.6)."""
    return _only(asker.ask(_request("results", session), seconds), "results")


def status(asker: Asker, seconds: float = 5.0, idle: Idle | None = None) -> Message:
    """How Lapwing fares (4.6)."""
    return _only(asker.ask(_request("status", None), seconds, idle), "status")


def meeting(asker: Asker, seconds: float = 5.0) -> Message:
    """The sessions of the meeting and their states (4.11)."""
    return _only(asker.ask(_request("meeting", None), seconds), "meeting")


def deltas(asker: Asker, session: str, epoch: int, first: int, last: int, seconds: float = 5.0) -> list[Message]:
    """The deltas `first` … `last` again (4.5), asked for as often as it takes."""
    got: list[Message] = []
    while first <= last:
        request = _request("range", session) | {"epoch": epoch, "from": first, "to": last}
        head, *frames = asker.ask(request, seconds)
        _check_range(head, frames, request)
        got += frames
        first = head["to"] + 1
    return got


def _check_range(head: Message, frames: list[Message], request: Message) -> None:
    if head["type"] != "rangeReply" or (head["epoch"], head["from"]) != (request["epoch"], request["from"]):
        raise wire.NotUnderstood(f"not the answer to {request}: {head}")
    numbers = [frame.get("seq") for frame in frames]
    wanted = list(range(head["from"], head["to"] + 1))
    if numbers != wanted or head["count"] != len(frames) or not 1 <= len(frames) <= LARGEST_RANGE:
        raise wire.NotUnderstood(f"range {head} brought the deltas {numbers[:3]} … {numbers[-3:]}, {len(frames)} of them")
    if head["to"] > request["to"] or any(frame["epoch"] != head["epoch"] for frame in frames):
        raise wire.NotUnderstood(f"range {head} goes beyond what was asked: {request}")


def command(asker: Asker, message: Message, seconds: float = 5.0, idle: Idle | None = None) -> Message:
    """Sends a command (section 3) and gives the `ack`. Raises `Refused`."""
    return _only(asker.ask(message, seconds, idle), "ack")


def envelope(given: Message, by: str) -> Message:
    """A whole command of what may be only its kind: wraps it, and adds `v`, `type` and `by` where absent."""
    message = given if "command" in given or given.get("type") == "command" else {"command": given}
    return {"v": wire.VERSION, "type": "command", "by": by} | message
