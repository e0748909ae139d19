"""Messages as bytes: JSON (section 1 of the protocol) and packed crossings (section 2.2)."""

from __future__ import annotations

import json
import struct
from typing import Any

Message = dict[str, Any]

VERSION = 1
MAGIC = b"LWX1"
CROSSINGS_KIND = 1
HEARTBEAT_KIND = 2
ESTIMATED_FLAG = 1
LARGEST_BATCH = 10_000

_HEADER = struct.Struct("<4sBBHIIQ")
_RECORD = struct.Struct("<QqIHBBHHI")
_BEAT = struct.Struct("<Qq")


class NotUnderstood(ValueError):
    """The bytes are no message of the protocol."""


def encode(message: Message) -> bytes:
    """The message as compact UTF-8 JSON."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def parse(data: bytes) -> Message:
    """The JSON object in `data`, read strictly: one object, UTF-8, no duplicate name, no NaN, nothing around it."""
    if not data.startswith(b"{") or not data.endswith(b"}"):
        raise NotUnderstood(f"a message begins with '{{' and ends with '}}', this is {data[:40]!r} … {data[-10:]!r}")
    try:
        return json.loads(data.decode(), object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood(f"not JSON: {error}; {data[:80]!r}") from error


def _unique(pairs: list[tuple[str, Any]]) -> Message:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name occurs twice in one object")
    return members


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def crossings_message(decoder: int, epoch: int, crossings: list[Message]) -> Message:
    """A `crossings` message of section 2.1."""
    return {"v": VERSION, "type": "crossings", "decoder": decoder, "epoch": epoch, "crossings": crossings}


def heartbeat_message(decoder: int, epoch: int, following: int, time_us: int, health: Message | None = None) -> Message:
    """A decoder's heartbeat of section 2.3; `following` is the number that the next crossing will have."""
    beat: Message = {"v": VERSION, "type": "heartbeat", "decoder": decoder, "epoch": epoch, "next": following}
    return beat | {"timeUs": time_us} | ({} if health is None else {"health": health})


def pack_crossings(decoder: int, epoch: int, crossings: list[Message]) -> bytes:
    """The same crossings in the form of section 2.2."""
    header = _HEADER.pack(MAGIC, CROSSINGS_KIND, 0, len(crossings), decoder, 0, epoch)
    return header + b"".join(_pack_record(crossing) for crossing in crossings)


def _pack_record(crossing: Message) -> bytes:
    return _RECORD.pack(
        crossing["number"],
        crossing["timeUs"],
        crossing["transponder"],
        crossing["loop"],
        crossing.get("driver", 0),
        ESTIMATED_FLAG if crossing.get("estimated") else 0,
        crossing.get("hits", 0),
        crossing.get("strength", 0),
        0,
    )


def pack_heartbeat(decoder: int, epoch: int, following: int, time_us: int) -> bytes:
    """A packed heartbeat of section 2.2."""
    return _HEADER.pack(MAGIC, HEARTBEAT_KIND, 0, 1, decoder, 0, epoch) + _BEAT.pack(following, time_us)


def unpack(data: bytes) -> Message:
    """A packed message as the JSON message that says the same."""
    if len(data) < _HEADER.size:
        raise NotUnderstood(f"a packed message has at least {_HEADER.size} bytes, this has {len(data)}")
    magic, kind, zero, count, decoder, zeros, epoch = _HEADER.unpack_from(data)
    if magic != MAGIC:
        raise NotUnderstood(f"a packed message begins with {MAGIC!r}, this with {magic!r}")
    if zero or zeros:
        raise NotUnderstood("bytes 5 and 12 … 15 of a packed message are zero")
    body = data[_HEADER.size :]
    if kind == CROSSINGS_KIND:
        _expect_length(body, count * _RECORD.size)
        return crossings_message(decoder, epoch, [_unpack_record(*fields) for fields in _RECORD.iter_unpack(body)])
    if kind == HEARTBEAT_KIND and count == 1:
        _expect_length(body, _BEAT.size)
        return heartbeat_message(decoder, epoch, *_BEAT.unpack(body))
    raise NotUnderstood(f"no packed message has kind {kind} with count {count}")


def _expect_length(body: bytes, length: int) -> None:
    if len(body) != length:
        raise NotUnderstood(f"{length} bytes should follow the header, {len(body)} do")


def _unpack_record(
    number: int, time_us: int, transponder: int, loop: int, driver: int, flags: int, hits: int, strength: int, zero: int
) -> Message:
    if zero or flags & ~ESTIMATED_FLAG:
        raise NotUnderstood(f"record {number}: unused bits are zero")
    crossing: Message = {"number": number, "timeUs": time_us, "loop": loop, "transponder": transponder}
    crossing |= {"driver": driver, "hits": hits, "strength": strength}
    if flags:
        crossing["estimated"] = True
    return crossing


def feed_message(data: bytes) -> Message:
    """A message of the crossing feed in either form."""
    return unpack(data) if data.startswith(MAGIC) else parse(data)
