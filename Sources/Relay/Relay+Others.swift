import Client
import NATS

extension Relay {
    /// A visit that takes longer is ended, and made again later.
    private static var longestVisit: Duration { .seconds(3) }

    /// Nothing is under way of the session that is carried.
    private var isQuiet: Bool {
        waiting.isEmpty && following.openSince == nil && writer?.isWaiting == false && table?.isWaiting != true
    }

    /// Carries what a session of the meeting has got that is not shown: deltas from the moment when another was shown
    /// in its place, of a race that runs beside it, of a decision the day after. One session at a time, and only when
    /// the one that is shown has all.
    ///
    /// The stream has one last number, so only one session can be written at a time: afterwards the one that is shown
    /// begins again where the stream stands.
    mutating func visitOthers(_ connection: inout NATSConnection) throws {
        guard !isVisit, let session, isQuiet, let meeting = following.meeting,
            let (other, last) = others.next(of: meeting, but: session)
        else { return }
        var visit = try Relay(addresses, session: other, options: options, isVisit: true)
        visit.turns = turns
        swap(&visit.tables, &tables)
        let isKept = try visit.carryAll(by: &connection)
        swap(&visit.tables, &tables)
        if let table = visit.table { tables[other] = table }
        turns = visit.turns
        others.note(other, kept: isKept ? last : nil)
        writer = nil
    }

    /// Until the streams have all of the session; false when that takes too long.
    private mutating func carryAll(by connection: inout NATSConnection) throws -> Bool {
        let deadline = ContinuousClock.now + Self.longestVisit
        while ContinuousClock.now < deadline {
            try step(&connection)
            if hasSnapshot, isQuiet, table?.isKept == true { return true }
        }
        return false
    }
}
