/// The number by which decoders and the wire name a detection line.
public struct LoopID: Hashable, Comparable, Sendable {
    /// As the decoder sends it.
    public let value: UInt16

    public init(_ value: UInt16) {
        self.value = value
    }

    /// By number.
    public static func < (left: LoopID, right: LoopID) -> Bool {
        left.value < right.value
    }
}
