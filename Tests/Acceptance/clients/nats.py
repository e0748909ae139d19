"""A client of NATS in plain Python, written from its protocol alone, to look at what the relay has stored."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

Headers = dict[str, str]


class Message:
    """What came to a subscription."""

    def __init__(self, subject: str, reply: str, headers: Headers, status: str, data: bytes) -> None:
        self.subject, self.reply, self.headers, self.status, self.data = subject, reply, headers, status, data


class Nats:
    """One connection, used by one thread."""

    def __init__(self, port: int, host: str = "127.0.0.1", timeout: float = 5.0, **options: Any) -> None:
        self.socket = socket.create_connection((host, port), timeout=timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.bytes = b""
        self.errors: list[str] = []
        self.waiting: list[Message] = []
        self.questions = 0
        self.inbox = f"_INBOX.py{id(self):x}{time.monotonic_ns():x}"
        assert self._line(timeout).startswith(b"INFO "), "no server of NATS"
        said = {"verbose": False, "pedantic": False, "headers": True, "no_responders": True, "lang": "python"}
        self._send(b"CONNECT " + json.dumps(said | options).encode() + b"\r\nPING\r\n")
        while (line := self._line(timeout)) != b"PONG":
            if line.startswith(b"-ERR"):
                raise ConnectionError(line.decode())
        self.subscribe(f"{self.inbox}.*")

    def close(self) -> None:
        self.socket.close()

    def subscribe(self, subject: str) -> None:
        self.questions += 1
        self._send(f"SUB {subject} {self.questions}\r\n".encode())

    def publish(self, subject: str, data: bytes = b"", headers: Headers | None = None, reply: str = "") -> None:
        head = b""
        if headers:
            head = b"NATS/1.0\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items()).encode() + b"\r\n"
        sizes = f"{len(head)} {len(head) + len(data)}" if head else f"{len(data)}"
        verb = "HPUB" if head else "PUB"
        self._send(f"{verb} {subject} {reply} {sizes}\r\n".encode() + head + data + b"\r\n")

    def request(self, subject: str, data: bytes = b"", headers: Headers | None = None, timeout: float = 5.0) -> Message:
        self.questions += 1
        reply = f"{self.inbox}.{self.questions}"
        self.publish(subject, data, headers, reply)
        deadline = time.monotonic() + timeout
        kept: list[Message] = []
        while (message := self.next(deadline - time.monotonic())) is not None:
            if message.subject == reply:
                self.waiting = kept + self.waiting
                return message
            kept.append(message)
        raise TimeoutError(f"{subject}: no answer")

    def api(self, name: str, asked: dict[str, Any] | None = None, prefix: str = "$JS.API") -> dict[str, Any]:
        """An answer of JetStream."""
        return json.loads(self.request(f"{prefix}.{name}", json.dumps(asked).encode() if asked else b"").data)

    def next(self, timeout: float = 5.0) -> Message | None:
        """The next message; None when none came in time."""
        if self.waiting:
            return self.waiting.pop(0)
        deadline = time.monotonic() + timeout
        while (line := self._line(deadline - time.monotonic())) is not None:
            verb, *words = line.decode().split(" ")
            if verb in ("MSG", "HMSG"):
                head = int(words[-2]) if verb == "HMSG" else 0
                sizes = 2 if verb == "HMSG" else 1
                reply = words[2] if len(words) == 3 + sizes else ""
                body = self._exactly(int(words[-1]) + 2)
                headers, status = parsed(body[:head])
                return Message(words[0], reply, headers, status, body[head:-2])
            if verb == "PING":
                self._send(b"PONG\r\n")
            elif verb == "-ERR":
                self.errors.append(line.decode())
        return None

    def pull(self, stream: str, first: int = 1) -> list[Message]:
        """Every message that the stream has from there on, in its order; the sequence is in `Nats-Sequence`."""
        last = self.api(f"STREAM.INFO.{stream}")["state"]["last_seq"]
        answers = f"{self.inbox}.0"
        found: list[Message] = []
        kept: list[Message] = []
        for sequence in range(first, last + 1, 500):
            upto = min(sequence + 500, last + 1)
            for each in range(sequence, upto):
                self.publish(f"$JS.API.DIRECT.GET.{stream}", json.dumps({"seq": each}).encode(), reply=answers)
            wanted = upto - sequence
            while wanted > 0:
                message = self.next()
                if message is None:
                    raise TimeoutError(f"{stream}: no answer about {sequence}")
                # What comes to other subscriptions meanwhile stays for `next`.
                if message.subject != answers:
                    kept.append(message)
                    continue
                wanted -= 1
                if message.status != "404":
                    found.append(message)
        self.waiting = kept + self.waiting
        return found

    # The line itself.

    def _send(self, data: bytes) -> None:
        self.socket.settimeout(10)
        self.socket.sendall(data)

    def _more(self, timeout: float) -> bool:
        if timeout <= 0:
            timeout = 0.0001
        self.socket.settimeout(timeout)
        try:
            more = self.socket.recv(1 << 20)
        except TimeoutError:
            return False
        if not more:
            raise ConnectionError("the server of NATS is gone")
        self.bytes += more
        return True

    def _line(self, timeout: float) -> bytes | None:
        deadline = time.monotonic() + timeout
        while b"\r\n" not in self.bytes:
            if not self._more(deadline - time.monotonic()) and time.monotonic() >= deadline:
                return None
        line, self.bytes = self.bytes.split(b"\r\n", 1)
        return line

    def _exactly(self, count: int) -> bytes:
        deadline = time.monotonic() + 10
        while len(self.bytes) < count:
            if not self._more(deadline - time.monotonic()) and time.monotonic() >= deadline:
                raise TimeoutError("a message came in part")
        data, self.bytes = self.bytes[:count], self.bytes[count:]
        return data


def parsed(head: bytes) -> tuple[Headers, str]:
    """The headers, and the status of the first line, which is empty where there is none."""
    lines = head.decode().split("\r\n")
    status = lines[0].removeprefix("NATS/1.0").strip().split(" ")[0]
    return dict(line.split(": ", 1) for line in lines[1:] if ": " in line), status
