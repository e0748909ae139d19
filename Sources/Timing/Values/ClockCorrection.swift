/// A decoder whose clock is off: its crossings are put that much earlier (later, if negative).
public struct ClockCorrection: Hashable, Sendable {
    /// The box.
    public let decoder: UInt32
    /// Only crossings of this run of the decoder; nil: of all.
    public let epoch: UInt64?
    /// Only crossings stamped at or after this, in microseconds of UTC; nil: all.
    public let from: Int64?
    /// Microseconds by which the decoder's clock is ahead.
    public let ahead: Int64

    public init(decoder: UInt32, epoch: UInt64? = nil, from: Int64? = nil, ahead: Int64) {
        self.decoder = decoder
        self.epoch = epoch
        self.from = from
        self.ahead = ahead
    }

    /// Whether the correction is about the clock that stamped the crossing.
    public func concerns(_ crossing: Crossing) -> Bool {
        crossing.id.decoder == decoder && (epoch ?? crossing.id.epoch) == crossing.id.epoch
            && crossing.stamp >= from ?? .min
    }
}
