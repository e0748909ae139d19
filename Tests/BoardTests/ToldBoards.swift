import Board
import Client
import Recording
import Rulebook
import Simulation
import Testing
import Timing
import Wire

/// A simulated race as a board follows it: the table of each delta, and the state that browsers would be told.
struct ToldBoards: ~Copyable {
    let session: Session
    let recording: Recording
    private var timekeeper: Timekeeper
    private var publication: Publication
    private let writer: ByteWriter
    private(set) var table: RaceTable
    private(set) var memory: BoardMemory
    let view: PublicView

    init(seed: UInt64, view: PublicView = PublicView(), faults: Int = 200) throws {
        var memory = BoardMemory()
        var setting = RaceSetting(seed: seed)
        setting.duration = .minutes(30)
        setting.stops = .window(opens: .minutes(10), closes: .minutes(18))
        setting.troubles.stopFaults = faults
        let race = SimulatedRace.run(setting)
        let session = try #require(race.event.sessions.first)
        let timekeeper = Timekeeper(session)
        let publication = Publication(session, epoch: 7)
        let writer = ByteWriter(capacity: 1 << 16)
        publication.snapshot(timekeeper, to: writer)
        let table = RaceTable(try PublishedSnapshot(JSON(writer.bytes)))
        memory.join(table)
        recording = race.recording
        self.session = session
        self.timekeeper = timekeeper
        self.publication = publication
        self.writer = writer
        self.table = table
        self.memory = memory
        self.view = view
    }

    /// Takes the next inputs of the race.
    mutating func take(_ inputs: some Sequence<Input>) throws {
        for input in inputs {
            guard let effect = try? timekeeper.apply(input), effect.outcome != .repeated else { continue }
            if case .time = input, !publication.tells(effect, in: timekeeper) { continue }
            publication.delta(of: input, effect, in: timekeeper, to: writer)
            let delta = try PublishedDelta(JSON(Array(writer.bytes[publication.topicLength...])))
            memory.take(delta, before: table)
            table.apply(delta)
        }
    }

    var state: BoardState { BoardState(table, memory, now: timekeeper.now, view: view) }

    /// What the daemon answers as results.
    var results: JSON {
        get throws {
            publication.results(timekeeper, to: writer)
            return try JSON(writer.bytes)
        }
    }
}
