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
        /// The stolen key is replaced.
        case replaceKey(at: Int)
        /// `kill -9`, and so many bytes of the journal's head are others when it is started again.
        case damageHead(at: Int, offset: Int, bytes: [UInt8])
        /// The journal is moved away for so many microseconds.
        case moveJournal(at: Int, microseconds: Int)
        /// The journal is deleted, and the daemon killed so many microseconds later.
        case deleteJournal(at: Int, after: Int)
        /// The standby's disk has so many bytes left from this step on.
        case fillStandby(at: Int, leaving: Int)
    }

    let kind: FaultKind
    let seed: UInt64
    let race: ChaosRace
    /// Which of the races.
    let place: Int
    var script: Script
    var events: [Event] = []
    var segmentBytes = 16 << 20
    /// What strangers do from beginning to end.
    var noise: [Noise] = []

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

extension Plan.Event {
    /// The step at which it is its turn; that of the event before where it has none.
    var place: Int {
        switch self {
        case .kill(let at, _, _, _), .fill(let at, _), .trouble(_, let at, _, _), .step(let at, _),
            .replaceKey(let at), .damageHead(let at, _, _), .moveJournal(let at, _), .deleteJournal(let at, _),
            .fillStandby(let at, _):
            at
        case .room: .max
        }
    }
}
