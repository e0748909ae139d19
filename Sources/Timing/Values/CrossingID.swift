/// Which passage of which decoder: unique for ever, and the name by which an amendment points at a crossing.
public struct CrossingID: Hashable, Comparable, Sendable {
    /// The decoder that saw it. Zero is the timekeeper's hand.
    public let decoder: UInt32
    /// Which run of the decoder: numbers start again at 1 with each.
    public let epoch: UInt64
    /// Gapless within decoder and epoch.
    public let number: UInt64

    public init(decoder: UInt32, epoch: UInt64, number: UInt64) {
        self.decoder = decoder
        self.epoch = epoch
        self.number = number
    }

    /// By decoder, epoch and number.
    public static func < (left: CrossingID, right: CrossingID) -> Bool {
        (left.decoder, left.epoch, left.number) < (right.decoder, right.epoch, right.number)
    }
}
