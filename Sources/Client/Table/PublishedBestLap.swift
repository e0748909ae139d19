public import Timing
import Wire

/// A best lap, and whose it is (docs/protocol.md, section 4.4).
public struct PublishedBestLap: Hashable, Sendable {
    /// The car.
    public let car: CarNumber
    /// Which of its laps, from 1.
    public let lap: Int
    /// How long it took.
    public let time: Milliseconds
}

extension PublishedBestLap: Readable {
    init(_ members: Members) throws(Refusal) {
        car = try members.car("number")
        lap = try members.number("lap")
        time = try members.time("ms")
    }
}
