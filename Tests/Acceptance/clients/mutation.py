"""Random and mutated messages that are safe to throw at a Lapwing that is timing a race.

Whatever is still valid after the mutation must be harmless: crossings are of decoder 4000000000, of transponders that
are unassigned and of 1970, so that they move neither cars nor time; commands are for a car or a session that is not
there.
"""

from __future__ import annotations

import json
import random
import re
import struct
from collections.abc import Callable
from typing import Any

import wire
from contract import Contract
from wire import Message

DECODER = 4_000_000_000
TRANSPONDERS = range(3_999_999_000, 3_999_999_016)
LEAST_TRANSPONDER = 3_900_000_000
LATEST_US = 1_000_000_000_000
LARGEST_US = 2**53
NO_CAR = "no-such-car"
NO_SESSION = "no-such-session"

Frames = list[bytes]


def crossings_json(chance: random.Random) -> bytes:
    """A sound `crossings` message."""
    return wire.encode(wire.crossings_message(DECODER, chance.randint(0, 3), _crossings(chance)))


def crossings_packed(chance: random.Random) -> bytes:
    """A sound packed message."""
    return wire.pack_crossings(DECODER, chance.randint(0, 3), _crossings(chance))


def heartbeat_json(chance: random.Random) -> bytes:
    """A sound heartbeat."""
    health = {"noise": chance.randint(0, 60), "noiseMost": 40, "temperature": chance.randint(-20, 60)}
    told = health if chance.random() < 0.5 else None
    said = (DECODER, chance.randint(0, 3), chance.randint(1, 60), chance.randint(0, 10**6))
    return wire.encode(wire.heartbeat_message(*said, told))


def heartbeat_packed(chance: random.Random) -> bytes:
    """A sound packed heartbeat."""
    return wire.pack_heartbeat(DECODER, chance.randint(0, 3), chance.randint(1, 60), chance.randint(0, 10**6))


def _crossings(chance: random.Random) -> list[Message]:
    first = chance.randint(1, 50)
    return [_crossing(chance, number) for number in range(first, first + chance.randint(1, 5))]


def _crossing(chance: random.Random, number: int) -> Message:
    members = {"number": number, "timeUs": chance.randint(0, 10**6), "loop": 65535, "transponder": chance.choice(TRANSPONDERS)}
    if chance.random() < 0.5:
        members |= {"driver": 2, "hits": 34, "strength": 112, "estimated": True}
    return members


_PENALTIES: list[Message] = [
    {"laps": 1}, {"driveThrough": True}, {"stopAndGoMs": 10_000}, {"gridPlaces": 5}, {"lapTime": 12}, {"disqualified": True},
]  # fmt: skip


_BULLETINS: list[Message] = [
    {"window": "none"}, {"window": {"opensMs": 1_500_000, "closesMs": 2_100_000}}, {"minimumMs": 100_000, "class": "GT3"},
    {"additionMs": 15_000, "car": NO_CAR}, {"prohibited": {"fromMs": 40_000, "toMs": 88_000}}, {"pitSpeed": 50},
]  # fmt: skip


def command(chance: random.Random) -> bytes:
    """A sound command that must be refused."""
    car, elsewhere = {"car": NO_CAR}, {"session": NO_SESSION}
    kinds: list[tuple[Message, Message]] = [
        (elsewhere, {"kind": "session", "action": "start"}),
        (elsewhere, {"kind": "session", "action": "end"}),
        (elsewhere, {"kind": "session", "action": chance.choice(["formation", "final"])}),
        (elsewhere, {"kind": "session", "action": "duration", "durationMs": 2_700_000}),
        (elsewhere, {"kind": "flag", "flag": "chequered", "estimated": True}),
        (elsewhere, {"kind": "flag", "flag": "fcy"}),
        (elsewhere, {"kind": "flag", "flag": "safetyCar", "throughPitLane": True}),
        (elsewhere, {"kind": "served", "act": "no-such-act", "served": True}),
        (elsewhere, {"kind": "clock", "decoder": DECODER, "aheadUs": -7_250_000, "epoch": 1, "fromUs": 0}),
        ({}, {"kind": "car", "action": "retired"} | car),
        (elsewhere, {"kind": "bulletin"} | chance.choice(_BULLETINS)),
        ({}, {"kind": "ruling", "obligation": "driverChange1", "ruling": "noAction", "reason": "seen"} | car),
        ({}, {"kind": "report", "report": "trackLimits", "turn": 5, "lap": 1} | car),
        ({}, {"kind": "message", "text": "box now", "cars": [NO_CAR]}),
        (elsewhere, {"kind": "conditions", "airTenths": 310, "surface": "wet"}),
        ({}, {"kind": "penalty", "for": "stop1", "stopAndGoMs": 1000, "reason": "too short"} | car),
        ({}, {"kind": "driver", "driver": 2} | car),
        ({}, {"kind": "penalty", "timeMs": 5000, "reason": "track limits"} | car),
        ({}, {"kind": "penalty", "position": 3, "reason": "last of its class"} | car),
        ({}, {"kind": "penalty", "reason": "speeding"} | chance.choice(_PENALTIES) | car),
        (elsewhere, {"kind": "amendment", "action": "void", "crossing": {"decoder": DECODER, "epoch": 1, "number": 2}}),
        ({}, {"kind": "amendment", "action": "insert", "loop": 1} | car),
        ({}, {"kind": "amendment", "action": "assign", "transponder": TRANSPONDERS[0]} | car),
        (elsewhere, {"kind": "amendment", "action": "withdraw", "act": "no-such-act"}),
    ]
    where, body = chance.choice(kinds)
    message: Message = {"v": 1, "type": "command", "id": f"fuzz-{chance.randrange(10**9)}", "by": "fuzz"} | where
    # Its instant is outside the session: one that does not insist is refused for that, whatever else is wrong.
    if chance.random() < 0.5:
        message["anyway"] = True
    return wire.encode(message | {"atUs": chance.randint(0, 10**6), "command": body})


def request(chance: random.Random) -> bytes:
    """A sound request."""
    kind = chance.choice(["snapshot", "range", "results", "status"])
    message: Message = {"v": 1, "type": "request", "request": kind}
    if kind == "range":
        message |= {"epoch": chance.randint(0, 2**53), "from": 1, "to": chance.choice([1, 20, 2**53 - 1])}
    return wire.encode(message)


FEED: list[Callable[[random.Random], bytes]] = [crossings_json, crossings_packed, heartbeat_json, heartbeat_packed]


# The mutations. Each takes a sound message and gives bytes.


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 8])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _extend(data: bytes, chance: random.Random) -> bytes:
    return data + chance.choice([b"\n", b"\0", b"}", b" {}", data, chance.randbytes(chance.randint(1, 64))])


def _splice(data: bytes, chance: random.Random) -> bytes:
    other = chance.choice([*FEED, command, request])(chance)
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def _cut_out(data: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(data))
    return data[:begin] + data[begin + chance.randint(1, 16) :]


def _garbage(data: bytes, chance: random.Random) -> bytes:
    return chance.choice([b"", b"{", wire.MAGIC, b"LWX2", b"\xef\xbb\xbf"]) + chance.randbytes(chance.randint(0, 200))


def _invalid_utf8(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.choice([b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe2\x82"]) + data[at:]


def _nesting(data: bytes, chance: random.Random) -> bytes:
    depth = chance.choice([10, 200, 5_000, 50_000])
    opening, closing = chance.choice([(b"[", b"]"), (b'{"a":', b"}")])
    deep = opening * depth + b"1" + closing * chance.choice([depth, 0])
    return chance.choice([deep, b'{"v":1,"type":"command","command":' + deep + b"}", b'{"x":' + deep + b"," + data[1:]])


_STRANGE = [
    b"NaN", b"Infinity", b"-1", b"-0", b"1e400", b"1e3", b"1.5", b"18446744073709551616", b"9223372036854775808", b"9007199254740993",
    b"9" * 400, b"4294967296", b"65536", b"01", b"+1", b"0x10", b"null", b"true", b'"1"', b'"\\ud800"', b'""', b"[]", b"{}", b"",
]  # fmt: skip


def _strange_value(data: bytes, chance: random.Random) -> bytes:
    values = list(re.finditer(rb':("[^"]*"|-?[0-9]+|true|false)', data))
    if not values:
        return _flip(data, chance)
    value = chance.choice(values)
    return data[: value.start(1)] + chance.choice(_STRANGE) + data[value.end(1) :]


def _duplicate_key(data: bytes, chance: random.Random) -> bytes:
    members = list(re.finditer(rb'"\w+":("[^"]*"|-?[0-9]+)', data))
    if not members:
        return _flip(data, chance)
    member = chance.choice(members)
    return data[: member.end()] + b"," + member.group() + data[member.end() :]


def _without_member(data: bytes, chance: random.Random) -> bytes:
    return re.sub(rb'"\w+":("[^"]*"|-?[0-9]+),', b"", data, count=chance.randint(1, 3))


def _wrong_version(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b'"v":1', chance.choice([b'"v":2', b'"v":0', b'"v":"1"', b'"w":1', b'"v":1.5']))


def _wrong_type(data: bytes, chance: random.Random) -> bytes:
    return re.sub(rb'"type":"\w+"', b'"type":"' + chance.choice([b"delta", b"ack", b"", b"Command", b"range"]) + b'"', data)


def _wrong_header(data: bytes, chance: random.Random) -> bytes:
    """Packed messages: another magic, kind, count or zero field."""
    if not data.startswith(wire.MAGIC) or len(data) < 24:
        return _flip(data, chance)
    changed = bytearray(data)
    match chance.randrange(4):
        case 0:
            changed[chance.randrange(4)] ^= 0x20
        case 1:
            changed[4] = chance.choice([0, 3, 255])
        case 2:
            struct.pack_into("<H", changed, 6, chance.choice([0, 1, 2, 6, 10001, 65535]))
        case 3:
            changed[chance.choice([5, 12, 15])] = chance.randint(1, 255)
    return bytes(changed)


def _wrong_record(data: bytes, chance: random.Random) -> bytes:
    """Packed messages: extreme numbers and times in the first record."""
    if not data.startswith(wire.MAGIC) or len(data) < 40:
        return _strange_value(data, chance)
    changed = bytearray(data)
    extreme = chance.choice([0, 2**53 + 1, 2**63 - 1, -1, -(2**63)])
    struct.pack_into("<q", changed, chance.choice([24, 32]), extreme)
    return bytes(changed)


def _long_text(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b'"fuzz', b'"' + b"f" * chance.choice([65, 5_000, 200_000]))


def _as_it_is(data: bytes, chance: random.Random) -> bytes:
    return data


MUTATIONS: list[Callable[[bytes, random.Random], bytes]] = [
    _flip, _truncate, _extend, _splice, _cut_out, _garbage, _invalid_utf8, _nesting, _strange_value, _duplicate_key,
    _without_member, _wrong_version, _wrong_type, _wrong_header, _wrong_record, _long_text, _as_it_is,
]  # fmt: skip
_WEIGHTS = [1 if mutation is _nesting else 6 for mutation in MUTATIONS]


def mutate(data: bytes, chance: random.Random) -> bytes:
    """The message after one mutation, sometimes two."""
    for mutation in chance.choices(MUTATIONS, _WEIGHTS, k=chance.choice([1, 1, 1, 2])):
        data = mutation(data, chance) if data else data
    return data


def odd_frames(data: bytes, chance: random.Random) -> Frames:
    """The message in more frames than it should have, or in none with content."""
    return chance.choice([[b"", b""], [data, b""], [data, data], [b"", b"", data], [b"x", data], [data, chance.randbytes(9)]])


# What may not be sent.


def harms_feed(data: bytes) -> bool:
    """Whether the message, read as leniently as anyone might, could move a car or the session's time."""
    if data.startswith(wire.MAGIC):
        return _packed_harms(data)
    return any(_number_harms(name.decode(), value) for name, value in _NAMED_NUMBER.findall(data))


_NAMED_NUMBER = re.compile(rb'"(timeUs|decoder|transponder)"\s*:\s*"?([-+0-9.eE]+)')


def _number_harms(name: str, text: bytes) -> bool:
    try:
        value = float(text)
    except ValueError:
        return False
    return {
        "timeUs": LATEST_US < value <= LARGEST_US,
        "decoder": 1 <= value <= 2**32 and value != DECODER,
        "transponder": 1 <= value < LEAST_TRANSPONDER,
    }[name]


def _packed_harms(data: bytes) -> bool:
    if len(data) >= 12 and struct.unpack_from("<I", data, 8)[0] != DECODER:
        return True
    beat = data[4:5] == bytes([wire.HEARTBEAT_KIND])
    times = range(32, len(data) - 7, 16 if beat else 32)
    if any(LATEST_US < struct.unpack_from("<q", data, at)[0] <= LARGEST_US for at in times):
        return True
    return not beat and any(1 <= struct.unpack_from("<I", data, at)[0] < LEAST_TRANSPONDER for at in range(40, len(data) - 3, 32))


def harms_control(data: bytes, contract: Contract) -> bool:
    """Whether the message, read with the first or the last of members of one name, is a command that may take effect."""
    try:
        readings = [_read(data, first=True), _read(data, first=False)]
    except RecursionError:  # nested too deep for us to see what it says
        harmless = (f'"session":"{NO_SESSION}"', f'"car":"{NO_CAR}"')
        return b'"kind"' in data and not any(each.encode() in data for each in harmless)
    return any(_takes_effect(reading, contract) for reading in readings)


def _read(data: bytes, first: bool) -> Any:
    pairs = (lambda pairs: dict(reversed(pairs))) if first else dict
    try:
        return json.loads(data.decode(errors="replace"), object_pairs_hook=pairs)
    except ValueError:
        return None


def _takes_effect(message: Any, contract: Contract) -> bool:
    if not isinstance(message, dict) or not contract.admits(message) or message["type"] != "command":
        return False
    return message.get("session") != NO_SESSION and message["command"].get("car") != NO_CAR
