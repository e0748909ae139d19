/// Which parts of the session, beside the rows of cars and the verdicts, may read differently after an input.
struct SessionParts: OptionSet, Equatable, Sendable {
    let rawValue: UInt16

    /// Phase, flag, start, finish or a best lap.
    static let race = SessionParts(rawValue: 1 << 0)
    /// The held crossings of unknown transponders.
    static let unknown = SessionParts(rawValue: 1 << 1)
    /// The list of flags.
    static let flags = SessionParts(rawValue: 1 << 2)
    /// The list of penalties.
    static let penalties = SessionParts(rawValue: 1 << 3)
    /// The list of acts that wait for a decision.
    static let pending = SessionParts(rawValue: 1 << 4)
    /// Dead loops or decoders' clocks.
    static let loops = SessionParts(rawValue: 1 << 5)
    /// The list of doubts.
    static let doubts = SessionParts(rawValue: 1 << 6)
    /// The entry list.
    static let entries = SessionParts(rawValue: 1 << 7)
    /// The list of infringements.
    static let infringements = SessionParts(rawValue: 1 << 8)
    /// The list of race control's messages.
    static let messages = SessionParts(rawValue: 1 << 9)
    /// The reports about cars, or their counts.
    static let reports = SessionParts(rawValue: 1 << 10)
    /// The conditions.
    static let conditions = SessionParts(rawValue: 1 << 11)
    /// The cars start in another order, or it names them otherwise.
    static let grid = SessionParts(rawValue: 1 << 12)
    /// The net classification is told anew.
    static let net = SessionParts(rawValue: 1 << 13)
    /// The penalties that a car has to serve: not told themselves.
    static let orders = SessionParts(rawValue: 1 << 14)
    /// A best lap of any car, the order of a session that best laps decide: not told itself.
    static let best = SessionParts(rawValue: 1 << 15)

    /// Those that are told.
    var told: SessionParts { subtracting([.orders, .best]) }

    @inline(__always)
    subscript(part: SessionParts) -> Bool {
        get { contains(part) }
        set { if newValue { formUnion(part) } else { subtract(part) } }
    }
}
