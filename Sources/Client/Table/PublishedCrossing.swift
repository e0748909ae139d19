public import Timing
import Wire

/// A crossing that came in (docs/protocol.md, section 4.2).
public struct PublishedCrossing: Hashable, Sendable {
    /// Its name.
    public let id: CrossingID
    /// Where.
    public let loop: LoopID
    /// Which transponder.
    public let transponder: Transponder
    /// Whose; nil where the transponder is unassigned.
    public let car: CarNumber?
    /// The decoder's stamp, in microseconds of UTC.
    public let stamp: Int64
    /// The instant was not measured.
    public let isEstimated: Bool
    /// What was shown when the car crossed; nil before anything was.
    public let flag: Word<Flag>?
}

extension PublishedCrossing: Readable {
    init(_ members: Members) throws(Refusal) {
        id = try CrossingID(members)
        loop = try members.loop("loop")
        transponder = Transponder(try members.number("transponder"))
        car = try members.carIfPresent("car")
        stamp = try members.number("timeUs")
        isEstimated = try members.truthIfPresent("estimated") ?? false
        flag = try members.wordIfPresent("flag")
    }
}
