public import Timing
import Wire

/// A visit to the pit lane: an element of a row's `stops` (docs/protocol.md, section 4.4).
public struct PublishedStop: Hashable, Sendable {
    /// Pit entry, since the start; nil where it was not seen.
    public let entered: Milliseconds?
    /// Pit exit, since the start; nil where it was not seen, or not yet.
    public let left: Milliseconds?
    /// Their difference.
    public let duration: Milliseconds?
    /// Who drove in, as in a row.
    public let driverIn: String?
    /// Who drove out, as in a row.
    public let driverOut: String?
    /// One of its instants was not measured.
    public let isEstimated: Bool
    /// It counts as a stop.
    public let counts: Bool
}

extension PublishedStop: Readable {
    init(_ members: Members) throws(Refusal) {
        entered = try members.timeOrNil("inMs")
        left = try members.timeOrNil("outMs")
        duration = try members.timeOrNil("durationMs")
        driverIn = try members.textOrNil("driverIn")
        driverOut = try members.textOrNil("driverOut")
        isEstimated = try members.truth("estimated")
        counts = try members.truth("counts")
    }
}
