import Rulebook
import Service
import Testing
import Timing

@Suite("Transponders seen before the start")
struct SightedTests {
    private static let session = Session(
        id: "r", name: "R", circuit: RaceOfInputs(seed: 1).session.circuit,
        rules: RaceRules(duration: nil, classifiedPercent: 70),
        entries: [entry("7", [4711, 4712]), entry("9", []), entry("88", [4788])])

    private static func entry(_ number: String, _ transponders: [UInt32]) -> Entry {
        Entry(
            number: CarNumber(number), carClass: "GT3", team: "T", transponders: transponders.map { Transponder($0) },
            drivers: [])
    }

    private func crossing(_ transponder: UInt32, _ number: UInt64) -> Input {
        .crossing(
            Crossing(
                id: CrossingID(decoder: 101, epoch: 1, number: number), stamp: 1_526_714_000_000_000 + Int64(number),
                transponder: Transponder(transponder), loop: Self.session.circuit.loops[0].id))
    }

    private func unseen(_ scorer: borrowing Scorer) -> [String] {
        scorer.sighted.unseen(of: Self.session.entries).map { unseen in
            "\(unseen.car) \(unseen.transponder.map { "\($0.value)" } ?? "none")"
        }
    }

    @Test("each car is where a loop has seen it last, though a crossing before that comes late")
    func places() throws {
        let loops = Self.session.circuit.loops.map(\.id)
        var scorer = Scorer(Self.session, epoch: 1, limits: .init())
        func crossing(_ transponder: UInt32, _ number: UInt64, loop: LoopID, second: Int64) -> Input {
            .crossing(
                Crossing(
                    id: CrossingID(decoder: 101, epoch: 1, number: number),
                    stamp: 1_526_714_000_000_000 + second * 1_000_000, transponder: Transponder(transponder),
                    loop: loop))
        }
        _ = try scorer.take(crossing(4788, 1, loop: loops[1], second: 1))
        _ = try scorer.take(crossing(4711, 3, loop: loops[2], second: 30))
        _ = try scorer.take(crossing(4711, 2, loop: loops[1], second: 2))
        let places = scorer.sighted.places(of: Self.session.entries)
        #expect(places.map(\.car) == [CarNumber("7"), CarNumber("88")])
        #expect(places.map(\.place.loop) == [loops[2], loops[1]])
        #expect(places.first?.place.at == Instant(milliseconds: 1_526_714_030_000))
    }

    @Test("each transponder of the entry list is looked for, and each car that has none, until it crosses a loop")
    func beforeTheStart() throws {
        var scorer = Scorer(Self.session, epoch: 1, limits: .init())
        #expect(unseen(scorer) == ["7 4711", "7 4712", "9 none", "88 4788"])
        _ = try scorer.take(crossing(4711, 1))
        _ = try scorer.take(crossing(4711, 2))
        _ = try scorer.take(crossing(4713, 3))
        #expect(scorer.sighted.transponders == [Transponder(4711)])
        #expect(unseen(scorer) == ["7 4712", "9 none", "88 4788"])
        let at = Instant(milliseconds: 1_526_714_001_000)
        let assigned = Act(
            id: "a", at: at, by: "desk", kind: .assign(Transponder(4713), CarNumber("9"), .wholeSession))
        _ = try scorer.take(.act(assigned))
        #expect(unseen(scorer) == ["7 4712", "88 4788"])
        _ = try scorer.take(.act(Act(id: "s", at: at, by: "desk", kind: .start)))
        #expect(scorer.timekeeper.phase == .running)
    }
}
