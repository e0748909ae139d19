public import Timing
import Wire

/// The classification at a time of the race clock (docs/protocol.md, section 4.6).
public struct PublishedIntermediate: Hashable, Sendable {
    /// The time of the race clock.
    public let time: Milliseconds
    /// The instant of the virtual flag, UTC.
    public let fell: Instant
    /// Only a correction can change it.
    public let isComplete: Bool
    /// The rows, in their order.
    public let rows: [IntermediateCar]
}

extension PublishedIntermediate: Readable {
    init(_ members: Members) throws(Refusal) {
        time = try members.time("intermediateMs")
        fell = try members.instant("fellMs")
        isComplete = try members.truth("isComplete")
        rows = try members.list("classification")
    }
}
