/// The number on a car's door. Text, because 7, 07 and 007 are three different cars.
public struct CarNumber: Hashable, Sendable, CustomStringConvertible {
    /// As on the door, with its leading zeros.
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    public var description: String { text }
}
