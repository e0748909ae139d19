#!/usr/bin/env python3
"""A decoder box in Python: plays crossings from a text file to lapwingd (docs/protocol.md, section 2).

    feed.py CROSSINGS [SPEED]      a line a crossing, in order: TIME_US LOOP TRANSPONDER [DRIVER]

It publishes each crossing when its time has come, a heartbeat a second, and answers what the daemon missed. Without
SPEED it plays in real time. It goes on with heartbeats when the file is over; Ctrl-C ends it.
"""
import json
import os
import sys
import time

import zmq

DECODER, EPOCH = 101, int(time.time())  # Numbers begin at 1 again with each start, so the epoch is a later one.
rows = [[int(word) for word in line.split()] for line in open(sys.argv[1])]
speed = float(sys.argv[2]) if len(sys.argv) > 2 else 1.0
context = zmq.Context()
publisher = context.socket(zmq.PUB)
publisher.bind(os.environ.get("LAPWING_FEED", "tcp://127.0.0.1:5550"))
recovery = context.socket(zmq.ROUTER)
recovery.bind(os.environ.get("LAPWING_RECOVERY", "tcp://127.0.0.1:5551"))


def message(kind, **members):
    text = {"v": 1, "type": kind, "decoder": DECODER, "epoch": EPOCH, **members}
    return json.dumps(text, separators=(",", ":")).encode()


def crossing(number):
    time_us, loop, transponder, *driver = rows[number - 1]
    members = {"number": number, "timeUs": time_us, "loop": loop, "transponder": transponder}
    return message("crossings", crossings=[{**members, "driver": driver[0]} if driver else members])


def answer(envelope, request):
    """Sends the crossings of a range again. Those that were not published yet are none of it."""
    if request["decoder"] != DECODER or request["epoch"] != EPOCH:
        return
    last = min(request["to"], request["from"] + 999, sent)
    found = [crossing(number) for number in range(request["from"], last + 1)]
    head = message("rangeReply", **{"from": request["from"], "to": last, "count": len(found)})
    recovery.send_multipart([*envelope, head, *found])


sent, next_beat = 0, 0.0
began = time.monotonic() + 1.0  # A second for the daemon to connect: what it misses, it asks for.
while True:
    now_us = int(rows[0][0] + (time.monotonic() - began) * speed * 1e6)
    while sent < len(rows) and rows[sent][0] <= now_us:
        sent += 1
        publisher.send(crossing(sent))
    if time.monotonic() >= next_beat:
        publisher.send(message("heartbeat", next=sent + 1, timeUs=now_us))
        next_beat = time.monotonic() + 1.0
    while recovery.poll(5):
        *envelope, request = recovery.recv_multipart()
        answer(envelope, json.loads(request))
