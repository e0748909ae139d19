public import Timing
import Wire

/// A row of an intermediate classification (docs/protocol.md, section 4.6).
public struct IntermediateCar: Hashable, Sendable {
    /// Who is entered.
    public let entry: PublishedEntry
    /// From 1; nil of a car without a lap.
    public let position: Int?
    /// The same within its class.
    public let classPosition: Int?
    /// Laps completed.
    public let laps: Int
    /// Start signal to the completion of the last lap; nil before the first lap.
    public let total: Milliseconds?
    /// Behind the first; nil where the gap is in laps.
    public let gap: Milliseconds?
    /// Behind the first in laps; 0 where the gap is in time.
    public let gapLaps: Int
}

extension IntermediateCar: Readable {
    init(_ members: Members) throws(Refusal) {
        entry = try PublishedEntry(members)
        position = try members.numberOrNil("position")
        classPosition = try members.numberOrNil("classPosition")
        laps = try members.number("laps")
        total = try members.timeOrNil("totalMs")
        gap = try members.timeOrNil("gapMs")
        gapLaps = try members.number("gapLaps")
    }
}
