"""Recordings (section 5), and the order in which a feeder delivers them."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import wire
from contract import Contract
from wire import Message


@dataclass(frozen=True)
class Crossing:
    """One crossing as a decoder gave it: `members` are those of section 2.1."""

    decoder: int
    epoch: int
    members: Message


@dataclass(frozen=True)
class Command:
    """A command as it is sent to the control socket."""

    message: Message


@dataclass(frozen=True)
class Delivery:
    """A crossing or a command, and the session's time at which it is handed over."""

    at_us: int
    what: Crossing | Command


def read(file: Path, contract: Contract) -> list[Crossing | Command]:
    """The recording's crossings, one by one, and its commands. Raises `ContractBroken` with the line."""
    steps: list[Crossing | Command] = []
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            source = f"{file}:{number}"
            try:
                message = wire.parse(line.strip())
            except wire.NotUnderstood as error:
                raise wire.NotUnderstood(f"{source}: {error}") from error
            contract.check(message, source)
            steps += _steps(message, source, number)
    return steps


def _steps(message: Message, source: str, line: int) -> Iterator[Crossing | Command]:
    match message["type"]:
        case "crossings":
            for members in message["crossings"]:
                yield Crossing(message["decoder"], message["epoch"], members)
        case "command":
            yield Command({"id": _id(message, line)} | message)
        case "time":
            # Feeders tell the time themselves.
            return
        case kind:
            raise wire.NotUnderstood(f"{source}: a recording holds crossings and commands, not {kind}")


def _id(command: Message, line: int) -> str:
    """Names the act, so that it can be sent again when no answer came."""
    return f"recorded-{line}-{zlib.crc32(wire.encode(command)):08x}"


def deliveries(steps: list[Crossing | Command], shuffle_seconds: float, chance: random.Random) -> list[Delivery]:
    """The steps in the order of handing over: each crossing is late by up to `shuffle_seconds`, commands are not."""
    made: list[Delivery] = []
    now = 0
    for step in steps:
        if isinstance(step, Crossing):
            now = max(now, step.members["timeUs"])
            late = int(chance.uniform(0, shuffle_seconds) * 1_000_000) if shuffle_seconds else 0
            made.append(Delivery(now + late, step))
        else:
            now = max(now, step.message.get("atUs", 0))
            made.append(Delivery(now, step))
    if made and made[0].at_us == 0:
        first = next((each.at_us for each in made if each.at_us), 0)
        made = [Delivery(each.at_us or first, each.what) for each in made]
    return sorted(made, key=lambda delivery: delivery.at_us)


def batches(due: list[Delivery], size: int) -> Iterator[tuple[int, list[Crossing] | Command]]:
    """Up to `size` crossings at a time, never across a command, with the time at which the batch is complete."""
    held: list[Crossing] = []
    until = 0
    for delivery in due:
        if isinstance(delivery.what, Command):
            if held:
                yield until, held
                held = []
            yield delivery.at_us, delivery.what
            continue
        held.append(delivery.what)
        until = delivery.at_us
        if len(held) == size:
            yield until, held
            held = []
    if held:
        yield until, held
