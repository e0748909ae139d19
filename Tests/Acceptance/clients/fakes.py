"""Stand-ins for Lapwing on loopback sockets, for selftest.py: just enough of the protocol to test the clients."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import zmq

import wire
from contract import Contract
from recording import Crossing
from wire import Message

LOOPBACK = "tcp://127.0.0.1:*"
SESSION = "test"
EPOCH = 1_000

ROW: Message = {
    "class": "GT3", "gapMs": 0, "gapLaps": 0, "intervalMs": 0, "intervalLaps": 0, "classGapMs": 0, "classGapLaps": 0,
    "classIntervalMs": 0, "classIntervalLaps": 0, "status": "onTrack", "laps": 0, "totalMs": None, "penaltyMs": 0, "penaltyLaps": 0,
    "lastLapMs": None, "bestLapMs": None, "bestLap": None, "sectorsMs": [None], "bestSectorsMs": [None], "lastLoop": None,
    "lastMs": None, "driver": None, "estimated": [], "stops": [], "stintFromMs": None, "driverFromMs": None,
}  # fmt: skip
RACE: Message = {
    "name": "Race", "circuit": "Ring", "kind": "race", "phase": "running", "flag": "green", "result": None, "startMs": 0,
    "clockStartMs": 0, "clockStoppedMs": 0, "clockRuns": True, "chequeredMs": None, "endMs": None, "durationMs": None, "raceLaps": None,
    "fcyCountdownMs": None, "bestLap": None, "classBestLaps": [],
}  # fmt: skip
LISTS: Message = {"flags": [], "penalties": [], "loops": [], "clocks": [], "doubts": [], "infringements": [], "net": []}


def row(number: str, position: int | None, **members: Any) -> Message:
    """A whole row of a car."""
    return ROW | {"number": number, "position": position, "classPosition": position} | members


def snapshot(rows: list[Message], seq: int = 0, epoch: int = EPOCH, **members: Any) -> Message:
    """A snapshot of a session of these rows."""
    whole = {"v": 1, "type": "snapshot", "session": SESSION, "epoch": epoch, "seq": seq, "nowMs": 0}
    whole |= {"firstSeq": 1, "previousEpoch": None}
    return whole | {"race": RACE} | LISTS | {"verdicts": [], "entries": [], "rows": rows, "unknown": []} | members


def delta(seq: int, rows: list[Message], epoch: int = EPOCH, **members: Any) -> Message:
    """A delta that an act made."""
    act = {"act": {"id": f"act-{seq}", "by": "test", "kind": "penalty"}}
    whole = {"v": 1, "type": "delta", "session": SESSION, "epoch": epoch, "seq": seq, "atMs": 0, "input": act}
    return whole | {"outcome": "done", "rows": rows} | members


def verdict(car: str, name: str, state: str | None, **members: Any) -> Message:
    """A verdict; without a state the word that there is none any more."""
    named: Message = {"car": car, "id": name, "state": state}
    if state is None:
        return named
    unknown = ("byMs", "opensMs", "closesMs", "requiredMs", "exitFromMs", "visit", "driver")
    return named | dict.fromkeys(unknown) | {"joker": False, "interrupted": False, "curtailed": False} | members


def heartbeat(following: int, epoch: int = EPOCH) -> Message:
    """A heartbeat of the publication."""
    beat: Message = {"v": 1, "type": "heartbeat", "session": SESSION, "epoch": epoch, "next": following, "nowMs": 0}
    return beat | {"firstSeq": 1, "previousEpoch": None}


def refusal(reason: str) -> Message:
    """A refusal."""
    members = {"v": 1, "type": "refusal", "reason": reason, "message": f"{reason}, says the test"}
    return members | {"field": "", "expected": "something else", "remedy": "send that"}


def race_of(count: int) -> tuple[list[wire.Message], list[wire.Message]]:
    """Three cars that swap places, and the deltas of it; the last ends the race."""
    rows = [row("7", 1), row("07", 2), row("88", 3)]
    chance, order, deltas = random.Random(3), ["7", "07", "88"], []
    for seq in range(1, count + 1):
        chance.shuffle(order)
        changed = [{"number": n, "position": p, "classPosition": p, "laps": seq} for p, n in enumerate(order, 1)]
        deltas.append(delta(seq, changed))
        if seq % 3 == 0:
            deltas[-1]["loops"] = [{"loop": 3, "name": "Sector 2", "sinceMs": seq}] if seq % 2 else []
            states = ["open", "inPit", "served", None]
            deltas[-1]["verdicts"] = [verdict(chance.choice(order), "stop1", chance.choice(states), visit=seq)]
    deltas[-1]["race"] = RACE | {"phase": "ended"}
    return rows, deltas


def crossing(decoder: int, number: int, time_us: int = 0) -> Crossing:
    """A crossing of epoch 1, `number` seconds after 1970 unless told."""
    return Crossing(decoder, 1, {"number": number, "timeUs": time_us or number * 1_000_000, "loop": 1, "transponder": 4711})


class _Served:
    """A thread that polls sockets until it is told to stop."""

    def __init__(self) -> None:
        self._context = zmq.Context()
        self._sockets: dict[zmq.Socket, Callable[[list[bytes]], None]] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _socket(self, kind: int, take: Callable[[list[bytes]], None], bind: bool = True) -> zmq.Socket:
        socket = self._context.socket(kind)
        socket.linger = 0
        if bind:
            socket.bind(LOOPBACK)
        self._sockets[socket] = take
        return socket

    def start(self) -> None:
        """Begins to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread and closes its sockets."""
        self._over.set()
        self._thread.join()
        self._context.destroy(linger=0)

    def _run(self) -> None:
        poller = zmq.Poller()
        for socket in self._sockets:
            poller.register(socket, zmq.POLLIN)
        while not self._over.is_set():
            for socket, _ in poller.poll(20):
                self._sockets[socket](socket.recv_multipart())
            self.idle()

    def idle(self) -> None:
        """What is done between messages."""


def _request(frames: list[bytes]) -> tuple[list[bytes], bytes]:
    """The route back, with a REQ's empty frame, and what was said; nothing when there are more frames than that."""
    route = frames[:2] if frames[1] == b"" else frames[:1]
    said = frames[len(route) :]
    return route, said[0] if len(said) == 1 else b""


class FakePublisher(_Served):
    """The publication and query sockets over a list of deltas made beforehand; the first snapshot is of `seq` 0."""

    def __init__(self, rows: list[Message], deltas: list[Message], most: int = 1000) -> None:
        super().__init__()
        self.rows, self.deltas, self.most = rows, deltas, most
        self.epoch, self.too_old, self.asked = EPOCH, False, Counter[str]()
        self.snapshot_seq = 0
        self._publisher = self._context.socket(zmq.XPUB)
        self._publisher.bind(LOOPBACK)
        self._router = self._socket(zmq.ROUTER, self._answer)
        self.publication, self.query = self._publisher.last_endpoint.decode(), self._router.last_endpoint.decode()

    def await_subscriptions(self, count: int) -> None:
        """Waits until somebody listens to so many topics."""
        for _ in range(count):
            if not self._publisher.poll(2000):
                raise AssertionError("nobody subscribed")
            self._publisher.recv()

    def publish(self, message: Message) -> None:
        """Publishes a delta, a heartbeat or the meeting. Only the test's own thread does."""
        topics = {"delta": f"timing/{SESSION}", "heartbeat": f"beat/{SESSION}"}
        self._publisher.send(f"{topics.get(message['type'], message['type'])} ".encode() + wire.encode(message))

    def whole(self, seq: int) -> Message:
        """The truth after the delta `seq`, reckoned without table.py."""
        rows = {each["number"]: each for each in self.rows}
        race, lists, verdicts = RACE, LISTS, dict[tuple[str, str], Message]()
        for each in self.deltas[:seq]:
            race = each.get("race", race)
            lists = {name: each.get(name, held) for name, held in lists.items()}
            verdicts |= {(changed["car"], changed["id"]): changed for changed in each.get("verdicts", [])}
            for changed in each["rows"]:
                rows[changed["number"]] = rows[changed["number"]] | changed
        placed = sorted((r for r in rows.values() if r["position"]), key=lambda r: r["position"])
        standing = [each for each in verdicts.values() if each["state"]]
        everybody = placed + [r for r in rows.values() if not r["position"]]
        return snapshot(everybody, seq, self.epoch, race=race, verdicts=standing, **lists)

    def _answer(self, frames: list[bytes]) -> None:
        route, data = _request(frames)
        request = wire.parse(data)
        match request["request"]:
            case "snapshot":
                answer = [self.whole(self.snapshot_seq)]
            case "range" if self.too_old:
                answer = [refusal("too-old")]
            case "range":
                answer = self._range(request)
        self.asked[request["request"]] += 1
        self._router.send_multipart(route + [wire.encode(each) for each in answer])

    def _range(self, request: Message) -> list[Message]:
        found = self.deltas[request["from"] - 1 : min(request["to"], request["from"] - 1 + self.most)]
        head = {"v": 1, "type": "rangeReply", "session": SESSION, "epoch": self.epoch, "from": request["from"]}
        return [head | {"to": found[-1]["seq"], "count": len(found)}, *found]


class FakeTimer(_Served):
    """The other end: takes a feed, mends its gaps by the recovery socket, and answers status and commands.

    It can be one that does not `mend`, that does not show what it refused (`counting`), or that leaves commands
    unanswered (`deaf`).
    """

    def __init__(
        self, feed: str, recovery: str, contract: Contract, mending: bool = True, counting: bool = True, deaf: bool = False
    ) -> None:
        super().__init__()
        self._contract, self._mending, self._counting, self._deaf = contract, mending, counting, deaf
        self.crossings: dict[tuple[int, int, int], Message] = {}
        self.commands: list[Message] = []
        self.following: dict[tuple[int, int], int] = {}
        self.lost: set[tuple[int, int, int]] = set()
        self.repeated, self.refused = 0, Counter[str]()
        self._asked: set[tuple[int, int]] = set()
        subscriber = self._socket(zmq.SUB, self._take_feed, bind=False)
        subscriber.subscribe(b"")
        subscriber.connect(feed)
        self._recovery = self._socket(zmq.DEALER, self._take_range, bind=False)
        self._recovery.connect(recovery)
        self._query = self._socket(zmq.ROUTER, self._take_query)
        self._control = self._socket(zmq.ROUTER, self._take_command)
        self.query, self.control = self._query.last_endpoint.decode(), self._control.last_endpoint.decode()

    def missing(self, run: tuple[int, int]) -> list[int]:
        """Numbers that are not there yet."""
        if not self._mending:
            return []
        known = self.crossings.keys() | self.lost
        return [n for n in range(1, self.following.get(run, 1)) if (*run, n) not in known]

    def idle(self) -> None:
        """Asks for what is missing, once at a time for each run of a decoder."""
        for run in list(self.following):
            missing = self.missing(run)
            if missing and run not in self._asked:
                self._asked.add(run)
                asked = {"v": 1, "type": "range", "decoder": run[0], "epoch": run[1], "from": missing[0], "to": missing[-1]}
                self._recovery.send(wire.encode(asked))

    def _take_feed(self, frames: list[bytes]) -> None:
        try:
            if len(frames) != 1:
                raise wire.NotUnderstood("one frame")
            message = wire.feed_message(frames[0])
            if not self._contract.admits(message) or message["type"] not in {"crossings", "heartbeat"}:
                self.refused["wrong-value"] += 1
            else:
                self._take(message)
        except wire.NotUnderstood:
            packed = frames[0].startswith(wire.MAGIC)
            self.refused["bad-length" if packed else "not-json" if frames[0][:1] == b"{" else "bad-magic"] += 1

    def _take(self, message: Message) -> None:
        run = (message["decoder"], message["epoch"])
        if message["type"] == "heartbeat":
            self.following[run] = max(self.following.get(run, 1), message["next"])
            return
        for crossing in message["crossings"]:
            name = (*run, crossing["number"])
            self.repeated += name in self.crossings
            self.crossings[name] = crossing
            self.following[run] = max(self.following.get(run, 1), crossing["number"] + 1)

    def _take_range(self, frames: list[bytes]) -> None:
        head = wire.parse(frames[0])
        run = (head["decoder"], head["epoch"])
        self._asked.discard(run)
        if head["count"] != len(frames) - 1:
            raise AssertionError(f"{head} came with {len(frames) - 1} frames")
        if head["count"] == 0:
            self.lost |= {(*run, n) for n in range(head["from"], head["to"] + 1)}
        for frame in frames[1:]:
            self._take(wire.feed_message(frame))

    def _take_query(self, frames: list[bytes]) -> None:
        route, data = _request(frames)
        try:
            understood = wire.parse(data).get("request") == "status"
        except wire.NotUnderstood:
            understood = False
        self._query.send_multipart(route + [wire.encode(self.status() if understood else self._refusal(data))])

    def _take_command(self, frames: list[bytes]) -> None:
        if self._deaf:
            return
        route, data = _request(frames)
        try:
            message = wire.parse(data)
        except wire.NotUnderstood:
            message = {}
        if message.get("by") == "race control":
            self.commands.append(message)
            answer = {"v": 1, "type": "ack", "id": message["id"], "session": SESSION, "seq": 1, "atMs": 0}
            answer |= {"repeated": False, "understood": "so", "follows": [], "changed": [], "journalled": False}
        else:
            answer = self._refusal(data)
        self._control.send_multipart(route + [wire.encode(answer)])

    def _refusal(self, data: bytes) -> Message:
        reason = "unknown-car" if data.startswith(b"{") else "not-json"
        self.refused[reason] += 1
        return refusal(reason)

    def status(self) -> Message:
        """A status of section 4.6."""
        feed = {"name": "test", "connect": "tcp://test", "state": "live", "messages": 0, "crossings": 0, "repeated": self.repeated}
        feed["decoders"] = [self._decoder(run) for run in sorted(self.following)]
        whole = {"v": 1, "type": "status", "nowMs": 0, "session": SESSION, "epoch": EPOCH, "seq": 0, "uptimeMs": 0}
        counters = {"inputs": {"crossings": 0, "acts": 0, "times": 0}, "queues": {"lane": 0, "history": 0}}
        counters |= {"publication": {"subscribers": 0, "missed": 0, "gone": 0}, "doors": {}, "journal": None, "pair": None}
        return whole | counters | {"feeds": [feed], "refused": dict(self.refused) if self._counting else {}}

    def _decoder(self, run: tuple[int, int]) -> Message:
        received = sum(name[:2] == run for name in self.crossings)
        lost = sum(name[:2] == run for name in self.lost)
        known = {"decoder": run[0], "epoch": run[1], "next": self.following[run], "received": received}
        return known | {"missing": len(self.missing(run)), "lost": lost, "recovered": 0, "restarts": 0, "lastUs": None}
