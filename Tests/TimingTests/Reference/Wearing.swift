import Timing

/// Which car wears a transponder, from when to when, and by how much it is read after the car's first one.
struct Wearing {
    private let session: Session
    private let assignments: [Act]

    /// `standing` in official order.
    init(_ session: Session, _ standing: [Act]) {
        self.session = session
        assignments = standing.filter { if case .assign = $0.kind { true } else { false } }
    }

    /// By the assignment that includes the instant, or else by the entry list. Of several one with a beginning goes
    /// before one without; of those the later beginning, then the later id; of these the later command.
    func car(of crossing: Crossing) -> Int? {
        let including = assignments.filter { act in
            if case .assign(crossing.transponder, _, let time) = act.kind { time.contains(crossing.at) } else { false }
        }
        let begun = including.filter { Self.beginning($0) != nil }
            .max { (Self.beginning($0) ?? .distantPast, $0.id) < (Self.beginning($1) ?? .distantPast, $1.id) }
        if case .assign(_, let number, _) = (begun ?? including.last)?.kind {
            return session.entries.firstIndex { $0.number == number }
        }
        return session.entries.lastIndex { $0.transponders.contains(crossing.transponder) }
    }

    private static func beginning(_ act: Act) -> Instant? {
        if case .assign(_, _, let time) = act.kind { time.from } else { nil }
    }

    /// The crossing as the car's first transponder would have been read.
    func atTheFirst(_ crossing: Crossing, on car: Int) -> Crossing {
        guard let offset = session.entries[car].transponderOffsets[crossing.transponder] else { return crossing }
        let ahead = crossing.stamp - crossing.at.milliseconds * 1000 + offset.count * 1000
        return Crossing(
            id: crossing.id, stamp: crossing.stamp, transponder: crossing.transponder, loop: crossing.loop,
            driver: crossing.driver, isEstimated: crossing.isEstimated, clockAhead: ahead)
    }
}
