"""Following a whole meeting, against a stand-in on loopback."""

from __future__ import annotations

import time
import unittest
from typing import Any

import zmq

import fakes
import follower
import meeting
import wire
from contract import Contract, ContractBroken
from meeting import MeetingFollower

CONTRACT = Contract()


def session(name: str, state: str, seq: int = 0, **members: Any) -> wire.Message:
    """A session of the meeting."""
    instants = ("plannedMs", "startMs", "armedMs", "startedMs", "finishedMs", "provisionalMs", "finalMs", "abandonedMs")
    whole: wire.Message = {"id": name, "name": name, "kind": "race", "series": "gt", "state": state, "reason": None}
    return whole | dict.fromkeys(instants) | {"lateMs": None, "of": None, "seq": seq} | members


def told(seq: int, shown: str | None, *sessions: wire.Message, epoch: int = fakes.EPOCH) -> wire.Message:
    """A message of the meeting."""
    whole: wire.Message = {"v": 1, "type": "meeting", "event": "Test", "epoch": epoch, "seq": seq, "nowMs": seq}
    nothing: wire.Message = {"proposals": [], "issued": 0, "documents": [], "graphics": []}
    return whole | nothing | {"shown": shown, "commanded": False, "sessions": list(sessions)}


class WholeMeeting(unittest.TestCase):
    def setUp(self) -> None:
        self.context = zmq.Context()
        self.addCleanup(self.context.destroy, linger=0)
        self.fake = fakes.FakePublisher(*fakes.race_of(40), most=7)
        self.fake.start()
        self.addCleanup(self.fake.stop)
        self.whole = MeetingFollower(self.context, self.fake.publication, self.fake.query, CONTRACT)
        self.addCleanup(self.whole.close)
        self.fake.await_subscriptions(1)

    def hear(self, message: wire.Message) -> None:
        self.fake.publish(message)
        for _ in range(20):
            self.whole.step(0.05)
            if self.whole.meeting == message:
                return

    def test_a_session_is_followed_from_when_it_is_armed_and_nobody_says_so(self) -> None:
        self.hear(told(1, None, session(fakes.SESSION, "planned")))
        self.assertEqual(self.whole.sessions, {})
        self.hear(told(2, fakes.SESSION, session(fakes.SESSION, "armed")))
        self.fake.await_subscriptions(2)
        self.assertEqual((list(self.whole.sessions), self.whole.shown), ([fakes.SESSION], [None, fakes.SESSION]))
        for delta in self.fake.deltas[:20]:
            self.fake.publish(delta)
        self.hear(told(3, fakes.SESSION, session(fakes.SESSION, "running", 20)))
        self.whole.step(0.1)
        self.assertEqual(self.whole.sessions[fakes.SESSION].table.seq, 20)

    def test_what_a_closed_session_had_and_was_not_heard_is_asked_for(self) -> None:
        self.hear(told(2, fakes.SESSION, session(fakes.SESSION, "armed")))
        over = session(fakes.SESSION, "provisional", 40)
        self.hear(told(3, fakes.SESSION, over))
        self.hear(told(4, fakes.SESSION, over))
        self.fake.snapshot_seq = 40
        deadline = time.monotonic() + 5
        meeting.follow_until(self.whole, "provisional", deadline)
        self.assertEqual(meeting.compare(self.whole, deadline), {fakes.SESSION: []})
        self.assertEqual(self.whole.sessions[fakes.SESSION].counts.recovered, 40)

    def test_an_earlier_state_changes_nothing(self) -> None:
        self.hear(told(5, fakes.SESSION, session(fakes.SESSION, "armed")))
        self.fake.publish(told(4, None, session(fakes.SESSION, "planned")))
        self.fake.publish(told(9, None, session(fakes.SESSION, "planned"), epoch=fakes.EPOCH - 1))
        self.whole.step(0.2)
        self.whole.step(0.2)
        self.assertEqual(self.whole.meeting["seq"], 5)

    def test_the_time_runs_out_where_a_session_is_not_over(self) -> None:
        self.hear(told(1, None, session(fakes.SESSION, "planned")))
        with self.assertRaises(follower.NotReached):
            meeting.follow_until(self.whole, "final", time.monotonic() + 0.1)

    def test_a_message_that_is_not_of_the_schema_is_refused(self) -> None:
        self.fake.publish(told(1, None, session(fakes.SESSION, "resting")))
        with self.assertRaises(ContractBroken):
            for _ in range(20):
                self.whole.step(0.1)
