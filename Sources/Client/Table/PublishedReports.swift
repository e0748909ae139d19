public import Timing
import Wire

/// The reports of a kind about a car: an element of `reports` (docs/protocol.md, section 4.4).
public struct PublishedReports: Hashable, Sendable {
    /// The car.
    public let car: CarNumber
    /// A word of the rulebook, as `trackLimits`.
    public let kind: String
    /// Of the whole session.
    public let total: Int
    /// Since the count began, by the rulebook's reset.
    public let count: Int
    /// The last count from which something follows; nil: they are only counted.
    public let limit: Int?
    /// The latest, in order of their instants.
    public let last: [PublishedReport]
}

extension PublishedReports: Readable {
    init(_ members: Members) throws(Refusal) {
        car = try members.car("car")
        kind = try members.text("kind")
        total = try members.number("total")
        count = try members.number("count")
        limit = try members.numberOrNil("limit")
        last = try members.list("last")
    }
}
