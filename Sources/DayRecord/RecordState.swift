package import Meeting
package import Timing
package import Wire

/// What follows from the record for the record itself: which crossings it has, which boxes and times are believed, and
/// where each entry goes. Made of its entries alone, so that a restart, and a lane that is opened later, know the same.
package struct RecordState {
    package private(set) var numbers = TakenNumbers()
    package private(set) var clocks = SaidClocks()
    package private(set) var passed = PassedCrossings()
    /// Official time as far as the record tells it.
    package private(set) var reached = Instant.distantPast
    /// The latest time of each decoder, as it was told.
    private var told: [(decoder: UInt32, instant: Instant)] = []
    /// Transponders of all entry lists, and those that were assigned.
    private var worn: TransponderTable
    /// Decoders that have seen an entered car. The time of others is ignored.
    private var trusted: [UInt32] = []
    /// The sessions of a meeting; nil where one session is run alone, and takes everything.
    package var meeting: MeetingRecord?

    package init(entered transponders: some Sequence<Transponder>, meeting: MeetingRecord? = nil) {
        worn = TransponderTable(transponders)
        self.meeting = meeting
    }

    package func isWorn(_ transponder: Transponder) -> Bool { worn.contains(transponder) }

    package func trusts(_ decoder: UInt32) -> Bool { decoder == 0 || trusted.contains(decoder) }

    // MARK: Entries

    /// A crossing is written down. Nil when the record has it already.
    package mutating func note(_ crossing: Crossing, isLate: Bool) -> RecordRoute? {
        note(crossing, isLate: isLate, isWorn: isWorn(crossing.transponder))
    }

    /// The same where it is known whether its transponder is a car's.
    package mutating func note(_ crossing: Crossing, isLate: Bool, isWorn: Bool) -> RecordRoute? {
        guard numbers.insert(crossing.id) else { return nil }
        let at = clocks.official(crossing)
        let route = meeting?.windows.route(crossing.transponder, at: at) ?? .everywhere
        guard isWorn else { return route }
        if route.slots.nonzeroBitCount > 1 { meeting?.share(crossing.transponder, at: at, route) }
        let decoder = crossing.id.decoder
        if trusted.last != decoder, !trusted.contains(decoder) { trusted.append(decoder) }
        passed.note(at)
        if !isLate { reach(crossing.at, official: at, of: decoder) }
        return route
    }

    package mutating func note(time instant: Instant, of decoder: UInt32) -> RecordRoute {
        if trusts(decoder) { reach(instant, official: clocks.official(instant, of: decoder), of: decoder) }
        return meeting?.windows.all ?? .everywhere
    }

    /// An act of a session; nil: of the only one.
    package mutating func note(_ act: Act, of session: String?) -> RecordRoute {
        clocks.note(act)
        if case .clock = act.kind { reachAgain() }
        if case .withdraw = act.kind { reachAgain() }
        for transponder in act.kind.fitted { worn[transponder] = 0 }
        guard let session else { return .everywhere }
        return meeting?.route(act, to: session, reached: reached) ?? .nowhere
    }

    /// An entry of the journal that is read.
    /// - Returns: where it went. The acts of the meeting, epochs and what is known already go nowhere.
    package mutating func note(_ record: JournalRecord, of session: String? = nil) -> RecordRoute {
        switch record {
        case .crossing(let crossing): note(crossing, isLate: false) ?? .nowhere
        case .late(let crossing): note(crossing, isLate: true) ?? .nowhere
        case .time(let instant, let decoder): note(time: instant, of: decoder)
        case .act(let act, _): note(act, of: session)
        case .lateTaken, .refused: session.map { meeting?.windows.route(to: $0) ?? .nowhere } ?? .everywhere
        case .of(let session, let record): note(record, of: session)
        case .meeting(let act, _): note(act)
        case .epoch: .nowhere
        }
    }

    /// An act of the meeting; one that is refused is without effect.
    @discardableResult
    package mutating func note(_ act: MeetingAct) -> RecordRoute {
        let reached = reached
        try? meeting?.take(act, reached: reached)
        return .nowhere
    }

    // MARK: Time

    private mutating func reach(_ instant: Instant, official: Instant, of decoder: UInt32) {
        if let place = told.firstIndex(where: { $0.decoder == decoder }) {
            told[place].instant = max(told[place].instant, instant)
        } else {
            told.append((decoder, instant))
        }
        reached = max(reached, official)
    }

    /// A command has said what a clock is: time may go back.
    private mutating func reachAgain() {
        reached = told.map { clocks.official($0.instant, of: $0.decoder) }.max() ?? .distantPast
    }
}
