#!/usr/bin/python3
"""What a relay adds: through-put, latency, and readers of NATS on this machine.

    relay_bench.py FOLDER_OF_PROGRAMS [--readers N] [--speed N] [--deltas N]

Prints three lines. Latency is the time from the arrival of a delta at a plain subscriber to its arrival at a subscriber of
NATS, both processes of Python on this machine: it holds relay, server with its file, and both clients. Needs Debian's
nats-server and python3-zmq.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import select
import socket
import subprocess
import sys
import tempfile
import time
from multiprocessing import Process, Queue
from pathlib import Path
from typing import Any

import zmq

from nats import Nats
from relay_kills import Parts, until

NUMBER = re.compile(rb'"epoch":\d+,"seq":(\d+)')


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def heard_plainly(address: str, out: Any, last: int) -> None:
    """When each delta came to a plain subscriber."""
    listener = zmq.Context().socket(zmq.SUB)
    listener.setsockopt(zmq.RCVHWM, 0)
    listener.subscribe(b"timing/")
    listener.connect(address)
    times: dict[int, float] = {}
    while (not times or max(times) < last) and listener.poll(20_000):
        body = listener.recv()
        times[int(NUMBER.search(body)[1])] = time.monotonic()
    out.put(times)


def heard_by_nats(port: int, readers: int, out: Any, last: int) -> None:
    """When each delta came to each of so many subscribers, on one thread."""
    wanted, poller = {}, select.epoll()
    for _ in range(readers):
        each = Nats(port)
        each.subscribe("live.sepang.race.delta")
        each.socket.setblocking(False)
        poller.register(each.socket, select.EPOLLIN)
        wanted[each.socket.fileno()] = each
    out.put("ready")
    times: list[tuple[int, float]] = []
    ends = {number: b"" for number in wanted}
    done = 0
    quiet = time.monotonic() + 30
    while done < readers and time.monotonic() < quiet:
        for number, _ in poller.poll(1):
            data = ends[number] + wanted[number].socket.recv(1 << 20)
            now = time.monotonic()
            quiet = now + 30
            end = 0
            for found in NUMBER.finditer(data):
                end = found.end()
                times.append((int(found[1]), now))
                done += int(found[1]) == last
            if b"PING\r\n" in data:
                wanted[number].socket.send(b"PONG\r\n")
            # What may be the beginning of a number is looked at again.
            ends[number] = data[max(end, len(data) - 64):]
    out.put(times)


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def cpu(child: subprocess.Popen[bytes]) -> float:
    fields = Path(f"/proc/{child.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("--readers", type=int, default=2000)
    parser.add_argument("--speed", type=int, default=15)
    parser.add_argument("--deltas", type=int, default=700)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with tempfile.TemporaryDirectory(prefix="lapwing-") as work:
        race = f"{work}/race"
        subprocess.run([f"{options.programs}/lapwing", "simulate", "-o", race, "--seed", "7"], check=True,
                       stdout=subprocess.DEVNULL)
        given = argparse.Namespace(programs=options.programs, race=race, work=work,
                                   ports=",".join(map(str, free_ports(5))))
        for readers in (1, options.readers):
            latency(Path(f"{work}/{readers}"), given, readers, options.speed, options.deltas)
    return 0


def latency(folder: Path, given: argparse.Namespace, readers: int, speed: int, last: int) -> None:
    folder.mkdir()
    given.work = str(folder)
    parts = Parts(given)
    replay = None
    try:
        for name in ("server", "daemon", "relay1"):
            parts.start(name)
        until("the stream is there", 20, lambda: Nats(int(parts.nats)).api("STREAM.INFO.LAPWING").get("state"))
        plain, many = Queue(), Queue()
        listeners = [Process(target=heard_plainly, args=(parts.publication, plain, last)),
                     Process(target=heard_by_nats, args=(int(parts.nats), readers, many, last))]
        for each in listeners:
            each.start()
        assert many.get(timeout=60) == "ready"
        began = {name: cpu(child) for name, child in parts.running.items()}
        replay = subprocess.Popen(
            [f"{parts.programs}/lapwing", "replay", given.race, "--quiet", "--speed", str(speed), "--linger", "60s"]
            + parts.replay_options, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        sent, got = plain.get(timeout=400), many.get(timeout=400)
        got = [(number, at) for number, at in got if number <= last]
        spent = {name: cpu(child) - began[name] for name, child in parts.running.items()}
        added = [(at - sent[number]) * 1000 for number, at in got if number in sent]
        lasts: dict[int, float] = {}
        for number, at in got:
            if number in sent:
                lasts[number] = max(lasts.get(number, 0), (at - sent[number]) * 1000)
        whole = list(lasts.values())
        print(f"{readers} readers, {last} deltas at {speed} times real speed: "
              f"{len(got)} of {readers * last} came; added p50 {percentile(added, 0.5):.2f} ms, p99 {percentile(added, 0.99):.2f} ms; "
              f"the last reader p50 {percentile(whole, 0.5):.1f} ms, p99 {percentile(whole, 0.99):.1f} ms; CPU server "
              f"{spent['server']:.2f} s, relay {spent['relay1']:.2f} s, daemon {spent['daemon']:.2f} s", flush=True)
        for each in listeners:
            each.join()
        if readers == 1:
            replay.kill()
            through(parts)
    finally:
        if replay:
            replay.kill()
            replay.wait()
        parts.end()


def through(parts: Parts) -> None:
    """All of the race so far at once into an empty stream."""
    took = []
    time.sleep(2)
    last = Nats(int(parts.nats)).api("STREAM.INFO.LAPWING")["state"]["messages"]
    for _ in range(5):
        parts.kill("relay1")
        nats = Nats(int(parts.nats))
        for stream in ("LAPWING", "LAPWING-SNAPSHOT"):
            nats.api(f"STREAM.DELETE.{stream}")
        parts.start("relay1")
        times = []

        def there() -> bool:
            count = nats.api("STREAM.INFO.LAPWING").get("state", {}).get("messages", 0)
            times.append((time.monotonic(), count))
            return count == last

        deadline = time.monotonic() + 30
        while not there() and time.monotonic() < deadline:
            time.sleep(0.001)
        begun = next(at for at, count in times if count > 0)
        took.append(times[-1][0] - begun)
        nats.close()
    print(f"what there is into an empty stream: {last} deltas in {min(took) * 1000:.0f} to {max(took) * 1000:.0f} ms, "
          f"{last / sorted(took)[2]:.0f} deltas/s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
