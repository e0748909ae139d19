"""Numbering, recordings, and a feed with its recovery socket on loopback."""

from __future__ import annotations

import random
import tempfile
import time
import unittest
from pathlib import Path
from typing import Any

import zmq

import asking
import fakes
import feeder
import recording
import wire
from contract import Contract, ContractBroken
from feeder import Feed, Misfortune, Pace, Player, Store
from recording import Command, Crossing

CONTRACT = Contract()


class StoreOfCrossings(unittest.TestCase):
    def test_numbers_are_given_without_a_gap_within_decoder_and_epoch(self) -> None:
        store = Store()
        given = [store.number(decoder, epoch, {}).members["number"] for decoder, epoch in ((1, 1), (1, 1), (2, 1), (1, 2), (1, 1))]
        self.assertEqual(given, [1, 2, 1, 1, 3])

    def test_a_decoder_is_in_the_newest_run_that_has_begun(self) -> None:
        store = Store()
        crossings = [store.number(1, epoch, {}) for epoch in (5, 6)]
        self.assertEqual(store.current(), {1: (1, 5)})
        store.announce(crossings[0])
        self.assertEqual((store.current(), store.following((1, 5)), store.following((1, 6))), ({1: (1, 5)}, 2, 1))
        store.announce(crossings[1])
        self.assertEqual(store.current(), {1: (1, 6)})

    def test_ranges_whole_partial_absent_and_not_yet_seen(self) -> None:
        store = Store()
        for number in (1, 2, 3, 6, 7):
            store.keep(fakes.crossing(9, number))
        store.announce(fakes.crossing(9, 7))
        numbers = lambda found: (found[0], [each["number"] for each in found[1]])  # noqa: E731
        self.assertEqual(numbers(store.lookup((9, 1), 1, 3, 100)), (3, [1, 2, 3]))
        self.assertEqual(numbers(store.lookup((9, 1), 1, 7, 2)), (2, [1, 2]))
        self.assertEqual(numbers(store.lookup((9, 1), 2, 7, 100)), (3, [2, 3]))
        self.assertEqual(numbers(store.lookup((9, 1), 4, 7, 100)), (5, []))
        self.assertEqual(numbers(store.lookup((9, 1), 4, 4, 100)), (4, []))
        self.assertIsNone(store.lookup((9, 1), 8, 9, 100))
        self.assertEqual(store.absent(), 2)


class RecordingsAndDeliveries(unittest.TestCase):
    LINES = [
        {"v": 1, "type": "command", "by": "race control", "atUs": 1_000_000, "command": {"kind": "session", "action": "start"}},
        wire.crossings_message(1, 1, [fakes.crossing(1, n).members for n in (2, 1)]),
        {"v": 1, "type": "command", "id": "end", "by": "race control", "command": {"kind": "session", "action": "end"}},
    ]

    def recorded(self, lines: list[wire.Message]) -> list[Crossing | Command]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "recording.jsonl"
            file.write_bytes(b"".join(wire.encode(line) + b"\n" for line in lines))
            return recording.read(file, CONTRACT)

    def test_a_recording_is_read_in_its_order_and_each_command_has_an_id(self) -> None:
        first, *crossings, last = self.recorded(self.LINES)
        self.assertTrue(first.message["id"].startswith("recorded-1-"))
        self.assertEqual([crossing.members["number"] for crossing in crossings], [2, 1])
        self.assertEqual(last.message, self.LINES[2])

    def test_a_line_that_is_wrong_is_named(self) -> None:
        with self.assertRaisesRegex(ContractBroken, r"recording\.jsonl:2: .*crossings"):
            self.recorded([self.LINES[0], wire.crossings_message(1, 1, [])])
        with self.assertRaisesRegex(wire.NotUnderstood, r"recording\.jsonl:1: .*not heartbeat"):
            self.recorded([wire.heartbeat_message(1, 1, 1, 1)])

    def test_shuffling_stays_within_the_window_and_commands_in_their_place(self) -> None:
        steps = [fakes.crossing(1, number, number * 100_000) for number in range(1, 500)]
        steps.insert(250, Command({"atUs": 25_050_000}))
        due = recording.deliveries(steps, 5, random.Random(1))
        times = [each.what.members["timeUs"] for each in due if isinstance(each.what, Crossing)]
        self.assertNotEqual(times, sorted(times))
        furthest = 0
        for at, each in enumerate(times):
            furthest = max(furthest, each)
            self.assertLessEqual(furthest - each, 5_000_000, at)
        place = next(at for at, each in enumerate(due) if isinstance(each.what, Command))
        self.assertTrue(all(each.what.members["timeUs"] < 25_050_000 for each in due[:place]))
        unshuffled = [each.what for each in recording.deliveries(steps, 0, random.Random(1))]
        self.assertEqual(unshuffled, steps)

    def test_batches_never_cross_a_command(self) -> None:
        steps = [*(fakes.crossing(1, n) for n in range(1, 6)), Command({}), fakes.crossing(1, 6)]
        due = recording.deliveries(steps, 0, random.Random(1))
        sizes = [what if isinstance(what, Command) else len(what) for _, what in recording.batches(due, 2)]
        self.assertEqual(sizes, [2, 2, 1, Command({}), 1])


class Feeding(unittest.TestCase):
    def setUp(self) -> None:
        self.context = zmq.Context()
        self.addCleanup(self.context.destroy, linger=0)

    def feed(self, form: str = feeder.JSON_FORM, **misfortune: Any) -> Feed:
        made = Feed(
            self.context, fakes.LOOPBACK, fakes.LOOPBACK, CONTRACT, form, Misfortune(**misfortune), random.Random(11)
        )
        self.addCleanup(made.close)
        return made

    def listen(self, feed: Feed) -> zmq.Socket:
        socket = self.context.socket(zmq.SUB)
        self.addCleanup(socket.close, linger=0)
        socket.subscribe(b"")
        socket.connect(feed.bind)
        while feed.subscribers < 1:
            feed.attend(0.01)
        while socket.poll(20):
            socket.recv()
        return socket

    def ask(self, feed: Feed, first: int, last: int, seconds: float = 2.0) -> list[bytes] | None:
        with self.context.socket(zmq.DEALER) as socket:
            socket.linger = 0
            socket.connect(feed.recovery)
            request = {"v": 1, "type": "range", "decoder": 9, "epoch": 1, "from": first, "to": last}
            socket.send(wire.encode(request))
            feed.attend(seconds, also=socket)
            return socket.recv_multipart() if socket.poll(0) else None

    def held(self, feed: Feed, *numbers: int) -> list[Crossing]:
        crossings = [fakes.crossing(9, number) for number in numbers]
        for crossing in crossings:
            feed.store.keep(crossing)
        return crossings

    def test_crossings_are_published_in_both_forms(self) -> None:
        for form, begins in ((feeder.JSON_FORM, b"{"), (feeder.PACKED_FORM, b"LWX1")):
            feed = self.feed(form)
            listener = self.listen(feed)
            feed.publish(self.held(feed, 1, 2))
            data = listener.recv()
            self.assertTrue(data.startswith(begins))
            self.assertTrue(CONTRACT.admits(wire.feed_message(data)))
            self.assertEqual([each["number"] for each in wire.feed_message(data)["crossings"]], [1, 2])

    def test_a_withheld_crossing_shows_in_the_heartbeat_and_is_served_by_range(self) -> None:
        feed = self.feed(withhold=1.0, cut_answers=0.0)
        listener = self.listen(feed)
        feed.publish(self.held(feed, 1, 2))
        feed.beat()
        beat = wire.parse(listener.recv())
        self.assertEqual((beat["type"], beat["next"]), ("heartbeat", 3))
        head, frame = self.ask(feed, 1, 2)
        self.assertEqual(wire.parse(head), {"v": 1, "type": "rangeReply", "decoder": 9, "epoch": 1, "from": 1, "to": 2, "count": 1})
        self.assertEqual([each["number"] for each in wire.parse(frame)["crossings"]], [1, 2])

    def test_duplicates_are_sent_twice(self) -> None:
        feed = self.feed(duplicate=1.0)
        listener = self.listen(feed)
        feed.publish(self.held(feed, 1))
        self.assertEqual(listener.recv(), listener.recv())

    def test_answers_may_be_partial_lost_or_none(self) -> None:
        feed = self.feed(cut_answers=0.0, most_per_answer=2)
        feed.publish(self.held(feed, 1, 2, 3, 5))
        answers = [wire.parse(self.ask(feed, first, last)[0]) for first, last in ((1, 3), (3, 3), (4, 4))]
        self.assertEqual([(head["to"], head["count"]) for head in answers], [(2, 1), (3, 1), (4, 0)])
        self.assertIsNone(self.ask(feed, 6, 7, seconds=0.1))
        self.assertTrue(all(CONTRACT.admits(head) for head in answers))

    def test_a_wrong_request_for_a_range_is_shown(self) -> None:
        feed = self.feed()
        with self.context.socket(zmq.DEALER) as socket, self.assertRaises(ContractBroken):
            socket.linger = 0
            socket.connect(feed.recovery)
            socket.send(b'{"v":1,"type":"range","decoder":9,"epoch":1,"from":0,"to":1}')
            feed.attend(2.0)

    def play(self, steps: list[Crossing | Command], pace: Pace, shuffle: float = 0.0, **misfortune: Any) -> tuple[Feed, fakes.FakeTimer, Player]:
        feed = self.feed(feeder.MIXED_FORM, **misfortune)
        timer = fakes.FakeTimer(feed.bind, feed.recovery, CONTRACT)
        timer.start()
        self.addCleanup(timer.stop)
        with asking.Asker(self.context, timer.query, CONTRACT) as status:
            with asking.Asker(self.context, timer.control, CONTRACT, zmq.REQ) as control:
                player = Player(feed, status, control, pace, time.monotonic() + 10)
                player.wait_for_subscriber(2.0)
                player.play(recording.deliveries(steps, shuffle, random.Random(4)))
        return feed, timer, player

    def test_everything_arrives_in_spite_of_all_misfortune(self) -> None:
        steps = [fakes.crossing(101 + n % 3, 1 + n // 3, 1 + n * 200_000) for n in range(600)]
        begin = {"v": 1, "type": "command", "id": "go", "by": "race control", "command": {"kind": "session", "action": "start"}}
        steps.insert(300, Command(begin))
        steps.append(Command(begin | {"id": "no", "by": "nobody"}))
        misfortune = {"duplicate": 0.2, "withhold": 0.3, "cut_answers": 0.8, "most_per_answer": 2}
        feed, timer, player = self.play(steps, Pace(batch=4, window=200), 5.0, **misfortune)
        sent = {(s.decoder, s.epoch, s.members["number"]): s.members["timeUs"] for s in steps if isinstance(s, Crossing)}
        self.assertEqual({name: members["timeUs"] for name, members in timer.crossings.items()}, sent)
        self.assertEqual([each["id"] for each in timer.commands], ["go"])
        self.assertEqual((len(player.refusals), feed.counts.commands, feed.counts.crossings), (1, 2, 600))
        self.assertGreater(min(feed.counts.withheld, feed.counts.duplicated, feed.counts.partial, timer.repeated), 5)

    def test_crossings_that_no_decoder_holds_are_lost_and_the_play_still_ends(self) -> None:
        steps = [fakes.crossing(9, number) for number in range(1, 50) if number not in (7, 8)]
        feed, timer, _ = self.play(steps, Pace(), cut_answers=0.0)
        self.assertEqual(timer.lost, {(9, 1, 7), (9, 1, 8)})
        self.assertEqual(feed.store.absent(), 2)

    def test_speed_is_in_times_of_real_time(self) -> None:
        began = time.monotonic()
        self.play([fakes.crossing(9, 1, 1_000_000), fakes.crossing(9, 2, 5_000_000)], Pace(speed=10))
        self.assertGreaterEqual(time.monotonic() - began, 0.4)
