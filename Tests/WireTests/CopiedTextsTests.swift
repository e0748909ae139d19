import Recording
import Rulebook
import Simulation
import Testing
import Timing
import Wire

/// What reads as it did in the message before is copied from there: sector times, infringements.
@Suite("Texts that are copied from one message to the next")
struct CopiedTextsTests {
    @Test(
        "at each twentieth input the table reads as one that is written for the first time does",
        arguments: 1...8 as ClosedRange<UInt64>)
    func asWrittenFirst(seed: UInt64) throws {
        let simulated = SimulatedRace.run(.generated(seed: seed))
        let session = simulated.event.sessions[0].owing(seed: seed)
        var race = PublishedRace(session)
        let (writer, first) = (ByteWriter(capacity: 64), ByteWriter(capacity: 64))
        for (place, input) in simulated.recording.inputs.enumerated() {
            race.take(input)
            guard place % 20 == 0 else { continue }
            var anew = Publication(race.timekeeper.session, epoch: 1)
            for _ in race.deltas { anew.countDelta() }
            anew.snapshot(race.timekeeper, to: first)
            race.publication.snapshot(race.timekeeper, to: writer)
            #expect(writer.bytes == first.bytes, "seed \(seed), input \(place)")
        }
        #expect(race.deltas.count > 20)
    }

    @Test("a sector of seven digits of milliseconds, or eight, is written in full; null before it was driven")
    func longSectors() throws {
        var race = PublishedRace(GoldenTests.session)
        race.take(.act(Act(id: "rc-1", at: Instant(milliseconds: 1_000_000), by: "rc", kind: .start)))
        var sectors: [String] = []
        let passages: [(loop: UInt16, ms: Int64)] = [
            (1, 1), (3, 40_001), (1, 90_001), (3, 9_999_999 + 90_001), (1, 20_000_000 + 90_000),
        ]
        for (number, passage) in zip(1..., passages) {
            race.take(
                .crossing(
                    Crossing(
                        id: CrossingID(decoder: 101, epoch: 1, number: UInt64(number)),
                        stamp: (1_000_000 + passage.ms) * 1000, transponder: Transponder(4711),
                        loop: LoopID(passage.loop))))
            let delta = try JSON(Array(race.body(try #require(race.deltas.last))))
            let row = delta["rows"]?.elements?.first { $0["number"]?.text == "88" }
            sectors.append(row?["sectorsMs"].map { String(decoding: $0.bytes, as: UTF8.self) } ?? "")
        }
        #expect(
            sectors.suffix(4) == ["[40001,null]", "[40001,50000]", "[9999999,50000]", "[9999999,10000000]"])
    }
}
