/// From when to when a transponder is a car's.
public struct WearingTime: Hashable, Sendable {
    /// From this instant on; nil: from the start of the session.
    public var from: Instant?
    /// Before this instant; nil: to its end.
    public var until: Instant?

    public init(from: Instant? = nil, until: Instant? = nil) {
        self.from = from
        self.until = until
    }

    /// From the start to the end.
    public static let wholeSession = WearingTime()

    /// Whether an instant lies in it.
    public func contains(_ instant: Instant) -> Bool {
        instant >= from ?? .distantPast && until.map { instant < $0 } ?? true
    }
}
