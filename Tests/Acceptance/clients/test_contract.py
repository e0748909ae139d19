"""The document's examples, the schema, and messages as bytes."""

from __future__ import annotations

import json
import unittest
from collections.abc import Iterator
from typing import Any

import check_examples
import fakes
import wire
from contract import SCHEMA_FILE, Contract

CONTRACT = Contract()
DOCUMENT = (SCHEMA_FILE.parent / "protocol.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(text) for _, text in check_examples.examples(DOCUMENT)]


class ExamplesOfTheDocument(unittest.TestCase):
    def test_every_example_is_valid(self) -> None:
        self.assertEqual(check_examples.faults(DOCUMENT, CONTRACT), [])
        self.assertGreaterEqual(len(EXAMPLES), check_examples.FEWEST)

    def test_an_example_that_is_wrong_is_found_with_its_line(self) -> None:
        wrong = DOCUMENT.replace('"type":"ack","id":"decision-12","session":"race2","seq":1804', '"type":"ack","seq":0', 1)
        found = check_examples.faults(wrong, CONTRACT)
        self.assertTrue(any("'id' is a required property" in fault for fault in found), found)
        self.assertTrue(any("$.seq: 0 is less than the minimum" in fault for fault in found), found)
        self.assertTrue(all(fault.startswith("line ") for fault in found), found)


def _spoilt(value: Any) -> Iterator[Any]:
    """The value with one thing in it changed, in every place and in many ways."""
    yield from (None, True, -1, 0, 1.5, 2.0, 2**54, "", "x", [], {})
    if isinstance(value, dict):
        yield value | {"surplus": 1}
        for name, inner in value.items():
            yield {key: each for key, each in value.items() if key != name}
            yield from (value | {name: spoilt} for spoilt in _spoilt(inner))
    if isinstance(value, list):
        yield from ([spoilt] for inner in value[:1] for spoilt in _spoilt(inner))


class SchemaAndItsFunctions(unittest.TestCase):
    def test_the_functions_judge_as_jsonschema_does(self) -> None:
        judged = {True: 0, False: 0}
        for example in EXAMPLES:
            for spoilt in _spoilt(example):
                right = not CONTRACT.faults(spoilt)
                self.assertEqual(CONTRACT.admits(spoilt), right, spoilt)
                judged[right] += 1
        self.assertGreater(judged[True], 200)
        self.assertGreater(judged[False], 2000)

    def test_what_lapwing_sends_admits_no_other_member_and_what_it_reads_does(self) -> None:
        sent = {"range", "ack", "refusal", "delta", "snapshot", "results", "status", "part", "explanation"}
        sent |= {"takingOver", "journal", "fenced", "decisions", "entries", "dryRun", "meeting"}
        sent |= {"proposals", "result", "documents"}
        for example in EXAMPLES:
            published = example["type"] in sent or "session" in example and example["type"] in {"heartbeat", "rangeReply"}
            self.assertEqual(CONTRACT.admits(example | {"surplus": 1}), not published, example["type"])

    def test_the_health_of_a_box_has_integers_in_their_ranges_and_room_for_what_is_not_known_yet(self) -> None:
        for health in ({}, {"noise": 0, "temperature": -5}, {"framesHeard": 4294967295}, {"humidity": "x"}):
            self.assertTrue(CONTRACT.admits(wire.heartbeat_message(1, 1, 1, 1, health)), health)
        for wrong in ({"noise": -1}, {"noise": 65536}, {"strength": 1.5}, {"temperature": None}, [], 1, "well"):
            self.assertFalse(CONTRACT.admits(wire.heartbeat_message(1, 1, 1, 1) | {"health": wrong}), wrong)

    def test_a_penalty_is_exactly_one_of_what_it_can_be(self) -> None:
        body = {"kind": "penalty", "car": "7", "reason": "speeding"}
        whole = {"v": 1, "type": "command", "by": "stewards"}
        self.assertFalse(CONTRACT.admits(whole | {"command": body}))
        ways = [
            {"timeMs": 1}, {"position": 1}, {"laps": 1}, {"driveThrough": True}, {"stopAndGoMs": 0}, {"gridPlaces": 5},
            {"lapTime": 12}, {"disqualified": True},
        ]  # fmt: skip
        for way in ways:
            self.assertTrue(CONTRACT.admits(whole | {"command": body | way}), way)
            other = ways[ways.index(way) - 1]
            self.assertIn("exactly one", CONTRACT.faults(whole | {"command": body | way | other})[0])
        for wrong in ({"driveThrough": False}, {"disqualified": 1}, {"stopAndGoMs": -1}, {"laps": 0}, {"lapTime": 0}):
            self.assertFalse(CONTRACT.admits(whole | {"command": body | wrong}), wrong)

    def test_a_duration_needs_its_length_and_other_actions_do_not(self) -> None:
        whole = {"v": 1, "type": "command", "by": "race control"}
        for action, right in (("formation", True), ("final", True), ("duration", False), ("stop", False)):
            self.assertEqual(CONTRACT.admits(whole | {"command": {"kind": "session", "action": action}}), right, action)
        body = {"kind": "session", "action": "duration"}
        self.assertTrue(CONTRACT.admits(whole | {"command": body | {"durationMs": 1}}))
        self.assertFalse(CONTRACT.admits(whole | {"command": body | {"durationMs": 0}}))

    def test_estimated_names_members_that_can_be(self) -> None:
        for name, right in (("totalMs", True), ("lastLapMs", True), ("sector1", True), ("sector32", True), ("sector0", False), ("laps", False)):
            self.assertEqual(CONTRACT.admits(fakes.delta(1, [{"number": "7", "estimated": [name]}])), right, name)

    def test_a_disqualification_has_no_value_and_a_time_has_one(self) -> None:
        penalty = {"id": "d-1", "by": "stewards", "atMs": 0, "car": "7", "reason": "x", "state": "applied", "addedMs": 0}
        for kind, value, right in (("time", 5000, True), ("time", None, False), ("disqualified", None, True), ("driveThrough", 1, False)):
            given = fakes.delta(1, [], penalties=[penalty | {"kind": kind, "value": value}])
            self.assertEqual(CONTRACT.admits(given), right, (kind, value))

    def test_a_verdict_that_is_no_more_has_nothing_but_its_name(self) -> None:
        for given, right in (
            (fakes.verdict("7", "stop1", None), True),
            (fakes.verdict("7", "stop1", "open"), True),
            (fakes.verdict("7", "driving2-3-b1", "over", byMs=1, opensMs=-90_000), True),
            (fakes.verdict("7", "stop1", None) | {"byMs": None}, False),
            (fakes.verdict("7", "stop0", "open"), False),
            (fakes.verdict("7", "driver1", "open"), False),
            (fakes.verdict("7", "stop1", "done"), False),
            ({"car": "7", "id": "stop1", "state": "open"}, False),
        ):
            self.assertEqual(CONTRACT.admits(fakes.delta(1, [], verdicts=[given])), right, given)
        self.assertFalse(CONTRACT.admits(fakes.delta(1, [], verdicts=[])))
        self.assertFalse(CONTRACT.admits(fakes.snapshot([], verdicts=[fakes.verdict("7", "stop1", None)])))

    def test_a_bulletin_is_exactly_one_of_what_it_can_change(self) -> None:
        whole = {"v": 1, "type": "command", "by": "race director"}
        ways = [
            {"window": "none"}, {"window": {"opensMs": 0, "closesMs": 1, "by": "both"}}, {"minimumMs": 0, "class": "GT3 Am"},
            {"additionMs": 15000, "car": "88"}, {"prohibited": {"fromMs": 0, "toMs": 88000}}, {"pitSpeed": 50},
        ]  # fmt: skip
        for way in ways:
            self.assertTrue(CONTRACT.admits(whole | {"command": {"kind": "bulletin"} | way}), way)
        for wrong in (
            {}, {"window": "always"}, {"window": {"opensMs": 0}}, {"additionMs": 15000}, {"pitSpeed": 0}, ways[2] | ways[5],
            {"minimumMs": 86_400_001}, {"prohibited": {"fromMs": 1}}, {"window": {"opensMs": 0, "closesMs": 1, "by": "car"}},
        ):  # fmt: skip
            self.assertFalse(CONTRACT.admits(whole | {"command": {"kind": "bulletin"} | wrong}), wrong)

    def test_a_ruling_is_of_an_obligation(self) -> None:
        body = {"kind": "ruling", "car": "18", "obligation": "driverChange1", "ruling": "driverChanged", "reason": "seen"}
        whole = {"v": 1, "type": "command", "by": "stewards"}
        self.assertTrue(CONTRACT.admits(whole | {"command": body}))
        for wrong in ({"obligation": "change1"}, {"ruling": "guilty"}, {"reason": ""}, {"car": 18}):
            self.assertFalse(CONTRACT.admits(whole | {"command": body | wrong}), wrong)

    def test_an_inserted_crossing_needs_its_instant(self) -> None:
        whole = {"v": 1, "type": "command", "by": "timekeeper", "command": {"kind": "amendment", "action": "insert", "car": "7", "loop": 1}}
        (fault,) = CONTRACT.faults(whole)
        # Its instant is said by `atUs` or by `at`.
        self.assertIn("is not valid under any of the given schemas", fault)
        self.assertTrue(CONTRACT.admits(whole | {"at": {"clockMs": 981500}}))
        self.assertTrue(CONTRACT.admits(whole | {"atUs": 1}))

    def test_the_outcome_of_a_crossing_is_never_done_and_that_of_an_act_is(self) -> None:
        crossed = next(example for example in EXAMPLES if example["type"] == "delta")
        self.assertFalse(CONTRACT.admits(crossed | {"outcome": "done"}))
        self.assertTrue(CONTRACT.admits(fakes.delta(1, [])))
        self.assertFalse(CONTRACT.admits(fakes.delta(1, [], outcome="lap")))

    def test_results_are_rows_with_their_entries(self) -> None:
        entry = {"cup": None, "team": "Team One", "vehicle": None, "drivers": []}
        whole = {"v": 1, "type": "results", "race": fakes.RACE, **fakes.LISTS, "verdicts": [], "classification": [fakes.row("7", 1) | entry]}
        self.assertEqual(CONTRACT.faults(whole), [])
        del whole["classification"][0]["team"]
        self.assertIn("'team' is a required property", CONTRACT.faults(whole)[0])


class JsonOnTheWire(unittest.TestCase):
    def test_only_strict_json_is_read(self) -> None:
        for data in (b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":"\xff"}', b'\xef\xbb\xbf{}', b"{}\n", b"[]", b"", b'{"a":' * 9000 + b"}"):
            with self.assertRaises(wire.NotUnderstood, msg=data[:20]):
                wire.parse(data)
        self.assertEqual(wire.parse('{"a":"ü"}'.encode()), {"a": "ü"})


class PackedCrossings(unittest.TestCase):
    """Vectors written by hand from the table of section 2.2."""

    HEADER = bytes.fromhex("4c575831 01 00 0200 65000000 00000000 0100000000000000")
    FIRST = bytes.fromhex("0100000000000000 1032547698badc0e 67120000 0100 02 00 2200 7000 00000000")
    SECOND = bytes.fromhex("0807060504030200 0000000000000000 ffffffff feff 00 01 0000 ffff 00000000")
    CROSSINGS = [
        {"number": 1, "timeUs": 0x0EDCBA9876543210, "loop": 1, "transponder": 4711, "driver": 2, "hits": 34, "strength": 112},
        {"number": 0x0002030405060708, "timeUs": 0, "loop": 65534, "transponder": 4294967295, "strength": 65535, "estimated": True},
    ]

    def test_crossings_byte_by_byte(self) -> None:
        packed = wire.pack_crossings(101, 1, self.CROSSINGS)
        self.assertEqual(len(packed), 24 + 2 * 32)
        self.assertEqual(packed.hex(), (self.HEADER + self.FIRST + self.SECOND).hex())

    def test_heartbeat_byte_by_byte(self) -> None:
        vector = "4c575831 02 00 0100 00286bee 00000000 efcdab0000000000 0300000000000000 40420f0000000000"
        self.assertEqual(wire.pack_heartbeat(4_000_000_000, 0xABCDEF, 3, 1_000_000).hex(), vector.replace(" ", ""))

    def test_unpacking_gives_the_same_crossings(self) -> None:
        read = wire.unpack(self.HEADER + self.FIRST + self.SECOND)
        self.assertEqual((read["decoder"], read["epoch"], read["type"]), (101, 1, "crossings"))
        absent = {"driver": 0, "hits": 0, "strength": 0}
        self.assertEqual(read["crossings"], [absent | crossing for crossing in self.CROSSINGS])

    def test_wrong_bytes_are_refused(self) -> None:
        good = self.HEADER + self.FIRST + self.SECOND
        for at, value in ((0, 0x6C), (4, 3), (5, 1), (6, 1), (12, 1), (24 + 23, 2), (24 + 28, 1)):
            wrong = bytearray(good)
            wrong[at] = value
            with self.assertRaises(wire.NotUnderstood, msg=f"byte {at}"):
                wire.unpack(bytes(wrong))
        for wrong in (good[:-1], good + b"\0", good[:23], b""):
            with self.assertRaises(wire.NotUnderstood):
                wire.unpack(wrong)
