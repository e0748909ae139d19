public import Timing
import Wire

/// A crossing with its names and stamp (docs/protocol.md, section 4.8).
public struct ExplainedCrossing: Hashable, Sendable {
    /// Its name; decoder 0 is the timekeeper's hand.
    public let id: CrossingID
    /// The decoder's stamp, in microseconds of UTC.
    public let stamp: Int64
    /// Which transponder.
    public let transponder: Transponder
    /// The driver that the car named; nil where it named none.
    public let driver: UInt8?
}

extension ExplainedCrossing: Readable {
    init(_ members: Members) throws(Refusal) {
        id = try CrossingID(members)
        stamp = try members.number("timeUs")
        transponder = Transponder(try members.number("transponder"))
        driver = try members.numberOrNil("driver")
    }
}
