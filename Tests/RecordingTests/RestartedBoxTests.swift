import Recording
import Rulebook
import Simulation
import Testing
import Timing
import Wire

@Suite("A recording of boxes that start again without a new epoch")
struct RestartedBoxTests {
    private let folder = TemporaryFolder()

    private func race(seed: UInt64, restarts: [Troubles.BoxRestart]) -> SimulatedRace {
        var setting = RaceSetting(seed: seed)
        setting.duration = .minutes(15)
        setting.troubles.boxRestarts = restarts
        return SimulatedRace.run(setting)
    }

    private func folded(_ recording: Recording) throws -> (classification: [CarIndex], crossings: Int) {
        var timekeeper = Timekeeper(recording.event.sessions[0])
        for input in recording.inputs { _ = try timekeeper.apply(input) }
        return (timekeeper.classification, timekeeper.counts.crossings)
    }

    @Test("every crossing counts, and the race is the one without the trouble", arguments: 1...5 as ClosedRange<UInt64>)
    func whole(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let restarts = (1...random.int(in: 1...3)).map { _ in
            Troubles.BoxRestart(decoder: 101, at: Milliseconds(random.int(in: 60_000...840_000)))
        }
        let well = race(seed: seed, restarts: [])
        let ill = race(seed: seed, restarts: restarts + [.init(decoder: 103, at: .minutes(7))])
        #expect(Set(ill.recording.crossings.map(\.id)).count < ill.recording.crossings.count)
        #expect(ill.truth.troubles.boxRestarts.count == restarts.count + 1)
        try ill.recording.write(directory: folder.path)
        let read = try Recording.read(directory: folder.path)
        #expect(Set(read.crossings.map(\.id)).count == well.recording.crossings.count)
        #expect(read.crossings.map(\.stamp).sorted() == well.recording.crossings.map(\.stamp).sorted())
        let (found, wanted) = (try folded(read), try folded(well.recording))
        #expect(found.crossings == well.recording.crossings.count)
        #expect(found.classification == wanted.classification)
    }

    @Test("written again it has the names that it was read with, and is read the same")
    func again() throws {
        let ill = race(seed: 9, restarts: [.init(decoder: 101, at: .minutes(5)), .init(decoder: 101, at: .minutes(9))])
        try ill.recording.write(directory: folder.path)
        let first = try Recording.read(directory: folder.path)
        let epochs = Set(first.crossings.filter { $0.id.decoder == 101 }.map(\.id.epoch))
        #expect(epochs == Set((1...3).map { RunEpoch.of(run: $0, epoch: 1) }))
        #expect(try Recording.read(directory: folder.path).crossings == first.crossings)
        try first.write(directory: folder.path)
        #expect(try Recording.read(directory: folder.path).crossings == first.crossings)
    }

    @Test("a crossing that is in the file twice is there twice, under its name")
    func twice() throws {
        var recording = race(seed: 3, restarts: [.init(decoder: 101, at: .minutes(5))]).recording
        let count = recording.crossings.count
        recording.crossings = recording.crossings.flatMap { [$0, $0] }
        try recording.write(directory: folder.path)
        let read = try Recording.read(directory: folder.path)
        #expect(read.crossings.count == 2 * count)
        #expect(Set(read.crossings.map(\.id)).count == count)
    }
}
