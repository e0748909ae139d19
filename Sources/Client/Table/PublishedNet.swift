public import Timing
import Wire

/// A car in the net classification: an element of `net` (docs/protocol.md, section 4.9).
public struct PublishedNet: Hashable, Sendable {
    /// The car.
    public let car: CarNumber
    /// From 1.
    public let position: Int
    /// From 1 within its class.
    public let classPosition: Int
    /// Behind the first, in time also a lap or more behind.
    public let gap: Milliseconds
    /// What the car's outstanding stops will cost it.
    public let owed: Milliseconds
}

extension PublishedNet: Readable {
    init(_ members: Members) throws(Refusal) {
        car = try members.car("number")
        position = try members.number("position")
        classPosition = try members.number("classPosition")
        gap = try members.time("gapMs")
        owed = try members.time("owedMs")
    }
}
