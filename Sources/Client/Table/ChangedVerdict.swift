public import Timing
import Wire

/// A verdict that changed: an element of a delta's `verdicts` (docs/protocol.md, section 4.2).
public struct ChangedVerdict: Hashable, Sendable {
    /// The car.
    public let car: CarNumber
    /// Which of its obligations, as it came.
    public let id: String
    /// What it is now; nil: there is no such obligation any more.
    public let verdict: PublishedVerdict?
}

extension ChangedVerdict: Readable {
    init(_ members: Members) throws(Refusal) {
        car = try members.car("car")
        id = try members.text("id")
        verdict = members.valueIfPresent("state") == .null ? nil : try PublishedVerdict(members)
    }
}
