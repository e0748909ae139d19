import Recording
import Rulebook
import Simulation
import Testing
import Timing
import Wire

@Suite("Milestones as bytes")
struct MilestoneBytesTests {
    /// Some of its values stood otherwise.
    private static func correction(_ values: UInt8) -> Correction {
        var correction = Correction(at: Instant(milliseconds: 1_526_715_000_000))
        if values & 1 > 0 { (correction.position, correction.gap) = (3, Distance(time: nil, laps: 2)) }
        if values & 2 > 0 { (correction.interval, correction.laps) = (Distance(time: Milliseconds(17), laps: 0), 9) }
        if values & 4 > 0 { (correction.status, correction.total) = (.inPit, Milliseconds(99)) }
        if values & 8 > 0 { (correction.lastLap, correction.bestLap) = (Milliseconds(7), Milliseconds(6)) }
        return correction
    }

    private static func all(of seed: UInt64) -> Milestones {
        let race = SimulatedRace.run(.generated(seed: seed))
        var publication = Publication(race.event.sessions[0], epoch: 7)
        var all = Milestones(program: "4ed02e", event: "464f30")
        for number in 1...UInt64(18) {
            publication.begin(epoch: 7 + number, first: 3, after: number == 1 ? nil : number)
            all.append(
                Milestone(
                    segment: UInt32(number), offset: number * 1000, publication,
                    topics: [.init(name: "car/race/8 %208", sequence: number), .init(name: "stops/race", sequence: 1)],
                    corrections: [.init(number: CarNumber("8"), correction: correction(UInt8(number)))],
                    work: 12, seal: "00ff"))
        }
        return all
    }

    @Test("they are read as they were written, the latest sixteen of them")
    func again() throws {
        let all = Self.all(of: 1)
        #expect(all.all.map(\.segment) == Array(3...18))
        #expect(try Milestones(all.bytes) == all)
    }

    @Test("the latest is taken after which enough deltas were made, or more work was done than is to be repeated")
    func last() throws {
        let race = SimulatedRace.run(.generated(seed: 1))
        var publication = Publication(race.event.sessions[0], epoch: 7)
        var all = Milestones(program: "4ed02e", event: "464f30")
        #expect(all.last(before: 0, orRepeating: 0) == nil)
        for (number, work) in [0, 10, 300, 300, 900].enumerated() {
            publication.begin(epoch: 7, first: 1 + 1000 * UInt64(number), after: nil)
            all.append(
                Milestone(
                    segment: 1, offset: UInt64(number), publication, topics: [], work: work, seal: "00"))
        }
        func last(_ deltas: UInt64, _ work: Int) -> UInt64? {
            all.last(before: deltas, orRepeating: work)?.offset
        }
        #expect(last(2000, 10_000) == 2)
        #expect(last(2000, 599) == 3)
        #expect(last(4000, 600) == 1)
        #expect(last(5000, 1000) == nil)
    }

    @Test("milestones that another build wrote do not stand in the way of the journal beside them")
    func ofAnotherBuild() throws {
        let part = PairAnswer.Part(
            session: "race", isActive: true, epoch: 7, event: "00", segment: 1, offset: 0, count: 3, committed: (1, 3),
            milestones: NumberedMilestones(number: 9, session: nil, milestones: Self.all(of: 3)))
        let whole = String(decoding: PairAnswer.journal(part).bytes, as: UTF8.self)
        for (member, other) in [
            ("\"work\":12", "\"work\":\"much\""), ("\"corrections\":{", "\"corrected\":{"),
            ("\"type\":\"milestones\"", "\"type\":\"stones\""),
        ] {
            #expect(whole.contains(member))
            let text = Array(whole.replacing(member, with: other).utf8)
            let answer = try text.withUnsafeBytes { bytes throws(Refusal) in try PairAnswer(bytes) }
            guard case .journal(let read) = answer else { throw Unread() }
            #expect(read.count == 3 && read.milestones?.number == 9 && read.milestones?.milestones == nil)
        }
        let bytes = Array(whole.utf8)
        let answer = try bytes.withUnsafeBytes { bytes throws(Refusal) in try PairAnswer(bytes) }
        guard case .journal(let read) = answer else { throw Unread() }
        #expect(read.milestones == part.milestones)
    }

    private struct Unread: Error {}

    @Test("a member that is missing or of another kind is refused by its name")
    func refused() throws {
        let text = String(decoding: Self.all(of: 2).bytes, as: UTF8.self)
        for (member, other) in [
            ("\"program\":\"4ed02e\"", "\"program\":1"), ("\"event\":", "\"events\":"),
            ("\"segment\":3", "\"segment\":0"),
            ("\"offset\":3000", "\"offset\":-1"), ("\"firstSeq\":3", "\"firstSeq\":\"3\""),
            ("\"stops/race\":1", "\"stops/race\":0"), ("\"seal\":\"00ff\"", "\"seal\":null"),
            ("\"corrections\":{", "\"corrections\":7,\"t\":{"), ("\"work\":", "\"works\":"),
            ("\"was\":", "\"is\":"), ("\"topics\":{", "\"topics\":7,\"t\":{"),
            ("\"type\":\"milestones\"", "\"type\":\"status\""),
        ] {
            #expect(text.contains(member))
            #expect(throws: Refusal.self, "\(other)") {
                try Milestones(Array(text.replacing(member, with: other).utf8))
            }
        }
    }

    @Test("topics count on from where they were, also those of cars that have left the entry list")
    func topics() throws {
        let race = SimulatedRace.run(.generated(seed: 3))
        let session = race.event.sessions[0]
        let gone = try #require(session.entries.last).number
        var inputs = race.recording.inputs
        inputs.removeLast(inputs.count / 2)
        var details = EntryDetails()
        details.number = CarNumber("999")
        let renumbered = Act(
            id: "renumbered", at: try #require(inputs.last).instant, by: "desk",
            kind: .entry(EntryChange(.change, gone, details, isFromStart: true)))
        inputs.append(.act(renumbered))
        var timekeeper = Timekeeper(session)
        var (topics, again) = (Topics(session), Topics(session))
        for input in inputs {
            let effect = try timekeeper.apply(input)
            _ = topics.count(effect, timekeeper)
            // It is told of acts alone.
            if case .act = input { _ = again.count(effect, timekeeper) }
        }
        again.count(from: topics.counted)
        #expect(again.counted == topics.counted)
        let names = topics.counted.map(\.name)
        #expect(names.contains("car/\(session.id)/\(gone.text)") && names.contains("car/\(session.id)/999"))
    }
}
