"""The table of a session, and following it from a publication on loopback."""

from __future__ import annotations

import copy
import time
import unittest
from typing import Any

import zmq

import fakes
import follower
import wire
from contract import Contract, ContractBroken
from follower import Subscriber
from table import Place, Table, TableBroken

CONTRACT = Contract()


class TableOfASession(unittest.TestCase):
    def setUp(self) -> None:
        rows = [fakes.row("7", 1), fakes.row("07", 2), fakes.row("88", None), fakes.row("5", None)]
        self.table = Table(fakes.snapshot(rows, seq=10))

    def order(self) -> list[str]:
        return [row["number"] for row in self.table.rows()]

    def test_a_row_keeps_the_members_that_a_delta_does_not_hold(self) -> None:
        self.table.apply(fakes.delta(11, [{"number": "7", "laps": 1, "driver": "A"}]))
        self.table.apply(fakes.delta(12, [{"number": "7", "laps": 2, "sectorsMs": [5, 6]}]))
        self.assertEqual(self.table.rows()[0], fakes.row("7", 1, laps=2, driver="A", sectorsMs=[5, 6]))

    def test_a_gap_is_of_now_where_a_delta_tells_it_and_does_not_say_otherwise(self) -> None:
        self.table.apply(fakes.delta(11, [{"number": "7", "gapMs": 5, "gapIsNow": False}]))
        self.table.apply(fakes.delta(12, [{"number": "7", "laps": 1}]))
        self.assertIs(self.table.rows()[0]["gapIsNow"], False)
        self.table.apply(fakes.delta(13, [{"number": "7", "gapMs": None}]))
        self.assertNotIn("gapIsNow", self.table.rows()[0])

    def test_null_replaces(self) -> None:
        self.table.apply(fakes.delta(11, [{"number": "7", "driver": "A"}]))
        self.table.apply(fakes.delta(12, [{"number": "7", "driver": None}]))
        self.assertIsNone(self.table.rows()[0]["driver"])

    def test_order_is_by_position_then_by_the_snapshot(self) -> None:
        self.assertEqual(self.order(), ["7", "07", "88", "5"])
        places = [("5", 1), ("7", 2), ("07", 3)]
        self.table.apply(fakes.delta(11, [{"number": n, "position": p, "classPosition": p} for n, p in places]))
        self.assertEqual(self.order(), ["5", "7", "07", "88"])

    def test_race_and_unknown_are_replaced_whole(self) -> None:
        unknown = [{"transponder": 4713, "crossings": 3, "lastAtMs": 1}]
        race = fakes.RACE | {"phase": "ended"}
        self.table.apply(fakes.delta(11, [], race=race, unknown=unknown))
        self.table.apply(fakes.delta(12, []))
        self.assertEqual((self.table.race, self.table.unknown, self.table.seq), (race, unknown, 12))

    def test_lists_are_replaced_whole_and_only_those_that_a_delta_holds(self) -> None:
        flags = [{"flag": "green", "fromMs": 0, "toMs": None, "laps": 0, "estimated": False, "throughPitLane": False}]
        loops = [{"loop": 3, "name": "Sector 2", "sinceMs": 5}]
        self.table.apply(fakes.delta(11, [], flags=flags, loops=loops, clocks=[]))
        self.table.apply(fakes.delta(12, [], loops=[]))
        self.assertEqual(self.table.lists, fakes.LISTS | {"flags": flags})
        self.assertEqual(self.table.differences(fakes.snapshot(self.table.rows(), seq=12)), [f"flags: followed {flags!r}, snapshot []"])

    def test_a_verdict_is_replaced_by_car_and_id_and_taken_away_without_a_state(self) -> None:
        opened = [fakes.verdict(car, name, "open", closesMs=9) for car in ("7", "07") for name in ("stop1", "stint1")]
        self.table.apply(fakes.delta(11, [], verdicts=opened))
        served = fakes.verdict("7", "stop1", "served", byMs=5006, visit=1)
        self.table.apply(fakes.delta(12, [], verdicts=[served, fakes.verdict("07", "stint1", None)]))
        self.table.apply(fakes.delta(13, [], verdicts=[fakes.verdict("88", "stop1", None)]))
        self.assertCountEqual(self.table.verdicts(), [served, opened[1], opened[2]])
        other = fakes.snapshot(self.table.rows(), seq=13, verdicts=[served | {"byMs": 1}, opened[2]])
        self.assertEqual(
            self.table.differences(other),
            ["judged: followed [('07', 'stop1'), ('7', 'stint1'), ('7', 'stop1')], snapshot [('07', 'stop1'), ('7', 'stop1')]",
             "verdict 7 stop1.byMs: followed 5006, snapshot 1"],
        )  # fmt: skip

    def test_where_a_delta_stands(self) -> None:
        for epoch, seq, place in (
            (fakes.EPOCH, 11, Place.NEXT),
            (fakes.EPOCH, 10, Place.KNOWN),
            (fakes.EPOCH, 12, Place.BEYOND),
            (fakes.EPOCH + 1, 1, Place.NEW_EPOCH),
            (fakes.EPOCH - 1, 11, Place.KNOWN),
        ):
            self.assertIs(self.table.place(epoch, seq), place, (epoch, seq))

    def test_a_delta_out_of_turn_is_not_applied(self) -> None:
        for wrong in (fakes.delta(12, []), fakes.delta(10, []), fakes.delta(11, [], epoch=fakes.EPOCH + 1)):
            with self.assertRaises(TableBroken):
                self.table.apply(wrong)

    def test_positions_are_gapless_between_two_deltas(self) -> None:
        for rows in ([{"number": "07", "position": 3}], [{"number": "88", "position": 2}], [{"number": "07", "classPosition": 1}]):
            with self.assertRaises(TableBroken, msg=rows):
                copy.deepcopy(self.table).apply(fakes.delta(11, rows))

    def shared(self, **race: Any) -> None:
        """Cars 7 and 07 second with one total, behind car 5; 88 is fourth."""
        rows = [("5", 1, 4), ("7", 2, 9), ("07", 2, 9), ("88", 4, 10)]
        changed = [{"number": n, "position": p, "classPosition": p, "totalMs": ms} for n, p, ms in rows]
        self.table.apply(fakes.delta(11, changed, race=fakes.RACE | race))

    def test_a_dead_heat_shares_a_position_and_the_next_is_left_out_once_the_flag_has_fallen(self) -> None:
        self.shared(phase="finishing")
        self.assertEqual(self.order(), ["5", "7", "07", "88"])
        for after in (
            [{"number": "88", "position": 3}],
            [{"number": "88", "position": 5}],
            [{"number": "07", "totalMs": 8}],
            [{"number": "5", "position": 2}],
        ):
            with self.assertRaises(TableBroken, msg=after):
                copy.deepcopy(self.table).apply(fakes.delta(12, after))

    def test_no_position_is_shared_before_the_flag_or_in_practice(self) -> None:
        for race in ({"phase": "running"}, {"phase": "ended", "kind": "qualifying"}, {"phase": "ended", "kind": "practice"}):
            with self.assertRaises(TableBroken, msg=race):
                self.setUp()
                self.shared(**race)

    def test_cars_that_share_a_position_stand_in_order_of_the_entry_list(self) -> None:
        self.table.entries = [{"number": n} for n in ("07", "88", "7", "5")]
        self.shared(phase="ended")
        self.assertEqual(self.order(), ["5", "07", "7", "88"])

    def test_a_row_of_no_entry_is_refused(self) -> None:
        with self.assertRaises(TableBroken):
            self.table.apply(fakes.delta(11, [{"number": "007", "laps": 1}]))

    def test_differences_name_the_member(self) -> None:
        same = fakes.snapshot(self.table.rows(), seq=10)
        self.assertEqual(self.table.differences(same), [])
        other = copy.deepcopy(same)
        other["rows"][1]["sectorsMs"] = [4]
        self.assertEqual(self.table.differences(other), ["row 07.sectorsMs[0]: followed None, snapshot 4"])
        swapped = same | {"rows": [same["rows"][1], same["rows"][0], *same["rows"][2:]]}
        self.assertEqual(len(self.table.differences(swapped)), 2)
        self.assertTrue(self.table.differences(same | {"seq": 11}))


class Following(unittest.TestCase):
    def setUp(self) -> None:
        self.context = zmq.Context()
        self.addCleanup(self.context.destroy, linger=0)

    def follow(self, count: int, most: int = 1000, **options: Any) -> tuple[fakes.FakePublisher, Subscriber]:
        fake = fakes.FakePublisher(*fakes.race_of(count), most=most)
        fake.start()
        self.addCleanup(fake.stop)
        subscriber = Subscriber(self.context, fake.publication, fake.query, fakes.SESSION, CONTRACT, **options)
        self.addCleanup(subscriber.close)
        fake.await_subscriptions(3)
        subscriber.take_snapshot()
        return fake, subscriber

    def hear(self, fake: fakes.FakePublisher, subscriber: Subscriber, *messages: wire.Message) -> None:
        for message in messages:
            fake.publish(message)
            self.assertTrue(subscriber.step(2.0))

    def assert_truth(self, fake: fakes.FakePublisher, subscriber: Subscriber, seq: int) -> None:
        self.assertEqual(subscriber.table.differences(fake.whole(seq)), [])

    def test_deltas_in_turn_need_no_mending(self) -> None:
        fake, subscriber = self.follow(5)
        self.hear(fake, subscriber, *fake.deltas)
        self.assert_truth(fake, subscriber, 5)
        self.assertEqual(fake.asked, {"snapshot": 1})

    def test_a_later_seq_shows_the_gap_and_the_range_comes_in_parts(self) -> None:
        fake, subscriber = self.follow(9, most=3)
        self.hear(fake, subscriber, fake.deltas[0], fake.deltas[8])
        self.assert_truth(fake, subscriber, 9)
        self.assertEqual((fake.asked["range"], subscriber.counts.recovered), (3, 7))

    def test_a_heartbeat_shows_what_is_missing_at_the_end(self) -> None:
        fake, subscriber = self.follow(4)
        self.hear(fake, subscriber, fake.deltas[0], fakes.heartbeat(5))
        self.assert_truth(fake, subscriber, 4)
        self.assertEqual(subscriber.counts.recovered, 3)

    def test_what_is_known_already_changes_nothing(self) -> None:
        fake, subscriber = self.follow(3)
        self.hear(fake, subscriber, *fake.deltas, fake.deltas[1], fakes.delta(9, [], epoch=fakes.EPOCH - 1))
        self.assert_truth(fake, subscriber, 3)
        self.assertEqual(fake.asked, {"snapshot": 1})

    def test_a_range_that_is_too_old_leads_to_a_snapshot(self) -> None:
        fake, subscriber = self.follow(9)
        fake.too_old, fake.snapshot_seq = True, 7
        self.hear(fake, subscriber, fake.deltas[7])
        self.assert_truth(fake, subscriber, 8)
        self.assertEqual(subscriber.counts.snapshots, 2)

    def test_another_epoch_leads_to_a_snapshot(self) -> None:
        for shown in (fakes.heartbeat(1, epoch=fakes.EPOCH + 1), fakes.delta(1, [], epoch=fakes.EPOCH + 1)):
            fake, subscriber = self.follow(3)
            fake.epoch = fakes.EPOCH + 1
            self.hear(fake, subscriber, shown)
            self.assertEqual((subscriber.table.epoch, subscriber.counts.snapshots), (fakes.EPOCH + 1, 2))

    def test_quiet_is_two_beats_with_the_same_next_and_no_delta_between(self) -> None:
        fake, subscriber = self.follow(2)
        self.hear(fake, subscriber, fake.deltas[0], fakes.heartbeat(2))
        self.assertEqual(subscriber.quiet_beats, 1)
        self.hear(fake, subscriber, fake.deltas[1], fakes.heartbeat(3))
        self.assertEqual(subscriber.quiet_beats, 1)
        self.hear(fake, subscriber, fakes.heartbeat(3))
        self.assertEqual(subscriber.quiet_beats, follower.QUIET_BEATS)

    def test_a_third_dropped_on_purpose_and_the_table_is_still_equal(self) -> None:
        fake, subscriber = self.follow(200, most=7, drop=0.33, seed=5)
        for message in [*fake.deltas, *[fakes.heartbeat(201)] * 20]:
            fake.publish(message)
        fake.snapshot_seq = 200
        deadline = time.monotonic() + 5
        follower.follow_until(subscriber, "ended", deadline)
        self.assertEqual(follower.compare(subscriber, deadline), [])
        self.assertGreater(subscriber.counts.dropped, 40)
        self.assertGreater(subscriber.counts.recovered, 40)

    def test_a_message_that_is_not_of_the_schema_is_not_followed(self) -> None:
        fake, subscriber = self.follow(2)
        fake.publish(fake.deltas[0] | {"surplus": 1})
        with self.assertRaises(ContractBroken):
            subscriber.step(2.0)
