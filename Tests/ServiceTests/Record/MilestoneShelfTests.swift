import Foundation
import Journal
import Rulebook
import Service
import Simulation
import Testing
import Timing
import Wire

@Suite("Milestones for the other daemon of a pair")
struct MilestoneShelfTests {
    private let folder = TemporaryFolder()
    private let race = SimulatedRace.run(.generated(seed: 11))

    private var session: Session { race.event.sessions[0] }

    private func journal(_ name: String) throws -> JournalFolder {
        let folder = JournalFolder("\(folder.path)/\(name)", race.event, session)
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        return folder
    }

    private func milestone(at offset: UInt64) -> Milestone {
        Milestone(segment: 1, offset: offset, Publication(session, epoch: 7), topics: [], seal: "00")
    }

    private let end = JournalPlace(segment: 9, offset: 0)

    @Test("each is handed out once, the earliest news first, and again to one that has none")
    func once() throws {
        let shelf = MilestoneShelf(try journal("first"))
        #expect(shelf.news(after: 0, upTo: end) == nil)
        shelf.put(milestone(at: 100), of: "race1")
        shelf.put(milestone(at: 200), of: "race2")
        shelf.put(milestone(at: 300), of: "race1")
        let second = try #require(shelf.news(after: 0, upTo: end))
        #expect(second.session == "race2" && second.milestones?.all.map(\.offset) == [200])
        let first = try #require(shelf.news(after: second.number, upTo: end))
        #expect(first.session == "race1" && first.milestones?.all.map(\.offset) == [100, 300])
        #expect(shelf.news(after: first.number, upTo: end) == nil)
        #expect(shelf.news(after: 0, upTo: end) == second)
        #expect(shelf.news(after: first.number + 1, upTo: end) == second, "a number of another process")
    }

    @Test("none is handed out that lies beyond the copy")
    func beyond() throws {
        let shelf = MilestoneShelf(try journal("first"))
        shelf.put(milestone(at: 300), of: nil)
        #expect(shelf.news(after: 0, upTo: JournalPlace(segment: 1, offset: 299)) == nil)
        #expect(shelf.news(after: 0, upTo: JournalPlace(segment: 1, offset: 300)) != nil)
    }

    @Test("those of a large field stay far below a message of a mebibyte")
    func small() throws {
        let shelf = MilestoneShelf(try journal("first"))
        var correction = Correction(at: Instant(milliseconds: 1_526_715_000_000))
        (correction.position, correction.gap) = (299, Distance(time: Milliseconds(86_400_000), laps: 0))
        (correction.interval, correction.status) = (Distance(time: nil, laps: 99), .notClassified)
        (correction.laps, correction.total) = (999, Milliseconds(86_400_000))
        (correction.lastLap, correction.bestLap) = (Milliseconds(86_400_000), Milliseconds(86_400_000))
        let corrected = (1...300).map { Milestone.Corrected(number: CarNumber("\($0)"), correction: correction) }
        let topics = (1...320).map { Milestone.Topic(name: "car/endurance-cup-race/\($0)", sequence: 1 << 40) }
        for offset in 1...20 as ClosedRange<UInt64> {
            shelf.put(
                Milestone(
                    segment: 1, offset: offset, Publication(session, epoch: 7), topics: topics, corrections: corrected,
                    seal: String(repeating: "0", count: 32)), of: nil)
        }
        let news = try #require(shelf.news(after: 0, upTo: end))
        let part = PairAnswer.Part(
            session: "race", isActive: true, epoch: 7, event: "00", segment: 1, offset: 0, count: 0, committed: (1, 0),
            milestones: news)
        #expect(PairAnswer.journal(part).bytes.count < 1 << 19)
        #expect(news.milestones?.all.last?.offset == 20)
    }

    @Test("those of another event, of a session that the event has not, and of nothing are not kept")
    func kept() throws {
        let own = try journal("second")
        let shelf = MilestoneShelf(own)
        func keeps(_ session: String?, _ milestones: Milestones?) -> Bool {
            let other = NumberedMilestones(number: 3, session: session, milestones: milestones)
            #expect(shelf.keep(other, of: ["race1"]), "it is not asked for again")
            let files = (try? FileManager.default.contentsOfDirectory(atPath: own.path)) ?? []
            return files.contains { $0.hasPrefix("milestones") }
        }
        let ours = Milestones(program: ProgramBuild.id, event: own.fingerprint, [milestone(at: 5)])
        #expect(!keeps("race1", nil))
        #expect(!keeps("../race1", ours) && !keeps(nil, ours))
        #expect(!keeps("race1", Milestones(program: "another", event: own.fingerprint, [milestone(at: 5)])))
        #expect(!keeps("race1", Milestones(program: ProgramBuild.id, event: "another", [milestone(at: 5)])))
        #expect(keeps("race1", ours))
        #expect(MilestoneShelf(own).read(of: "race1") == ours)
        try FileManager.default.removeItem(atPath: own.path)
        #expect(!shelf.keep(NumberedMilestones(number: 3, session: "race1", milestones: ours), of: ["race1"]))
    }
}
