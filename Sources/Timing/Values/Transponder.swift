/// A car's transponder, as the decoder reports it. Zero is unassigned.
public struct Transponder: Hashable, Comparable, Sendable {
    /// The number that the decoder reports.
    public let value: UInt32

    public init(_ value: UInt32) {
        self.value = value
    }

    /// By number.
    public static func < (left: Transponder, right: Transponder) -> Bool {
        left.value < right.value
    }
}
