#!/usr/bin/python3
"""Strangers who would have the daemon hold more than it has, and a good subscriber who measures beside them."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator

import zmq

PATIENCE = 0.5
DECODER = 900
FLOODER = 901


class Peer:
    """Speaks ZeroMQ's protocol byte by byte: it need neither end a message nor take an answer."""

    def __init__(self, address: str, kind: bytes) -> None:
        """Connects to a tcp address and greets as a socket of that kind."""
        host, port = address.removeprefix("tcp://").split(":")
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(PATIENCE)
        self.socket.connect((host, int(port)))
        ready = b"\x05READY\x0bSocket-Type" + struct.pack(">I", len(kind)) + kind
        greeting = b"\xff" + bytes(8) + b"\x7f\x03\x01" + b"NULL".ljust(20, b"\0") + bytes(32)
        self.socket.sendall(greeting + bytes([4, len(ready)]) + ready)
        time.sleep(0.05)

    def send(self, data: bytes) -> None:
        """Sends bytes; an OSError says that the other side has cut us, or takes no more."""
        self.socket.sendall(data)

    def close(self) -> None:
        """Goes."""
        self.socket.close()


def frame(data: bytes, *, more: bool = False) -> bytes:
    """A frame; with `more` the message goes on."""
    return bytes([3 if more else 2]) + struct.pack(">Q", len(data)) + data


def ping() -> bytes:
    """A ping of ZeroMQ's protocol: who speaks it answers at once."""
    return b"\x04\x07\x04PING\0\0"


def numbers() -> Iterator[int]:
    """All from 1 on."""
    number = 0
    while True:
        number += 1
        yield number


def question(options: argparse.Namespace) -> bytes:
    """A range of a thousand deltas, or of those that there are."""
    context = zmq.Context()
    asker = context.socket(zmq.DEALER)
    asker.linger = 0
    asker.connect(options.query)
    asker.send(json.dumps({"v": 1, "type": "request", "request": "status"}).encode())
    if not asker.poll(10_000):
        sys.exit("the daemon does not answer")
    status = json.loads(asker.recv())
    asker.close()
    span = {"epoch": status["epoch"], "from": max(1, status["seq"] - 999), "to": status["seq"]}
    return json.dumps({"v": 1, "type": "request", "request": "range", **span}).encode()


def attack(options: argparse.Namespace) -> int:
    """All of it at once, until the time is over; says how often a stranger was cut."""
    os.nice(19)
    end = time.monotonic() + options.seconds
    asked = frame(question(options))
    endless = frame(b"\1" * 65_536, more=True)
    large = frame(b"x" * (1 << 20))
    count = numbers()
    kinds: dict[str, tuple[str, bytes, Callable[[], bytes]]] = {
        "endless question": (options.query, b"DEALER", lambda: endless),
        "endless subscription": (options.publication, b"SUB", lambda: endless),
        "untaken answers": (options.query, b"DEALER", lambda: asked * 20),
        "prefixes": (options.publication, b"SUB", lambda: b"".join(frame(b"\1n/%d" % next(count)) for _ in range(500))),
        "long prefixes": (options.publication, b"SUB", lambda: frame(b"\1" + b"q" * 524_288)),
        "large messages": (options.query, b"DEALER", lambda: large),
        "log": (options.query, b"DEALER", lambda: b"".join(frame(b"no question %d" % next(count)) for _ in range(100))),
    }
    cuts = dict.fromkeys(kinds, 0)

    def visit(name: str) -> None:
        address, kind, data = kinds[name]
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                peer = Peer(address, kind)
                try:
                    while time.monotonic() < end:
                        peer.send(data())
                        time.sleep(0.002)
                except OSError:
                    cuts[name] += 1
                peer.close()
            time.sleep(0.02)

    threads = [threading.Thread(target=visit, args=(name,)) for name in kinds for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(cuts))
    return 0


def breaking(options: argparse.Namespace) -> int:
    """Comes with more messages than are queued, pings among them, and breaks off; again and again. Says how often."""
    end = time.monotonic() + options.seconds
    visits = [0] * 4

    def visit(place: int) -> None:
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                peer = Peer(options.query, b"DEALER")
                peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                peer.send((b"\0\0" * 1500 + ping() + b"\0\0" * 20) * 3)
                time.sleep(0.003 * (visits[place] % 4))
                peer.close()
                visits[place] += 1

    threads = [threading.Thread(target=visit, args=(place,)) for place in range(len(visits))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"visits": sum(visits)}))
    return 0


def measure(options: argparse.Namespace) -> int:
    """A crossing each 20 ms on a feed of our own, and how long until its delta is here: p99 in ms, and what is lost."""
    context = zmq.Context()
    feed = context.socket(zmq.PUB)
    feed.linger = 0
    feed.bind(options.feed)
    subscriber = context.socket(zmq.SUB)
    subscriber.linger = 0
    subscriber.rcvhwm = 0
    subscriber.connect(options.publication)
    subscriber.subscribe(b"timing/")
    ready = time.monotonic() + 1.5
    # What is told of others meanwhile is not read later, instead of what is measured.
    while time.monotonic() < ready:
        if subscriber.poll(20):
            subscriber.recv()
    epoch = int(time.time())
    ours = f'"decoder":{DECODER},'.encode()
    sent: dict[int, float] = {}
    taken: list[float] = []
    end = time.monotonic() + options.seconds
    due = time.monotonic()
    while time.monotonic() < end + 1:
        now = time.monotonic()
        if due <= now < end:
            number = len(sent) + 1
            due = max(due + options.period, now)
            sent[number] = now
            crossing = {"number": number, "timeUs": int(time.time() * 1e6), "loop": options.loop[0]}
            crossing["transponder"] = options.transponder[0]
            message = {"v": 1, "type": "crossings", "decoder": DECODER, "epoch": epoch, "crossings": [crossing]}
            feed.send(json.dumps(message).encode())
        while subscriber.poll(1):
            message = subscriber.recv()
            # Who floods is told of, too: this reader would be late itself if it read all of that.
            if ours in message:
                told = json.loads(message[message.index(b" ") + 1 :]).get("input", {}).get("crossing", {})
                if told.get("decoder") == DECODER and told.get("epoch") == epoch:
                    taken.append(1000 * (time.monotonic() - sent[told["number"]]))
            if due <= time.monotonic() < end:
                break
    taken.sort()
    p99 = taken[min(len(taken) - 1, len(taken) * 99 // 100)] if taken else -1
    print(json.dumps({"sent": len(sent), "taken": len(taken), "p99": round(p99, 2)}))
    return 0


def flood(options: argparse.Namespace) -> int:
    """Crossings of this very second on a feed of our own, a thousand in a message, as fast as they go.

    Of all the transponders and loops in turn.

    They begin once who measures is heard: a feed alone may bring what it likes.
    """
    os.nice(19)
    feed = zmq.Context().socket(zmq.PUB)
    feed.linger = 0
    feed.sndhwm = 0
    feed.bind(options.feed)
    time.sleep(2.5)
    epoch = int(time.time())
    end = time.monotonic() + options.seconds
    head = b"LWX1" + struct.pack("<BBHIIQ", 1, 0, 1000, FLOODER, 0, epoch)
    for first in range(1, options.count, 1000):
        now = int(time.time() * 1e6)
        records = []
        for number in range(first, first + 1000):
            transponder = options.transponder[number % len(options.transponder)]
            loop = options.loop[number // 7 % len(options.loop)]
            records.append(struct.pack("<QqIHBBHHI", number, now, transponder, loop, 0, 0, 0, 0, 0))
        feed.send(head + b"".join(records))
    time.sleep(max(0, end - time.monotonic()))
    return 0


def together(options: argparse.Namespace) -> int:
    """Many who connect at once: how many of them are answered, and how many hear what is published."""
    context = zmq.Context()
    context.set(zmq.MAX_SOCKETS, 4 * options.count)
    askers = [context.socket(zmq.DEALER) for _ in range(options.count)]
    listeners = [context.socket(zmq.SUB) for _ in range(options.count)]
    for asker, listener in zip(askers, listeners, strict=True):
        asker.linger = listener.linger = 0
        listener.subscribe(b"")
        asker.connect(options.query)
        listener.connect(options.publication)
    for asker in askers:
        asker.send(json.dumps({"v": 1, "type": "request", "request": "status"}).encode())
    end = time.monotonic() + options.seconds
    counts = []
    for sockets in (askers, listeners):
        waiting = set(sockets)
        while True:
            waiting -= {one for one in waiting if one.poll(0)}
            if not waiting or time.monotonic() >= end:
                break
            time.sleep(0.01)
        counts.append(len(sockets) - len(waiting))
    print(json.dumps({"answered": counts[0], "heard": counts[1]}))
    return 0


def without_room(options: argparse.Namespace) -> int:
    """As `together`, but each comes once: how many are there, how many were cut, and that none of those there waits."""
    context = zmq.Context()
    context.set(zmq.MAX_SOCKETS, 4 * options.count)
    status = json.dumps({"v": 1, "type": "request", "request": "status"}).encode()
    witness = context.socket(zmq.DEALER)
    witness.linger = 0
    witness.connect(options.query)

    def doors() -> tuple[dict[str, int], int]:
        witness.send(status)
        if not witness.poll(10_000):
            sys.exit("who came before the crowd is not answered")
        told = json.loads(witness.recv())["doors"]
        there = {name: told[name]["connected"] for name in ("query", "publication")}
        return there, sum(told[name]["cut"] for name in there)

    before, cut_before = doors()
    askers = [context.socket(zmq.DEALER) for _ in range(options.count)]
    listeners = [context.socket(zmq.SUB) for _ in range(options.count)]
    for asker, listener in zip(askers, listeners, strict=True):
        for one in (asker, listener):
            one.linger = 0
            one.reconnect_ivl = -1
        listener.subscribe(b"")
        asker.connect(options.query)
        listener.connect(options.publication)
        asker.send(status)
    end = time.monotonic() + options.seconds
    answered: set[zmq.Socket] = set()
    heard: set[zmq.Socket] = set()
    there: dict[str, int] = {}
    cut = 0
    while time.monotonic() < end:
        answered |= {one for one in askers if one.poll(0)}
        heard |= {one for one in listeners if one.poll(0)}
        now, cut_now = doors()
        there = {name: now[name] - before[name] for name in now}
        cut = cut_now - cut_before
        settled = sum(there.values()) + cut == 2 * options.count
        if settled and len(answered) >= there["query"] and len(heard) >= there["publication"]:
            break
        time.sleep(0.05)
    counts = {"answered": len(answered), "heard": len(heard), "cut": cut}
    print(json.dumps({**counts, "asking": there["query"], "listening": there["publication"]}))
    return 0


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(required=True)
    for name, action in [
        ("attack", attack),
        ("breaking", breaking),
        ("flood", flood),
        ("measure", measure),
        ("together", together),
        ("without-room", without_room),
    ]:
        verb = verbs.add_parser(name)
        verb.set_defaults(action=action)
        verb.add_argument("--publication", required=True)
        verb.add_argument("--query", required=True)
        verb.add_argument("--seconds", type=float, default=20)
        verb.add_argument("--count", type=int, default=200)
        if action in (flood, measure):
            verb.add_argument("--feed", required=True)
            verb.add_argument("--loop", type=int, nargs="+", required=True)
            verb.add_argument("--transponder", type=int, nargs="+", required=True)
            verb.add_argument("--period", type=float, default=0.02)
    options = parser.parse_args()
    return options.action(options)


if __name__ == "__main__":
    sys.exit(main())
