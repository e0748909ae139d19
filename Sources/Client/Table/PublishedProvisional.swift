public import Timing
import Wire

/// A crossing that was missed and taken provisionally: an element of `provisional` (docs/protocol.md, section 4.2).
public struct PublishedProvisional: Hashable, Sendable {
    /// The car.
    public let car: CarNumber
    /// Where it was missed.
    public let loop: LoopID
    /// The lap that the car is on or, for the Line, ends; from 1.
    public let lap: Int
    /// When it was taken to be there, UTC.
    public let at: Instant
}

extension PublishedProvisional: Readable {
    init(_ members: Members) throws(Refusal) {
        car = try members.car("car")
        loop = try members.loop("loop")
        lap = try members.number("lap")
        at = try members.instant("atMs")
    }
}
