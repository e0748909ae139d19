import Foundation
import Journal
import Logging
import Recording
import Rulebook
import Service
import Simulation
import Testing
import Timing
import Wire

@Suite("A journal that is read from milestone to milestone")
struct MilestoneTests {
    @Test(
        "what stands before one is read together, and all that follows has the same bytes, topics too",
        arguments: 1...60 as ClosedRange<UInt64>)
    func sameBytes(seed: UInt64) throws {
        let race = RaceOfInputs(seed: seed, owing: true)
        var random = SeededGenerator(seed: seed, stream: 90)
        try restarts(race, race.inputs, &random) { next, _ in next }
    }

    @Test(
        "crossings that came late before one are folded once, and the rows tell the corrections that were told live",
        arguments: 1...40 as ClosedRange<UInt64>)
    func late(seed: UInt64) throws {
        let race = RaceOfInputs(seed: seed, owing: true)
        var random = SeededGenerator(seed: seed, stream: 91)
        let inputs = race.inputs.withLate(&random)
        // Half of the milestones are made as soon as late crossings have taken effect, as the lane does.
        try restarts(race, inputs, &random) { next, random in
            guard random.int(in: 1...2) == 1, let taken = inputs[next...].firstIndex(where: \.isLateTaken) else {
                return next
            }
            return taken + 1
        }
    }

    /// After some inputs, again and again, there is a milestone, and another process starts with the same journal.
    private func restarts(
        _ race: RaceOfInputs, _ inputs: [Input], _ random: inout SeededGenerator,
        endingAt end: (Int, inout SeededGenerator) -> Int
    ) throws {
        let live = try MilestoneStand(race)
        var done = 0
        while done < inputs.count {
            let next = end(min(inputs.count, done + random.int(in: 20...400)), &random)
            live.take(inputs[done..<next])
            live.keepMilestone()
            // Another process with the same journal, killed at once.
            let again = try MilestoneStand(race, restarting: live)
            #expect(!again.isAstray, "after \(next) inputs")
            #expect(again.difference(from: live) == nil, "after \(next) inputs")
            let ahead = inputs[next..<min(inputs.count, next + 40)]
            let copy = try MilestoneStand(race, taking: inputs[..<next])
            #expect(again.take(ahead).map(\.withoutEpoch) == copy.take(ahead).map(\.withoutEpoch))
            done = next
        }
    }

    @Test("they are used: most of a long race is read together")
    func used() throws {
        let race = RaceOfInputs(seed: 5, owing: true)
        let live = try MilestoneStand(race)
        let most = race.inputs.count * 2 / 3
        live.take(race.inputs[..<most])
        live.keepMilestone()
        live.take(race.inputs[most...])
        let again = try MilestoneStand(race, restarting: live)
        #expect(again.together > most / 2)
        #expect(again.difference(from: live) == nil)
    }

    @Test("one that tells another count, or a file of noise, is not believed: every entry is read by itself")
    func lying() throws {
        let race = RaceOfInputs(seed: 7, owing: true)
        let live = try MilestoneStand(race)
        live.take(race.inputs[..<(race.inputs.count / 2)])
        live.keepMilestone()
        live.take(race.inputs[(race.inputs.count / 2)...])
        let file = "\(live.folder.path)/milestones"
        let honest = try String(contentsOfFile: file, encoding: .utf8)
        let lies = [
            honest.replacing("\"seq\":", with: "\"seq\":1"),
            honest.replacing("\"stops/\(race.session.id)\":", with: "\"stops/\(race.session.id)\":1"),
            honest.replacing("\"seal\":\"", with: "\"seal\":\"0"),
            honest.replacing("\"firstSeq\":", with: "\"firstSeq\":2"),
            honest.replacing("\"epoch\":1", with: "\"epoch\":2"),
            honest.replacing("\"previousEpoch\":null", with: "\"previousEpoch\":7"),
            honest.replacing("\"offset\":", with: "\"offset\":9"),
            honest.replacing("{\"atMs\":", with: "{\"atMs\":1"),
        ]
        for lie in lies {
            #expect(lie != honest)
            try lie.write(toFile: file, atomically: true, encoding: .utf8)
            let again = try MilestoneStand(race, restarting: live)
            #expect(again.isAstray && again.difference(from: live) == nil)
            #expect(!FileManager.default.fileExists(atPath: "\(again.folder.path)/milestones"))
        }
        for noise in ["", "{", "{\"v\":1}", String(honest.dropLast(9)), honest.replacing("1", with: "-")] {
            try noise.write(toFile: file, atomically: true, encoding: .utf8)
            let again = try MilestoneStand(race, restarting: live)
            #expect(again.together == 0 && again.difference(from: live) == nil)
        }
    }

    @Test("after the flag, before the start and while late crossings wait there is none")
    func none() throws {
        let race = RaceOfInputs(seed: 3)
        let live = try MilestoneStand(race)
        #expect(live.milestone == nil)
        let start = try #require(
            race.inputs.firstIndex { if case .act(let act) = $0 { act.kind == .start } else { false } })
        let middle = start + (race.inputs.count - start) / 2
        live.take(race.inputs[...middle])
        #expect(live.milestone != nil)
        let late = try #require(race.inputs[(middle + 1)...].firstIndex { $0.crossing != nil })
        if let crossing = race.inputs[late].crossing { live.take([.late(crossing)]) }
        #expect(live.milestone == nil)
        live.take([.lateTaken(count: 1, at: race.inputs[late].instant)])
        #expect(live.milestone != nil)
        live.take(race.inputs[(middle + 1)...])
        #expect(live.milestone == nil)
    }
}

/// A scorer with its journal and its milestones.
private final class MilestoneStand {
    let folder: JournalFolder
    let log = LogLines()
    private let room: TemporaryFolder
    private var scorer: Scorer
    private var journal: RecordJournal?
    private let shelf: MilestoneShelf

    /// Small, so that a small race has something of everything.
    private static var bounds: ScorerReading.Bounds {
        var bounds = ScorerReading.Bounds()
        bounds.deltas = 0
        bounds.alone = 150
        return bounds
    }

    /// - Parameter other: whose journal is read, as it is.
    convenience init(_ race: RaceOfInputs, restarting other: MilestoneStand) throws {
        let copy = TemporaryFolder()
        let folder = JournalFolder(copy.path, race.event, race.session)
        let above = URL(fileURLWithPath: folder.path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: above, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: other.folder.path, toPath: folder.path)
        try self.init(race, in: copy)
    }

    /// - Parameter inputs: taken one by one.
    convenience init(_ race: RaceOfInputs, taking inputs: ArraySlice<Input>) throws {
        try self.init(race)
        take(inputs)
    }

    init(_ race: RaceOfInputs, in room: TemporaryFolder = TemporaryFolder()) throws {
        self.room = room
        folder = JournalFolder(room.path, race.event, race.session)
        shelf = MilestoneShelf(folder)
        var scorer = Scorer(race.session, epoch: 1, limits: .init())
        journal = try Restart(
            folder: folder, options: JournalOptions(), session: race.session, milestones: shelf, bounds: Self.bounds,
            log: log.logger
        ).run(into: &scorer)
        self.scorer = scorer
    }

    @discardableResult
    func take(_ inputs: ArraySlice<Input>) -> [[UInt8]] {
        var made: [[UInt8]] = []
        for input in inputs {
            let effect = try? scorer.take(input)
            if case .act = input, effect == nil { continue }
            journal?.append(JournalRecord(input, speaker: "desk"))
            journal?.commit()
            guard let effect else { continue }
            scorer.tell(input, effect)
            made.append(scorer.writer.bytes)
            scorer.tellTopics(input, effect) { _ in }
        }
        return made
    }

    var milestone: Milestone? { journal?.end.flatMap { scorer.milestone(at: $0) } }

    func keepMilestone() {
        if let milestone { shelf.put(milestone, of: nil) }
        shelf.write()
    }

    /// The first place in which what is answered, or counted, is another.
    func difference(from other: MilestoneStand) -> String? {
        for (one, another) in zip(state, other.state) where one != another {
            let same = zip(one, another).prefix { $0 == $1 }.count
            let (before, after) = (max(0, same - 60), 120)
            return "\(one.dropFirst(before).prefix(after)) is not \(another.dropFirst(before).prefix(after))"
        }
        return nil
    }

    private var state: [String] {
        scorer.writeSnapshot()
        let snapshot = String(decoding: scorer.writer.bytes, as: UTF8.self)
        return [snapshot, "\(scorer.counted)", "\(scorer.decisions)"]
    }

    var isAstray: Bool { log.told.contains { $0.contains("is another one") } }

    /// Inputs that were read together.
    var together: Int {
        let words = log.told.last { $0.contains("inputs together") }?.split(separator: " ") ?? []
        guard let place = words.firstIndex(of: "inputs"), place > 0 else { return 0 }
        return Int(words[place - 1]) ?? 0
    }
}

extension [UInt8] {
    /// The number of an epoch is the clock's.
    fileprivate var withoutEpoch: String {
        String(decoding: self, as: UTF8.self).replacing(#/"epoch":\d+,"seq"/#, with: "\"epoch\":0,\"seq\"")
    }
}

extension Input {
    fileprivate var isLateTaken: Bool { if case .lateTaken = self { true } else { false } }
}

extension [Input] {
    /// Some crossings come minutes late, and take effect a few together.
    fileprivate func withLate(_ random: inout SeededGenerator) -> [Input] {
        var all: [Input] = []
        var held: [Crossing] = []
        for input in self {
            if let crossing = input.crossing, random.int(in: 1...25) == 1 {
                held.append(crossing)
                continue
            }
            all.append(input)
            guard !held.isEmpty, random.int(in: 1...60) == 1 else { continue }
            all += held.map { .late($0) }
            let first = random.int(in: 1...held.count)
            all.append(.lateTaken(count: first, at: input.instant))
            if first < held.count { all.append(.lateTaken(count: held.count - first, at: input.instant)) }
            held = []
        }
        return all
    }
}
