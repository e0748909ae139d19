/// One transponder seen at one loop at one instant. Never altered, never deleted.
public struct Crossing: Hashable, Sendable {
    /// Decoder, epoch and number: what it is called in every message.
    public let id: CrossingID
    /// The decoder's own stamp, in microseconds of UTC since 1970: evidence, never computed with.
    public let stamp: Int64
    /// The stamp cut to the timekeeping resolution.
    public let at: Instant
    /// What was seen.
    public let transponder: Transponder
    /// Where it was seen.
    public let loop: LoopID
    /// The driver identified by the car, zero where none was.
    public let driver: UInt8
    /// The instant was not measured but estimated, by an importer or by hand.
    public let isEstimated: Bool

    /// `ahead` is by how many microseconds the decoder's clock is known to be ahead of official time.
    public init(
        id: CrossingID, stamp: Int64, transponder: Transponder, loop: LoopID, driver: UInt8 = 0,
        isEstimated: Bool = false, clockAhead ahead: Int64 = 0
    ) {
        self.init(
            id: id, stamp: stamp, at: Instant(cutting: stamp - ahead), transponder: transponder, loop: loop,
            driver: driver, isEstimated: isEstimated)
    }

    /// A crossing whose instant is known.
    init(
        id: CrossingID, stamp: Int64, at: Instant, transponder: Transponder, loop: LoopID, driver: UInt8,
        isEstimated: Bool
    ) {
        self.id = id
        self.stamp = stamp
        self.at = at
        self.transponder = transponder
        self.loop = loop
        self.driver = driver
        self.isEstimated = isEstimated
    }

    /// Official order. The name decides between crossings of one millisecond, whatever order they came in.
    public func precedes(_ other: Crossing) -> Bool {
        if at != other.at { return at < other.at }
        return id < other.id
    }

    /// By how many microseconds its instant has been put back.
    var clockAheadBy: Int64 { at == Instant(cutting: stamp) ? 0 : stamp - at.microseconds }

    /// The same crossing by a decoder whose clock is ahead by so many microseconds.
    func clockAhead(_ ahead: Int64) -> Crossing {
        Crossing(
            id: id, stamp: stamp, transponder: transponder, loop: loop, driver: driver, isEstimated: isEstimated,
            clockAhead: ahead)
    }
}
