import Client
import Testing
import Timing
import Wire

@Suite("One sequence without a hole")
struct GaplessSequenceTests {
    /// A follower of epoch 10 that has all up to sequence 5; an element is its epoch and sequence.
    private func joined(_ beginning: GaplessSequence<[UInt64]>.Beginning = .snapshot) -> GaplessSequence<[UInt64]> {
        var sequence = GaplessSequence<[UInt64]>(from: beginning)
        let result = sequence.take(snapshot: 10, first: 1, previous: nil, sequence: 5)
        #expect(result == .taken)
        if beginning == .first {
            let had = sequence.take(range: (1...5).map { ($0, [10, $0]) }, epoch: 10)
            #expect(had.count == 5)
        }
        #expect(sequence.next == 6 && sequence.question == nil)
        return sequence
    }

    @Test("what comes before its time waits, and only the hole is asked for")
    func hole() {
        var sequence = joined()
        #expect(sequence.take(live: [10, 8], epoch: 10, sequence: 8) == [])
        #expect(sequence.take(live: [10, 9], epoch: 10, sequence: 9) == [])
        #expect(sequence.question == .range(epoch: 10, from: 6, to: 7))
        #expect(sequence.take(range: [(6, [10, 6])], epoch: 10) == [[10, 6]])
        #expect(sequence.question == .range(epoch: 10, from: 7, to: 7))
        #expect(sequence.take(range: [(7, [10, 7])], epoch: 10) == [[10, 7], [10, 8], [10, 9]])
        #expect(sequence.take(live: [10, 7], epoch: 10, sequence: 7) == [])
        #expect(sequence.question == nil)
    }

    @Test("silence shows a loss too: the heartbeat says what comes next")
    func silence() {
        var sequence = joined()
        #expect(sequence.take(heartbeat: 10, first: 1, previous: nil, next: 6) == [])
        #expect(sequence.question == nil)
        #expect(sequence.take(heartbeat: 10, first: 1, previous: nil, next: 9) == [])
        #expect(sequence.question == .range(epoch: 10, from: 6, to: 8))
    }

    @Test("an epoch after ours that took nothing back goes on, and what it lacks is asked for in it")
    func goesOn() {
        var sequence = joined(.first)
        #expect(sequence.take(live: [20, 8], epoch: 20, sequence: 8) == [])
        #expect(sequence.question == nil, "who keeps a record waits for the heartbeat")
        #expect(sequence.take(heartbeat: 20, first: 7, previous: 10, next: 9) == [])
        #expect(sequence.epoch == 20 && sequence.question == .range(epoch: 20, from: 6, to: 7))
        #expect(sequence.take(range: [(6, [10, 6]), (7, [20, 7])], epoch: 20) == [[10, 6], [20, 7], [20, 8]])
        #expect(sequence.restarts == 0)
    }

    @Test("an epoch after ours that took something back, or after another than ours, is joined anew")
    func startsAgain() {
        for (first, previous) in [(4, 10), (6, 15), (6, nil)] as [(UInt64, UInt64?)] {
            var sequence = joined()
            #expect(sequence.take(heartbeat: 20, first: first, previous: previous, next: 9) == [])
            #expect(sequence.question == .snapshot && sequence.restarts == 1 && sequence.epoch == 10)
        }
    }

    @Test("a record drops what the new epoch took back, and all where it does not follow ours")
    func record() {
        for (first, previous, next) in [(4, 10, 4), (4, 15, 1), (9, 10, 6)] as [(UInt64, UInt64?, UInt64)] {
            var sequence = joined(.first)
            #expect(sequence.take(snapshot: 20, first: first, previous: previous, sequence: 12) == .taken)
            #expect(sequence.next == next && sequence.question == .range(epoch: 20, from: next, to: 12))
        }
    }

    @Test("an answer of an epoch that has ended since says nothing any more")
    func late() {
        var sequence = joined()
        #expect(sequence.take(heartbeat: 20, first: 6, previous: 10, next: 8) == [])
        #expect(sequence.take(range: [(6, [10, 6]), (7, [10, 7])], epoch: 10) == [])
        #expect(sequence.question == .range(epoch: 20, from: 6, to: 7))
        #expect(sequence.take(snapshot: 10, first: 1, previous: nil, sequence: 7) == .old)
        #expect(sequence.take(live: [10, 6], epoch: 10, sequence: 6) == [])
        #expect(sequence.next == 6)
    }

    @Test("once a larger epoch was heard, a snapshot of the smaller one is not the race")
    func smaller() {
        var sequence = joined()
        #expect(sequence.take(live: [20, 6], epoch: 20, sequence: 6) == [])
        #expect(sequence.question == .snapshot)
        #expect(sequence.take(snapshot: 10, first: 1, previous: nil, sequence: 9) == .old)
        #expect(sequence.question == .snapshot)
        #expect(sequence.take(snapshot: 20, first: 6, previous: 10, sequence: 5) == .taken)
        #expect(sequence.following() == [[20, 6]])
    }

    @Test("a refusal is gone on from as the protocol says")
    func refusals() {
        let range = FollowQuestion.range(epoch: 10, from: 6, to: 8)
        for (reason, isExpected, isAsked) in [
            ("too-old", true, true), ("wrong-epoch", true, true), ("too-fast", true, false), ("standby", true, false),
            ("not-allowed", false, true),
        ] {
            var sequence = joined()
            _ = sequence.take(heartbeat: 10, first: 1, previous: nil, next: 9)
            #expect(sequence.take(refusal: reason, of: range) == isExpected, "\(reason)")
            #expect((sequence.question == .snapshot) == isAsked, "\(reason)")
        }
    }

    @Test("a range asked for twice is refused twice: the second refusal does not end who asks for a snapshot by then")
    func lateRefusals() {
        let range = FollowQuestion.range(epoch: 10, from: 6, to: 8)
        for reason in ["too-old", "wrong-epoch"] {
            var sequence = joined()
            _ = sequence.take(heartbeat: 10, first: 1, previous: nil, next: 9)
            for question in [range, .snapshot] {
                let isExpected = sequence.take(refusal: reason, of: question)
                #expect(isExpected, "\(reason)")
            }
            #expect(sequence.question == .snapshot)
        }
        var sequence = joined()
        let isExpected = sequence.take(refusal: "unknown-session", of: .snapshot)
        #expect(!isExpected)
    }

    @Test("a verdict without a state takes the obligation away")
    func verdictGone() throws {
        let race = try TroubledRace(seed: 4)
        var told = ToldRace(race.session)
        for input in race.inputs.prefix(race.inputs.count / 2) { told.take(input) }
        var table = RaceTable(try PublishedSnapshot(JSON(told.snapshot)))
        let car = try #require(race.session.entries.first { !table.verdicts(of: $0.number).isEmpty }).number
        let verdict = try #require(table.verdicts(of: car).first)
        let delta =
            #"{"v":1,"type":"delta","session":"race","epoch":1,"seq":99999,"atMs":5,"input":{"time":true},"outcome":"#
            + #""done","verdicts":[{"car":"\#(car)","id":"\#(verdict.id)","state":null}],"rows":[]}"#
        let before = table.verdicts(of: car).count
        table.apply(try PublishedDelta(JSON(Array(delta.utf8))))
        #expect(table.verdict(verdict.id, of: car) == nil && table.verdicts(of: car).count == before - 1)
    }
}
