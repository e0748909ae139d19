import Recording
import Rulebook
import Simulation
import Timing

/// A race that is played again and again.
struct ChaosRace: Sendable {
    let name: String
    let event: Event
    let session: Session
    /// In the order in which the decoders stamped them.
    let crossings: [Crossing]
    let acts: [Act]

    let line: LoopID

    init(_ name: String, _ recording: Recording) throws {
        self.name = name
        event = recording.event
        guard let session = recording.event.sessions.first else { throw Failure("\(name) has no session") }
        guard let line = session.circuit.loops.first(where: { $0.kind == .line })?.id else {
            throw Failure("\(name) has no Line")
        }
        self.session = session
        self.line = line
        crossings = recording.crossings.sorted { ($0.stamp, $0.id) < ($1.stamp, $1.id) }
        guard !crossings.isEmpty else { throw Failure("\(name) has no crossings") }
        acts = (recording.acts + Decisions.acts(on: recording, in: session)).sorted { $0.at < $1.at }
    }

    /// Thirty cars for forty minutes, with stops, flags and everything that race control does.
    static func simulated() throws -> ChaosRace {
        var setting = RaceSetting(seed: 5)
        setting.duration = .minutes(40)
        setting.stops = .window(opens: .minutes(15), closes: .minutes(25))
        setting.fullCourseYellows = 1
        setting.troubles.safetyCars = 1
        return try ChaosRace("simulated, 30 cars", SimulatedRace.run(setting).recording)
    }

    /// A real one, where it lies beside the project: GT World Challenge Asia, race 2.
    static func real() throws -> ChaosRace? {
        let path = "../shared/data/gtwc-asia/race2-sector-analysis.csv"
        guard let text = try? TextFile.text(path) else { return nil }
        let options = ImportOptions(date: "2025-01-01", duration: .minutes(60))
        let read = try TSLImport.read(files: [(path, text)], options: options)
        return try ChaosRace("GT World Challenge Asia, race 2", read.recording)
    }

    static func recorded(_ directory: String) throws -> ChaosRace {
        try ChaosRace(directory, Recording.read(directory: directory))
    }
}
