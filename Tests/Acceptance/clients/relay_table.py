"""The table that a relay keeps in NATS, part by part: whether it says what the daemon's snapshot says, and whether any part
has ever gone back."""

from __future__ import annotations

import json
from threading import Event, Thread
from typing import Any

from nats import Nats

STREAM = "LAPWING-TABLE"


def word(text: str) -> str:
    """A word of a subject, as docs/relay.md has it."""
    return "".join(chr(b) if chr(b).isascii() and (chr(b).isalnum() or chr(b) in "-_") else f"%{b:02X}"
                   for b in text.encode()) or "%"


def expected(snapshot: dict[str, Any]) -> dict[str, Any]:
    """What each part is to say, by the end of its subject."""
    parts: dict[str, Any] = {
        "alerts": {"infringements": snapshot["infringements"], "doubts": snapshot["doubts"]}}
    for row in snapshot["rows"]:
        name = f"{word(row['class'])}.{word(row['number'])}"
        parts[f"car.{name}"] = {"row": {key: value for key, value in row.items() if key != "stops"}}
        verdicts = [each for each in snapshot["verdicts"] if each["car"] == row["number"]]
        parts[f"stops.{name}"] = {
            "number": row["number"], "stops": row["stops"], "verdicts": sorted(verdicts, key=lambda v: v["id"])}
    return parts


def kept(nats: Nats, session: str) -> dict[str, tuple[tuple[int, int], Any]]:
    """What the stream has, asked for as docs/relay.md says: one after the other, until there is no more."""
    found: dict[str, tuple[tuple[int, int], Any]] = {}
    number = 1
    while True:
        asked = json.dumps({"seq": number, "next_by_subj": f"lw.{session}.>"}).encode()
        message = nats.request(f"$JS.API.DIRECT.GET.{STREAM}", asked)
        if message.status == "404":
            return found
        body = json.loads(message.data)
        place = (int(message.headers["Lw-Epoch"]), int(message.headers["Lw-Seq"]))
        assert place == (body["epoch"], body["seq"]), message.headers
        if "verdicts" in body:
            body["verdicts"].sort(key=lambda v: v["id"])
        name = message.headers["Nats-Subject"].split(".", 3)[3]
        # What is null is no more.
        if body.get(body["type"], body) is not None:
            found[name] = (place, {k: v for k, v in body.items() if k not in ("v", "type", "session", "epoch", "seq")})
        number = int(message.headers["Nats-Sequence"]) + 1


def differing(nats: Nats, session: str, snapshot: dict[str, Any]) -> list[str]:
    """The parts that do not say what the snapshot says."""
    wanted = expected(snapshot)
    found = {name: part for name, (_, part) in kept(nats, session).items()}
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


class TableWatch:
    """Hears every part that is kept, over all kills of the server, and notes which went back."""

    def __init__(self, port: int, session: str, **user: str) -> None:
        self.heard = 0
        self.bytes = 0
        self.wentBack: list[str] = []
        self.over = Event()
        self.thread = Thread(target=self._listen, args=(port, session, user), daemon=True)
        self.thread.start()

    def end(self) -> None:
        self.over.set()
        self.thread.join()

    def _listen(self, port: int, session: str, user: dict[str, str]) -> None:
        places: dict[str, tuple[int, int]] = {}
        while not self.over.is_set():
            try:
                nats = Nats(port, **user)
                for part in ("car.*.*", "stops.*.*", "alerts"):
                    nats.subscribe(f"live.{session}.{part}")
                while not self.over.is_set():
                    if (message := nats.next(0.2)) is None:
                        continue
                    place = (int(message.headers["Lw-Epoch"]), int(message.headers["Lw-Seq"]))
                    if place < places.get(message.subject, place):
                        self.wentBack.append(f"{message.subject} {places[message.subject]} {place}")
                    places[message.subject] = place
                    self.heard += 1
                    self.bytes += len(message.data)
            except (OSError, AssertionError):
                self.over.wait(0.05)
