"""The table of a session as a follower keeps it: a snapshot, then one delta after the other (sections 4.1, 4.2)."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Any

from wire import Message


class TableBroken(Exception):
    """A delta cannot be true of this table."""


class Place(enum.Enum):
    """Where a delta stands towards the table."""

    NEXT = "the one that follows"
    KNOWN = "already in the table, or of an earlier run"
    BEYOND = "others are missing before it"
    NEW_EPOCH = "Lapwing has started again"


LISTS = ("flags", "penalties", "loops", "clocks", "doubts", "infringements", "net")
"""Lists that a delta replaces whole."""
TOLD = ("messages", "reports", "conditions", "grid")
"""The same, there only where there is something to tell."""


class Table:
    """Race, entries, rows and lists as of `seq`."""

    def __init__(self, snapshot: Message) -> None:
        self.session: str = snapshot["session"]
        self.epoch: int = snapshot["epoch"]
        self.seq: int = snapshot["seq"]
        self.race: Message = snapshot["race"]
        self.entries: list[Message] = snapshot["entries"]
        self.unknown: list[Message] = snapshot["unknown"]
        self.lists: dict[str, list[Message]] = {name: snapshot[name] for name in LISTS}
        self.told: dict[str, Any] = {name: snapshot[name] for name in TOLD if name in snapshot}
        self._verdicts: dict[tuple[str, str], Message] = {}
        self._merge_verdicts(snapshot["verdicts"])
        if len(self._verdicts) != len(snapshot["verdicts"]):
            raise TableBroken(f"snapshot {self.seq}: an obligation has more than one verdict")
        self._rows: dict[str, Message] = {row["number"]: dict(row) for row in snapshot["rows"]}
        if len(self._rows) != len(snapshot["rows"]):
            raise TableBroken(f"snapshot {self.seq}: a number has more than one row")
        self._check_positions()

    def place(self, epoch: int, seq: int) -> Place:
        """Where the delta `seq` of `epoch` stands; a heartbeat's `next` is asked as the delta before it."""
        if epoch != self.epoch:
            return Place.NEW_EPOCH if epoch > self.epoch else Place.KNOWN
        if seq <= self.seq:
            return Place.KNOWN
        return Place.NEXT if seq == self.seq + 1 else Place.BEYOND

    def apply(self, delta: Message) -> None:
        """Takes the delta in. It must be the one that follows."""
        if self.place(delta["epoch"], delta["seq"]) is not Place.NEXT:
            raise TableBroken(f"delta {delta['seq']} of {delta['epoch']} does not follow {self.seq} of {self.epoch}")
        if "entries" in delta:
            self._relist(delta["entries"], delta.get("gone", []))
        for changed in delta["rows"]:
            if changed["number"] not in self._rows:
                raise TableBroken(f"delta {delta['seq']}: no row has number {changed['number']!r}")
            self._rows[changed["number"]] = _merged(self._rows[changed["number"]], changed)
        self.race = delta.get("race", self.race)
        self.lists.update((name, delta[name]) for name in LISTS if name in delta)
        self.told.update((name, delta[name]) for name in TOLD if name in delta)
        self.told = {name: each for name, each in self.told.items() if each}
        self._merge_unknown(delta.get("unknown", []))
        self._merge_verdicts(delta.get("verdicts", []))
        self.seq = delta["seq"]
        self._check_positions()

    def _relist(self, entries: list[Message], gone: list[str]) -> None:
        """The entry list is another; what is known of a number that is gone is another car's, or nobody's (4.2)."""
        for number in gone:
            self._rows.pop(number, None)
        self._verdicts = {key: verdict for key, verdict in self._verdicts.items() if key[0] not in gone}
        self.entries = entries
        for entry in entries:
            self._rows.setdefault(entry["number"], {"number": entry["number"]})

    def _merge_unknown(self, changed: list[Message]) -> None:
        """Each element replaces the one with its transponder; one without crossings takes it away (4.2)."""
        held = {each["transponder"]: each for each in self.unknown}
        held.update((each["transponder"], each) for each in changed)
        self.unknown = [held[key] for key in sorted(held) if held[key]["crossings"] > 0]

    def _merge_verdicts(self, changed: list[Message]) -> None:
        """Each replaces the one of its car and id; one without a state takes it away (4.2)."""
        for verdict in changed:
            name = verdict["car"], verdict["id"]
            if verdict["state"] is None:
                self._verdicts.pop(name, None)
            else:
                self._verdicts[name] = verdict

    def verdicts(self) -> list[Message]:
        """Verdicts by the entry list, of a car by their ids: the snapshot's own order is that of section 7 of the protocol."""
        listed = {entry["number"]: place for place, entry in enumerate(self.entries)}
        return [self._verdicts[name] for name in sorted(self._verdicts, key=lambda name: (listed.get(name[0], 0), name))]

    def rows(self) -> list[Message]:
        """Rows by position, of one position by the entry list, then those without one in the order of the snapshot."""
        listed = {entry["number"]: place for place, entry in enumerate(self.entries)}

        def place(row: Message) -> tuple[bool, int, int]:
            unplaced = row["position"] is None
            return unplaced, row["position"] or 0, 0 if unplaced else listed.get(row["number"], 0)

        return sorted(self._rows.values(), key=place)

    def as_json(self) -> Message:
        """The table in the form of a snapshot, without the instant."""
        members = {"session": self.session, "epoch": self.epoch, "seq": self.seq, "race": self.race}
        return members | self.lists | self.told | {"verdicts": self.verdicts(), "entries": self.entries, "rows": self.rows(), "unknown": self.unknown}

    def differences(self, snapshot: Message) -> list[str]:
        """Every member in which the table is not as the snapshot says. Empty when they are equal."""
        found: list[str] = []
        for member in ("session", "epoch", "seq"):
            _compare(member, getattr(self, member), snapshot[member], found)
        _compare("race", self.race, snapshot["race"], found)
        _compare("entries", self.entries, snapshot["entries"], found)
        _compare("unknown", self.unknown, snapshot["unknown"], found)
        for name in LISTS:
            _compare(name, self.lists[name], snapshot[name], found)
        for name in TOLD:
            _compare(name, self.told.get(name), snapshot.get(name), found)
        judged = {(verdict["car"], verdict["id"]): verdict for verdict in snapshot["verdicts"]}
        _compare("judged", sorted(self._verdicts), sorted(judged), found)
        for car, name in self._verdicts.keys() & judged.keys():
            _compare(f"verdict {car} {name}", self._verdicts[car, name], judged[car, name], found)
        _compare("order", _order(self.rows()), _order(snapshot["rows"]), found)
        theirs = {row["number"]: row for row in snapshot["rows"]}
        _compare("numbers", sorted(self._rows), sorted(theirs), found)
        for number in self._rows.keys() & theirs.keys():
            _compare(f"row {number}", self._rows[number], theirs[number], found)
        return sorted(found)

    def _check_positions(self) -> None:
        shareable = self.race["kind"] == "race" and self.race["phase"] in ("finishing", "ended")
        rows = self._rows.values()
        _check_places("position", rows, shareable, self.seq)
        for name in {row["class"] for row in rows}:
            _check_places("classPosition", [row for row in rows if row["class"] == name], shareable, self.seq)


def _merged(row: Message, changed: Message) -> Message:
    """The members that a delta holds in place of the row's; beside `gapMs` an absent `gapIsNow` is true (4.4)."""
    if "gapMs" in changed:
        row = {name: value for name, value in row.items() if name != "gapIsNow"}
    return row | changed


def _order(rows: list[Message]) -> list[str]:
    return [row["number"] for row in rows if row["position"] is not None]


def _check_places(which: str, rows: Iterable[Message], shareable: bool, seq: int) -> None:
    """1 … n, each once; when the flag is out also one for several cars of one total, the next left out (4.2)."""
    placed = sorted((row for row in rows if row[which] is not None), key=lambda row: row[which])
    for expected, row in enumerate(placed, 1):
        before = placed[expected - 2] if expected > 1 else None
        shared = before is not None and row[which] == before[which] and row["totalMs"] == before["totalMs"]
        if row[which] != expected and not (shareable and shared):
            held = [each[which] for each in placed]
            raise TableBroken(f"after {seq}: {which} is not 1 … n, each once: {held}")


def _compare(path: str, ours: Any, theirs: Any, found: list[str]) -> None:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in ours.keys() | theirs.keys():
            _compare(f"{path}.{name}", ours.get(name, "absent"), theirs.get(name, "absent"), found)
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (mine, other) in enumerate(zip(ours, theirs)):
            _compare(f"{path}[{index}]", mine, other, found)
    elif ours != theirs or isinstance(ours, bool) != isinstance(theirs, bool):
        found.append(f"{path}: followed {ours!r}, snapshot {theirs!r}")
