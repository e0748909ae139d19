/// The faults of one run; all follow from kind and seed.
struct Plan: Sendable {
    /// Where a line can be cut.
    enum Line: Hashable, Sendable { case feed, subscriber }

    enum Event: Sendable {
        /// `kill -9`, so many microseconds after it is this step's turn, with so many bytes torn off the journal's end;
        /// started again so many microseconds later.
        case kill(at: Int, after: Int, tear: Int, rest: Int)
        /// The disk has so many bytes left from this step on. Goes on when the daemon says that it is behind.
        case fill(at: Int, leaving: Int)
        /// There is room again, after so many microseconds.
        case room(after: Int)
        case trouble(Line, at: Int, NetworkLine.Trouble, microseconds: Int)
        /// The daemon's wall clock is ahead by so many milliseconds from this step on.
        case step(at: Int, milliseconds: Int64)
    }

    let kind: FaultKind
    let seed: UInt64
    let race: ChaosRace
    /// Which of the races.
    let place: Int
    var script: Script
    var events: [Event] = []
    var segmentBytes = 16 << 20

    /// Lines that lead through the harness.
    var lines: Set<Line> {
        switch kind {
        case .feedLine: [.feed]
        case .subscriberLine: [.subscriber]
        default: []
        }
    }
}

extension Plan {
    init(undisturbed race: ChaosRace, place: Int) {
        kind = .undisturbed
        seed = 0
        self.race = race
        self.place = place
        script = Script(race)
    }
}
