#!/usr/bin/env python3
"""Follows a race of lapwingd and prints it (docs/protocol.md, section 4): a line a lap, the result when it is over.

    subscriber.py [PUBLICATION QUERY]
"""
import json
import sys

import zmq

publication, query = sys.argv[1:] or ["tcp://127.0.0.1:5560", "tcp://127.0.0.1:5561"]
context = zmq.Context()
feed = context.socket(zmq.SUB)
feed.connect(publication)
feed.subscribe("timing/")
feed.subscribe("beat/")
door = context.socket(zmq.REQ)
door.connect(query)


def ask(request, **members):
    """The frames of the answer; the first says what it is."""
    door.send_json({"v": 1, "type": "request", "request": request, **members})
    return [json.loads(frame) for frame in door.recv_multipart()]


def joined():  # The race as it stands, and its rows by the number of the car.
    snapshot = ask("snapshot")[0]
    return snapshot, {row["number"]: row for row in snapshot["rows"]}


def apply(delta):
    race["seq"] = delta["seq"]
    race["race"] = delta.get("race", race["race"])
    for number in delta.get("gone", []):  # No car has it now, or another: its row below is whole.
        rows.pop(number, None)
    for row in delta["rows"]:
        known = rows.setdefault(row["number"], {})
        if "gapMs" in row:  # Gaps that are of now do not say so.
            known.pop("gapIsNow", None)
        known.update(row)  # A row holds the members that changed.
    if delta["outcome"] == "lap":
        row = rows[delta["input"]["crossing"]["car"]]
        print(f'P{row["position"]} car {row["number"]}: lap {row["laps"]} in {(row["lastLapMs"] or 0) / 1000:.3f} s')


race, rows = joined()
while race["race"]["phase"] != "ended":
    message = json.loads(feed.recv().split(b" ", 1)[1])
    if message["epoch"] < race["epoch"]:
        continue
    if message["epoch"] > race["epoch"]:
        race, rows = joined()
    latest = message["seq"] if message["type"] == "delta" else message["next"] - 1
    while race["seq"] < latest:
        deltas = [message]
        if message["type"] != "delta" or message["seq"] > race["seq"] + 1:
            wanted = {"from": race["seq"] + 1, "to": latest}
            head, *deltas = ask("range", session=race["session"], epoch=race["epoch"], **wanted)
            if head["type"] != "rangeReply":  # No longer kept, or of another epoch: join again.
                race, rows = joined()
        for delta in deltas:
            apply(delta)
for row in sorted(filter(lambda row: row["position"], rows.values()), key=lambda row: row["position"]):
    print(f'{row["position"]:3} {row["number"]:>4} {row["laps"]:4} laps {(row["totalMs"] or 0) / 1000:.3f} s')
