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

@Suite("A session that comes back")
struct RestartTests {
    @Test(
        "killed after any input it goes on with the same epoch, sequence and bytes",
        arguments: 1...6 as ClosedRange<UInt64>)
    func sameBytes(seed: UInt64) throws {
        let race = RaceOfInputs(seed: seed)
        let elsewhere = TemporaryFolder()
        let undisturbed = try Sitting(race, in: elsewhere.path)
        undisturbed.take(race.inputs[...])
        let folder = TemporaryFolder()
        var random = SeededGenerator(seed: seed)
        var done = 0
        var record: [[UInt8]] = []
        var epochs: Set<UInt64> = []
        while done < race.inputs.count {
            let sitting = try Sitting(race, in: folder.path)
            let kept = sitting.kept
            #expect(kept == Array(record.suffix(kept.count)), "what was published is not what is there")
            #expect(kept.count == record.count, "the race is small enough for all of it to be kept")
            epochs.insert(sitting.epoch)
            let next = min(race.inputs.count, done + random.int(in: 1...race.inputs.count / 3))
            record += sitting.take(race.inputs[done..<next])
            done = next
            // Not closed: the process is gone, the file stays.
        }
        #expect(epochs.count == 1)
        let wanted = undisturbed.record.map { Sitting.without(epoch: undisturbed.epoch, $0) }
        #expect(record.map { Sitting.without(epoch: epochs.first ?? 0, $0) } == wanted)
    }

    @Test("a journal that was torn off begins a new epoch, which goes on counting from what is left")
    func torn() throws {
        let race = RaceOfInputs(seed: 11)
        let folder = TemporaryFolder()
        let first = try Sitting(race, in: folder.path)
        first.take(race.inputs[...])
        let file = "\(first.folder.path)/000001.lwj"
        let epoch = first.epoch
        let published = first.record.count
        first.leave()
        let handle = try #require(FileHandle(forUpdatingAtPath: file))
        try handle.truncate(atOffset: try handle.seekToEnd() - 1000)
        let second = try Sitting(race, in: folder.path)
        #expect(second.epoch > epoch)
        #expect(second.previousEpoch == epoch)
        #expect(second.firstSequence == second.sequence + 1)
        #expect(second.sequence < published)
        // Everything again, as from the feeds: nothing counts twice, nothing is missing.
        second.take(race.inputs[...])
        #expect(second.classification == first.classification)
        #expect(second.sequence == published)
    }

    @Test("an epoch whose record was lost is not begun again, though the wall clock has gone back")
    func lostEpoch() throws {
        let race = RaceOfInputs(seed: 11)
        let folder = TemporaryFolder()
        let first = try Sitting(race, in: folder.path)
        first.take(race.inputs[...])
        first.leave()
        // As it was left by one whose clock was ahead: its number is in the head, its record was torn off.
        let ahead = first.epoch + 1_000_000_000
        var journal = try Journal.open(directory: first.folder.path) { _, _ in }
        journal.mark = ahead
        _ = consume journal
        let file = try #require(FileHandle(forUpdatingAtPath: "\(first.folder.path)/000001.lwj"))
        try file.truncate(atOffset: try file.seekToEnd() - 1000)
        #expect(try Sitting(race, in: folder.path).epoch == ahead + 1)
    }

    @Test("with another event file the same inputs count, in a new epoch, and old deltas are not told again")
    func otherEvent() throws {
        let race = RaceOfInputs(seed: 12)
        let folder = TemporaryFolder()
        let first = try Sitting(race, in: folder.path)
        first.take(race.inputs[...])
        first.leave()
        let second = try Sitting(race, in: folder.path, event: RaceOfInputs(seed: 99).event)
        #expect(second.epoch > first.epoch)
        #expect(second.sequence == first.sequence)
        #expect(second.kept.isEmpty)
        #expect(second.crossings == first.crossings)
    }

    @Test("crossings that came late are told to those who know the boxes, as the others are")
    func lateOnes() throws {
        let race = RaceOfInputs(seed: 14)
        let folder = TemporaryFolder()
        var inputs = race.inputs
        let places = inputs.indices.filter { inputs[$0].crossing != nil && $0 % 5 == 0 }
        for place in places { if let crossing = inputs[place].crossing { inputs[place] = .late(crossing) } }
        inputs.append(.lateTaken(count: places.count, at: inputs.map(\.instant).max() ?? .distantPast))
        let first = try Sitting(race, in: folder.path)
        first.take(inputs[...])
        let before = first.classification
        first.leave()
        var told: [CrossingID] = []
        let second = try Sitting(race, in: folder.path) { told.append($0.id) }
        #expect(second.classification == before)
        #expect(Set(told) == Set(inputs.compactMap { $0.crossing?.id }))
    }

    @Test("an act bears who sent it, and its name is another after each restart")
    func acts() throws {
        let race = RaceOfInputs(seed: 13)
        let folder = TemporaryFolder()
        try Sitting(race, in: folder.path).take(race.inputs[...])
        let scan = LogLines()
        let second = try Sitting(race, in: folder.path, log: scan.logger)
        #expect(second.speakers.allSatisfy { $0 == "desk" })
        #expect(!second.speakers.isEmpty)
        #expect(scan.told.contains { $0.contains("acts read") })
    }
}

/// The inputs of a small race as they arrive: out of order, acts and heartbeats between them.
struct RaceOfInputs {
    let event: Event
    let session: Session
    let inputs: [Input]

    /// - Parameter owing: a race of any kind, with stints and driving times asked of its cars.
    init(seed: UInt64, owing: Bool = false) {
        var setting = owing ? RaceSetting.generated(seed: seed) : RaceSetting(seed: seed)
        if !owing { setting.duration = .minutes(8) }
        let race = SimulatedRace.run(setting)
        event = race.event
        let plain = race.event.sessions[0]
        var rules = plain.rules
        if owing {
            rules.obligations.stint = StintLimit(longest: .minutes(4))
            var driving = DrivingTime()
            driving.least = .minutes(1)
            driving.most = .minutes(5)
            rules.obligations.driving = [driving]
        }
        session = Session(
            id: plain.id, name: plain.name, kind: plain.kind, circuit: plain.circuit, rules: rules,
            entries: plain.entries)
        var inputs: [Input] = []
        var acts = race.recording.acts[...]
        for crossing in Disturbance(seed: seed, window: .seconds(20), repeats: 10).arrivals(
            of: race.recording.crossings)
        {
            while let act = acts.first, act.at <= crossing.at {
                inputs.append(.act(act))
                acts.removeFirst()
            }
            inputs.append(.crossing(crossing))
            if crossing.id.number.isMultiple(of: 7) {
                inputs.append(.time(crossing.at + .seconds(1), decoder: crossing.id.decoder))
            }
        }
        self.inputs = inputs + acts.map { .act($0) }
    }
}

/// A scorer with its journal, from one start to its end.
final class Sitting {
    let folder: JournalFolder
    private(set) var record: [[UInt8]] = []
    private var scorer: Scorer
    private var journal: RecordJournal?

    init(
        _ race: RaceOfInputs, in directory: String, event: Event? = nil,
        log: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        telling crossing: (Crossing) -> Void = { _ in }
    ) throws {
        folder = JournalFolder(directory, event ?? race.event, race.session)
        var scorer = Scorer(race.session, epoch: 1, limits: .init())
        journal = try Restart(folder: folder, options: JournalOptions(), session: race.session, log: log)
            .run(into: &scorer) { if let taken = $0.input?.crossing { crossing(taken) } }
        self.scorer = scorer
    }

    /// Takes inputs as a lane does, and says the deltas they made.
    @discardableResult
    func take(_ inputs: ArraySlice<Input>) -> [[UInt8]] {
        let before = record.count
        for input in inputs {
            let effect: Effect?
            switch input {
            case .act(let act):
                effect = try? scorer.take(input)
                guard effect != nil else { continue }
                journal?.append(.act(act, speaker: "desk"))
                journal?.commit()
            case .crossing, .late, .lateTaken, .time:
                journal?.append(JournalRecord(input, speaker: ""))
                journal?.commit()
                effect = try? scorer.take(input)
            }
            if let effect { tell(input, effect) }
        }
        return Array(record[before...])
    }

    private func tell(_ input: Input, _ effect: Effect) {
        scorer.tell(input, effect)
        scorer.tellTopics(input, effect) { _ in }
        if let delta = scorer.history.delta(scorer.publication.sequence) { record.append(Array(delta)) }
    }

    /// The deltas that would be answered for a range.
    var kept: [[UInt8]] {
        let first = scorer.history.first
        return (first..<first + UInt64(scorer.history.count)).compactMap { sequence in
            scorer.history.delta(sequence).map { Array($0) }
        }
    }

    func leave() { journal = nil }

    /// The state as it is, to try something out on.
    var copied: DryRun.Copied { DryRun.Copied(scorer.timekeeper) }

    var epoch: UInt64 { scorer.publication.epoch }
    var previousEpoch: UInt64? { scorer.publication.previousEpoch }
    var firstSequence: UInt64 { scorer.publication.firstSequence }
    var sequence: UInt64 { scorer.publication.sequence }
    var crossings: Int { scorer.timekeeper.counts.crossings }
    var classification: [CarIndex] { scorer.timekeeper.classification }

    /// Who sent the acts that the journal has.
    var speakers: [String] {
        journal = nil
        var speakers: [String] = []
        _ = try? JournalScan.read(directory: folder.path) { payload, _ in
            try JournalRecord.read(payload) { if case .act(_, let speaker) = $0 { speakers.append(speaker) } }
        }
        return speakers
    }

    /// A delta with its epoch's number taken out: the clock at the start of a test decides it.
    static func without(epoch: UInt64, _ delta: [UInt8]) -> String {
        String(decoding: delta, as: UTF8.self).replacing("\"epoch\":\(epoch),\"seq\"", with: "\"epoch\":0,\"seq\"")
    }
}
