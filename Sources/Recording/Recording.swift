public import Rulebook
public import Timing

/// A session's inputs in a file: the messages of a decoder's feed and the control socket, in order of time.
public struct Recording: Sendable {
    public var event: Event
    public var crossings: [Crossing]
    public var acts: [Act]
    /// The session that the inputs are of, where that is known: a journal says it.
    public var session: String?
    /// The highest time that each decoder, and the house's own clock (0), has told: the session may have gone on after
    /// its last crossing.
    public var reached: [UInt32: Instant]
    /// Of a journal: its inputs as they came.
    let arrived: [Input]?

    public init(
        event: Event, crossings: [Crossing], acts: [Act], session: String? = nil, reached: [UInt32: Instant] = [:]
    ) {
        self.init(
            event: event, crossings: crossings, acts: acts, session: session, reached: reached, arrived: nil)
    }

    init(
        event: Event, crossings: [Crossing], acts: [Act], session: String?, reached: [UInt32: Instant],
        arrived: [Input]?
    ) {
        self.event = event
        self.crossings = crossings
        self.acts = acts
        self.session = session
        self.reached = reached
        self.arrived = arrived
    }

    /// It was read out of the journal of a meeting: what boxes told of the time has been looked at by the record.
    public internal(set) var isOfMeeting = false

    /// It is a session's journal.
    public var isOfJournal: Bool { arrived != nil }

    /// The session as the daemon reads it (`Timekeeper.read`).
    public func fold(into timekeeper: inout Timekeeper) {
        if let arrived { return timekeeper.read(together: arrived[...]) }
        let (crossings, runs) = inTurn
        for (run, act) in runs {
            timekeeper.read(together: crossings[run])
            if let act { timekeeper.read(.act(act)) }
        }
        for input in times { timekeeper.read(input) }
    }

    /// Nearly always they are in order already.
    private var inOrder: [Crossing] {
        let isInOrder = zip(crossings, crossings.dropFirst()).allSatisfy { !$1.precedes($0) }
        return isInOrder ? crossings : crossings.sorted { $0.precedes($1) }
    }

    /// All inputs in order of time, acts before crossings of the same instant, none before what it is about.
    public var inputs: [Input] {
        let (crossings, runs) = inTurn
        var inputs: [Input] = []
        inputs.reserveCapacity(crossings.count + acts.count + reached.count)
        for (run, act) in runs {
            for crossing in crossings[run] { inputs.append(.crossing(crossing)) }
            if let act { inputs.append(.act(act)) }
        }
        return inputs + times
    }

    /// The crossings in order, in runs, each with the act that follows it; the last run has none.
    private var inTurn: (crossings: [Crossing], runs: [(run: Range<Int>, act: Act?)]) {
        let crossings = inOrder
        var runs: [(run: Range<Int>, act: Act?)] = []
        var next = crossings.startIndex
        for (turn, act) in ActTurn.inOrder(acts, crossings) {
            let begun = next
            while next < crossings.endIndex, !turn.goesBefore(crossingsOf: crossings[next].at) { next += 1 }
            runs.append((begun..<next, act))
        }
        runs.append((next..<crossings.endIndex, nil))
        return (crossings, runs)
    }

    /// How far each decoder told the time, in order of the decoders.
    private var times: [Input] {
        reached.sorted { $0.key < $1.key }.map { .time($0.value, decoder: $0.key) }
    }
}
