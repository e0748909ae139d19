#!/usr/bin/python3
"""A client of Lapwing written from docs/protocol.md alone: follows, listens, feeds, commands, asks and fuzzes."""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import zmq

import asking
import meeting as meetings
import recording
import wire
from asking import Asker, NoAnswer, Refused
from contract import Contract, ContractBroken
from feeder import JSON_FORM, MIXED_FORM, PACKED_FORM, Feed, FeedFailed, Misfortune, Pace, Player, decoders
from follower import NotReached, Subscriber, compare, follow_until, join
from fuzzer import Fuzzer, FuzzFailed
from table import Table, TableBroken

__all__ = ["Asker", "Contract", "Feed", "Player", "Subscriber", "Table", "asking", "recording", "wire"]

FAILURES = (
    NoAnswer, Refused, ContractBroken, FeedFailed, NotReached, FuzzFailed, TableBroken, wire.NotUnderstood, OSError, zmq.ZMQError,
    json.JSONDecodeError,
)  # fmt: skip
MOST_DIFFERENCES = 20

Action = Callable[[argparse.Namespace, zmq.Context, Contract], int]


def follow(options: argparse.Namespace, context: zmq.Context, contract: Contract) -> int:
    """Follows a session to a phase, then holds the table against a fresh snapshot."""
    deadline = time.monotonic() + options.timeout
    subscriber = Subscriber(
        context, options.publication, options.query, options.session, contract, options.drop, options.seed
    )
    try:
        join(subscriber, options.join_after, deadline)
        follow_until(subscriber, options.until_phase, deadline)
        wrong = compare(subscriber, deadline)
    finally:
        subscriber.close()
    if options.out:
        text = json.dumps(subscriber.table.as_json(), ensure_ascii=False, indent=1)
        options.out.write_text(text + "\n", encoding="utf-8")
    counts = subscriber.counts
    said = f"{counts.messages} messages, {counts.dropped} dropped on purpose, {counts.recovered} recovered by range"
    for difference in wrong[:MOST_DIFFERENCES]:
        print(difference, file=sys.stderr)
    verdict = f"{len(wrong)} DIFFERENCES" if wrong else "table equal"
    print(f"follow: {said}, {counts.snapshots} snapshots, {verdict}")
    return 1 if wrong else 0


def meeting(options: argparse.Namespace, context: zmq.Context, contract: Contract) -> int:
    """Follows a whole meeting until every session is over, then holds each table against a fresh snapshot."""
    deadline = time.monotonic() + options.timeout
    whole = meetings.MeetingFollower(context, options.publication, options.query, contract, options.drop, options.seed)
    try:
        meetings.follow_until(whole, options.until, deadline)
        wrong = meetings.compare(whole, deadline)
        results = {name: asking.results(whole.asker, name) for name in whole.sessions}
    finally:
        whole.close()
    if options.out:
        text = json.dumps({"meeting": whole.meeting, "shown": whole.shown, "results": results}, ensure_ascii=False, indent=1)
        options.out.write_text(text + "\n", encoding="utf-8")
    for name, differences in wrong.items():
        for difference in differences[:MOST_DIFFERENCES]:
            print(f"{name}: {difference}", file=sys.stderr)
    count = sum(len(differences) for differences in wrong.values())
    recovered = sum(each.counts.recovered for each in whole.sessions.values())
    verdict = f"{count} DIFFERENCES" if count else "tables equal"
    print(f"meeting: {len(whole.sessions)} sessions followed, {recovered} recovered by range, {verdict}")
    return 1 if count else 0


def listen(options: argparse.Namespace, context: zmq.Context, contract: Contract) -> int:
    """Prints the messages of one topic, a line each, until none comes for a while after the first."""
    socket = context.socket(zmq.SUB)
    socket.linger, socket.rcvhwm = 0, 0
    socket.subscribe(f"{options.topic} ")
    socket.connect(options.publication)
    print("listening", flush=True)
    wait, last = options.wait, 0
    while socket.poll(1000 * wait):
        topic, _, text = socket.recv().partition(b" ")
        message = wire.parse(text)
        contract.check(message, f"topic {topic.decode()}")
        if "topicSeq" in message and last and message["topicSeq"] != last + 1:
            raise wire.NotUnderstood(f"after {last} came {message['topicSeq']}")
        wait, last = options.quiet, message.get("topicSeq", 0)
        print(_shown(message))
    socket.close()
    return 0


def feed(options: argparse.Namespace, context: zmq.Context, contract: Contract) -> int:
    """Plays a recording on a feed until Lapwing has all of it."""
    chance = random.Random(options.seed)
    steps = recording.read(options.recording, contract)
    if options.only_crossings:
        steps = [step for step in steps if isinstance(step, recording.Crossing)]
    elif options.control is None and any(isinstance(step, recording.Command) for step in steps):
        raise FeedFailed("the recording has commands: give --control, or --only-crossings to leave them out")
    due = recording.deliveries(steps, options.shuffle_seconds, chance)
    misfortune = Misfortune(options.duplicate, options.withhold)
    began = time.monotonic()
    source = Feed(context, options.bind, options.recovery, contract, options.form, misfortune, chance)
    status = Asker(context, options.query, contract)
    control = Asker(context, options.control, contract, zmq.REQ) if options.control else None
    try:
        pace = Pace(options.speed, options.batch)
        player = Player(source, status, control, pace, began + options.timeout)
        player.wait_for_subscriber(options.wait)
        player.play(due)
        lost = _lost(asking.status(status), source)
    finally:
        source.close()
        status.close()
        if control:
            control.close()
    _report_feed(source, lost, time.monotonic() - began)
    for refusal in player.refusals:
        print(refusal, file=sys.stderr)
    if lost > source.store.absent():
        print(f"Lapwing says that {lost} crossings are lost, but the feed has them", file=sys.stderr)
        return 1
    return 1 if player.refusals else 0


def _lost(status: wire.Message, source: Feed) -> int:
    known = decoders(status)
    return sum(known[run]["lost"] for run in source.store.current().values() if run in known)


def _report_feed(source: Feed, lost: int, seconds: float) -> None:
    c = source.counts
    print(
        f"feed: {c.crossings} crossings in {c.messages} messages ({c.packed} packed), {c.duplicated} duplicated, "
        f"{c.withheld} withheld, {c.ranges} ranges answered ({c.partial} in part) with {c.recovered} crossings, "
        f"{c.commands} commands ({c.refused} refused), {lost} lost, {seconds:.1f} s"
    )


def command(options: argparse.Namespace, context: zmq.Context, contract: Contract) -> int:
    """Sends one command and prints the answer; exit status 1 when it is refused."""
    message = asking.envelope(json.loads(options.json), options.by)
    with Asker(context, options.control, contract, zmq.REQ) as asker:
        try:
            print(_shown(asking.command(asker, message, options.timeout)))
        except Refused as refused:
            print(_shown(refused.refusal))
            return 1
    return 0


def results(options: argparse.Namespace, context: zmq.Context, contract: Contract) -> int:
    """Prints the classification."""
    with Asker(context, options.query, contract) as asker:
        print(_shown(asking.results(asker, options.session, options.timeout)))
    return 0


def status(options: argparse.Namespace, context: zmq.Context, contract: Contract) -> int:
    """Prints how Lapwing fares."""
    with Asker(context, options.query, contract) as asker:
        print(_shown(asking.status(asker, options.timeout)))
    return 0


def snapshot(options: argparse.Namespace, context: zmq.Context, contract: Contract) -> int:
    """Prints the whole table."""
    with Asker(context, options.query, contract) as asker:
        print(_shown(asking.snapshot(asker, options.session, options.timeout)))
    return 0


def fuzz(options: argparse.Namespace, context: zmq.Context, contract: Contract) -> int:
    """Throws random and mutated messages at every socket that Lapwing reads."""
    fuzzer = Fuzzer(context, options.feed_bind, options.control, options.query, contract, options.seed)
    try:
        print(fuzzer.run(options.count, options.wait))
    finally:
        fuzzer.close()
    return 0


def _shown(message: wire.Message) -> str:
    return json.dumps(message, ensure_ascii=False)


def _speed(text: str) -> float | None:
    if text == "max":
        return None
    value = float(text)
    if value <= 0:
        raise argparse.ArgumentTypeError("a speed is above 0, or max")
    return value


def _fraction(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("a fraction is 0 … 1")
    return value


def _batch(text: str) -> int:
    value = int(text)
    if not 1 <= value <= wire.LARGEST_BATCH:
        raise argparse.ArgumentTypeError(f"a message holds 1 … {wire.LARGEST_BATCH} crossings")
    return value


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def verb(action: Action, *required: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(action.__name__, help=action.__doc__, description=action.__doc__)
        made.set_defaults(action=action)
        for name in required:
            made.add_argument(f"--{name}", required=True, metavar="ADDRESS")
        return made

    _add_follow(verb(follow, "publication", "query"))
    _add_meeting(verb(meeting, "publication", "query"))
    listening = verb(listen, "publication")
    listening.add_argument("--topic", required=True, help="whole, for example alerts/race2")
    listening.add_argument("--wait", type=float, default=30.0, metavar="S", help="for the first message")
    listening.add_argument("--quiet", type=float, default=2.0, metavar="S", help="without a message: it is over")
    _add_feed(verb(feed, "bind", "recovery", "query"))
    sending = verb(command, "control")
    sending.add_argument("--json", required=True, help="a command, or only its kind and members")
    sending.add_argument("--by", default="acceptance", help="who, when the command does not say")
    sending.add_argument("--timeout", type=float, default=5.0, metavar="S")
    for asking_verb in (results, snapshot, status):
        made = verb(asking_verb, "query")
        made.add_argument("--timeout", type=float, default=5.0, metavar="S")
        made.add_argument("--session", help="the session, when it is not the one that runs")
    fuzzing = verb(fuzz, "feed-bind", "control", "query")
    fuzzing.add_argument("--count", type=int, default=100_000)
    fuzzing.add_argument("--seed", type=int, default=1)
    fuzzing.add_argument("--wait", type=float, default=30.0, metavar="S", help="for the feed's subscriber; 0: do not wait")
    return parser


def _add_follow(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--session", required=True)
    parser.add_argument("--drop", type=_fraction, default=0.0, metavar="FRACTION", help="of the messages, thrown away on purpose")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--join-after", type=int, default=0, metavar="N", help="join only when N deltas have been published")
    parser.add_argument("--until-phase", choices=["running", "finishing", "ended"], default="ended")
    parser.add_argument("--timeout", type=float, required=True, metavar="S")
    parser.add_argument("--out", type=Path, metavar="FILE", help="for the table, as JSON")


def _add_meeting(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--drop", type=_fraction, default=0.0, metavar="FRACTION", help="of the messages, thrown away on purpose")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--until", choices=sorted(meetings.OVER), default="provisional", help="for every session not abandoned")
    parser.add_argument("--timeout", type=float, required=True, metavar="S")
    parser.add_argument("--out", type=Path, metavar="FILE", help="for the meeting, what was shown and all results, as JSON")


def _add_feed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--recording", type=Path, required=True, metavar="FILE.jsonl")
    parser.add_argument("--control", metavar="ADDRESS", help="for the recording's commands")
    form = parser.add_mutually_exclusive_group()
    for each in (JSON_FORM, PACKED_FORM, MIXED_FORM):
        form.add_argument(f"--{each}", dest="form", action="store_const", const=each)
    parser.set_defaults(form=JSON_FORM)
    parser.add_argument("--batch", type=_batch, default=1, metavar="N", help="crossings taken together")
    parser.add_argument("--speed", type=_speed, default=None, metavar="X", help="times real time, or max (default)")
    parser.add_argument("--shuffle-seconds", type=float, default=0.0, metavar="S", help="each crossing is late by up to so much")
    parser.add_argument("--duplicate", type=_fraction, default=0.0, metavar="FRACTION", help="of the messages sent twice")
    parser.add_argument("--withhold", type=_fraction, default=0.0, metavar="FRACTION", help="of the messages never published")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only-crossings", action="store_true", help="leave the commands out")
    parser.add_argument("--wait", type=float, default=30.0, metavar="S", help="for the feed's subscriber")
    parser.add_argument("--timeout", type=float, default=600.0, metavar="S")


def main(given: list[str] | None = None) -> int:
    """Exit status 0 on success; otherwise a message says what went wrong."""
    options = arguments().parse_args(given)
    context = zmq.Context()
    try:
        return options.action(options, context, Contract())
    except FAILURES as error:
        print(f"{options.action.__name__}: {error}", file=sys.stderr)
        return 1
    finally:
        context.destroy(linger=0)


if __name__ == "__main__":
    sys.exit(main())
