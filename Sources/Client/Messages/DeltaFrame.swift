public import Timing

/// A delta as it came, with its epoch and sequence: to keep or relay it unchanged.
///
/// Only its head is read, as the daemon writes it: `PublishedDelta` reads the whole.
public struct DeltaFrame: Hashable, Sendable {
    /// The history that the sequence belongs to.
    public let epoch: UInt64
    /// From 1, without a hole within session and epoch.
    public let sequence: UInt64
    /// Of a crossing, which.
    public let crossing: CrossingID?
    /// The JSON, without a topic.
    public let bytes: [UInt8]
    /// Where the epoch's number stands among the bytes.
    private let epochPlace: Range<Int>

    /// Reads the head of a message without its topic; nil when it has none of a delta.
    public init?(_ bytes: [UInt8]) {
        var place = 0
        guard let epoch = Self.number(after: "\"epoch\":", in: bytes, from: &place) else { return nil }
        epochPlace = epoch.place
        guard let sequence = Self.number(after: "\"seq\":", in: bytes, from: &place) else { return nil }
        self.epoch = epoch.value
        self.sequence = sequence.value
        self.bytes = bytes
        let crossing = "\"input\":{\"crossing\":{\"decoder\":" as StaticString
        if let decoder = Self.number(after: crossing, in: bytes, from: &place, within: 64),
            let run = Self.number(after: "\"epoch\":", in: bytes, from: &place),
            let number = Self.number(after: "\"number\":", in: bytes, from: &place)
        {
            self.crossing = CrossingID(
                decoder: UInt32(clamping: decoder.value), epoch: run.value, number: number.value)
        } else {
            self.crossing = nil
        }
    }

    /// Its contents without the epoch.
    public var withoutEpoch: [UInt8] {
        Array(bytes[..<epochPlace.lowerBound] + bytes[epochPlace.upperBound...])
    }

    /// The number that follows a key, which begins at most so far on.
    private static func number(
        after key: StaticString, in bytes: [UInt8], from place: inout Int, within reach: Int = 4096
    ) -> (value: UInt64, place: Range<Int>)? {
        let length = key.utf8CodeUnitCount
        let last = min(bytes.count, place + reach) - length
        guard place <= last else { return nil }
        for start in place...last where bytes[start] == key.utf8Start[0] && begins(bytes, at: start, with: key) {
            var end = start + length
            var value: UInt64 = 0
            while end < bytes.count, bytes[end] &- 0x30 <= 9 {
                value = value &* 10 &+ UInt64(bytes[end] - 0x30)
                end += 1
            }
            guard end > start + length else { return nil }
            place = end
            return (value, (start + length)..<end)
        }
        return nil
    }

    private static func begins(_ bytes: [UInt8], at start: Int, with key: StaticString) -> Bool {
        (0..<key.utf8CodeUnitCount).allSatisfy { bytes[start + $0] == key.utf8Start[$0] }
    }
}
