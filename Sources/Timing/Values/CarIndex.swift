/// A car's place in the entry list, used wherever the core has to name a car quickly.
public struct CarIndex: Hashable, Comparable, Sendable {
    /// From 0, in order of the entry list.
    public let value: Int32

    public init(_ value: Int) {
        self.value = Int32(truncatingIfNeeded: value)
    }

    /// The index as an array subscript.
    @inlinable public var slot: Int { Int(value) }

    /// By place in the entry list.
    public static func < (left: CarIndex, right: CarIndex) -> Bool {
        left.value < right.value
    }
}
