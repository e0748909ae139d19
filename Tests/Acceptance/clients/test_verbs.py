"""Commands, fuzzing, and the command line against stand-ins on loopback."""

from __future__ import annotations

import contextlib
import io
import json
import random
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import zmq

import asking
import fakes
import lapwing_client
import mutation
import wire
from contract import Contract
from fuzzer import Fuzzer, FuzzFailed

CONTRACT = Contract()


class Commands(unittest.TestCase):
    def test_an_envelope_is_added_only_where_it_is_missing(self) -> None:
        body = {"kind": "flag", "flag": "fcy"}
        whole = {"v": 1, "type": "command", "by": "me", "command": body}
        self.assertEqual(asking.envelope(body, "me"), whole)
        self.assertEqual(asking.envelope({"command": body, "by": "you", "atUs": 5}, "me"), whole | {"by": "you", "atUs": 5})
        self.assertEqual(asking.envelope(whole | {"v": 2}, "me"), whole | {"v": 2})


class Fuzzing(unittest.TestCase):
    def test_sound_messages_are_sound(self) -> None:
        chance = random.Random(2)
        for source in (*mutation.FEED, mutation.command, mutation.request):
            for _ in range(100):
                self.assertEqual(CONTRACT.faults(wire.feed_message(source(chance))), [])

    def test_what_would_move_a_car_or_the_time_is_held_back(self) -> None:
        members = {"number": 1, "timeUs": 5, "loop": 1, "transponder": mutation.TRANSPONDERS[0]}
        for decoder, changed, harms in (
            (mutation.DECODER, {}, False),
            (101, {}, True),
            (mutation.DECODER, {"transponder": 4711}, True),
            (mutation.DECODER, {"timeUs": 1526715136227000}, True),
        ):
            self.assertEqual(mutation.harms_feed(wire.pack_crossings(decoder, 1, [members, members | changed])), harms)
            self.assertEqual(mutation.harms_feed(wire.encode(wire.crossings_message(decoder, 1, [members | changed]))), harms)
        self.assertTrue(mutation.harms_feed(wire.pack_heartbeat(mutation.DECODER, 1, 1, 1526715136227000)))
        self.assertFalse(mutation.harms_feed(wire.pack_heartbeat(mutation.DECODER, 1, 1, 5)))

    def test_commands_that_would_take_effect_are_held_back(self) -> None:
        start = b'{"v":1,"type":"command","by":"x",%s"command":{"kind":"session","action":"start"}}'
        for session, harms in ((b"", True), (b'"session":"no-such-session",', False), (b'"sessiom":"no-such-session",', True)):
            self.assertEqual(mutation.harms_control(start % session, CONTRACT), harms, session)
        twice = b'"session":"no-such-session","session":"race2",'
        self.assertTrue(mutation.harms_control(start % twice, CONTRACT))
        deep = b'"x":' + b"[" * 50_000 + b"]" * 50_000 + b","
        self.assertTrue(mutation.harms_control(start % deep, CONTRACT))
        self.assertFalse(mutation.harms_control(start % (deep + b'"session":"no-such-session",'), CONTRACT))

    def test_mutations_are_mostly_not_understood(self) -> None:
        chance = random.Random(9)
        valid = 0
        for number in range(4000):
            data = mutation.mutate(mutation.FEED[number % 4](chance), chance)
            try:
                valid += CONTRACT.admits(wire.feed_message(data))
            except wire.NotUnderstood:
                pass
        self.assertTrue(100 < valid < 2000, valid)

    def fuzz(self, count: int, **timer_is: bool) -> str:
        context = zmq.Context()
        self.addCleanup(context.destroy, linger=0)
        with tempfile.TemporaryDirectory() as folder:
            address = f"ipc://{folder}/feed"
            timer = fakes.FakeTimer(address, f"ipc://{folder}/none", CONTRACT, mending=False, **timer_is)
            timer.start()
            self.addCleanup(timer.stop)
            fuzzer = Fuzzer(context, address, timer.control, timer.query, CONTRACT, seed=3, patience=0.5)
            self.addCleanup(fuzzer.close)
            return fuzzer.run(count, 5.0)

    def test_a_timer_that_refuses_what_it_should_passes(self) -> None:
        said = self.fuzz(3000)
        self.assertRegex(said, r"(?s)3000 messages sent.*'bad-length': [1-9].*'bad-magic': [1-9].*'not-json': [1-9]")

    def test_a_timer_whose_counters_do_not_rise_does_not_pass(self) -> None:
        with self.assertRaisesRegex(FuzzFailed, "did not rise"):
            self.fuzz(300, counting=False)

    def test_a_timer_that_leaves_commands_unanswered_does_not_pass(self) -> None:
        with self.assertRaisesRegex(FuzzFailed, "each message to control is answered by exactly one"):
            self.fuzz(60, deaf=True)


class CommandLine(unittest.TestCase):
    """The verbs as they are called, in this process, with their exit statuses and what they print."""

    def call(self, *arguments: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = lapwing_client.main(list(arguments))
        return status, out.getvalue(), err.getvalue()

    def timer(self, feed: str = "ipc:///nowhere", recovery: str = "ipc:///nowhere") -> fakes.FakeTimer:
        timer = fakes.FakeTimer(feed, recovery, CONTRACT)
        timer.start()
        self.addCleanup(timer.stop)
        return timer

    def test_a_command_is_acknowledged_or_refused(self) -> None:
        control = self.timer().control
        given = ("command", "--control", control, "--json", '{"id":"a","command":{"kind":"flag","flag":"fcy"}}')
        status, out, _ = self.call(*given, "--by", "race control")
        self.assertEqual((status, json.loads(out)["type"]), (0, "ack"))
        status, out, _ = self.call(*given)
        self.assertEqual((status, json.loads(out)["type"]), (1, "refusal"))

    def test_no_answer_is_said(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            status, _, err = self.call("status", "--query", f"ipc://{folder}/none", "--timeout", "0.1")
        self.assertEqual(status, 1)
        self.assertRegex(err, "status: ipc://.* did not answer request within 0.1 s")

    def test_a_recording_is_fed_with_its_commands(self) -> None:
        lines = [wire.crossings_message(1, 1, [fakes.crossing(1, n).members for n in range(1, 40)])]
        lines.append({"v": 1, "type": "command", "by": "race control", "command": {"kind": "session", "action": "end"}})
        with tempfile.TemporaryDirectory() as folder:
            file, feed, recovery = Path(folder) / "recording.jsonl", f"ipc://{folder}/feed", f"ipc://{folder}/recovery"
            file.write_bytes(b"".join(wire.encode(line) + b"\n" for line in lines))
            timer = self.timer(feed, recovery)
            where = ("--bind", feed, "--recovery", recovery, "--query", timer.query, "--control", timer.control)
            status, out, err = self.call("feed", "--recording", str(file), *where, "--mixed", "--withhold", "0.2")
        self.assertEqual((status, err, len(timer.crossings), len(timer.commands)), (0, "", 39, 1))
        self.assertRegex(out, r"^feed: 39 crossings in .* 1 commands \(0 refused\), 0 lost")

    def test_listening_prints_one_topic_and_notices_a_hole(self) -> None:
        part = {"v": 1, "type": "part", "session": fakes.SESSION, "epoch": fakes.EPOCH, "seq": 1, "atMs": 0, "rows": []}
        for numbers, right in (((4, 5, 6), True), ((4, 6), False)):
            with zmq.Context() as context, context.socket(zmq.XPUB) as publisher, ThreadPoolExecutor() as pool:
                publisher.bind(fakes.LOOPBACK)
                where = ("--publication", publisher.last_endpoint.decode(), "--topic", "alerts/test", "--quiet", "0.3")
                listening = pool.submit(self.call, "listen", *where)
                self.assertEqual(publisher.recv(), b"\x01alerts/test ")
                for number in numbers:
                    publisher.send(b"alerts/test " + wire.encode(part | {"topicSeq": number}))
                status, out, err = listening.result()
            self.assertEqual(status, 0 if right else 1)
            self.assertEqual(out.count('"topicSeq"'), 3 if right else 1)
            self.assertEqual("after 4 came 6" in err, not right)

    def test_following_ends_with_an_equal_table_or_with_its_differences(self) -> None:
        for lie, verdict in (({}, "table equal"), ({"laps": 99}, "1 DIFFERENCES")):
            fake = fakes.FakePublisher(*fakes.race_of(20))
            fake.start()
            self.addCleanup(fake.stop)
            with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as pool:
                file = Path(folder) / "table.json"
                where = ("--publication", fake.publication, "--query", fake.query, "--session", fakes.SESSION)
                ending = pool.submit(self.call, "follow", *where, "--timeout", "5", "--out", str(file))
                fake.await_subscriptions(3)
                while not fake.asked["snapshot"]:
                    time.sleep(0.01)
                fake.snapshot_seq = 20
                for message in fake.deltas:
                    first, *others = message["rows"]
                    fake.publish(message | {"rows": [first | (lie if message["seq"] == 20 else {}), *others]})
                fake.publish(fakes.heartbeat(21))
                fake.publish(fakes.heartbeat(21))
                status, out, err = ending.result()
                self.assertEqual(json.loads(file.read_text(encoding="utf-8"))["seq"], 20)
            self.assertEqual(out, f"follow: 22 messages, 0 dropped on purpose, 0 recovered by range, 1 snapshots, {verdict}\n")
            self.assertEqual((status, "laps: followed 99, snapshot 20" in err), (1, True) if lie else (0, False))
