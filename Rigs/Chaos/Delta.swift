import Glibc
import Timing

/// A delta as it came, and by what it is known.
struct Delta: Sendable {
    let epoch: UInt64
    let sequence: UInt64
    /// Of a crossing, which.
    let crossing: CrossingID?
    /// The JSON, without a topic.
    let bytes: [UInt8]

    init?(_ bytes: [UInt8]) {
        var reader = HeadReader(bytes)
        guard let epoch = reader.number(after: "\"epoch\":"), let sequence = reader.number(after: "\"seq\":") else {
            return nil
        }
        self.epoch = epoch
        self.sequence = sequence
        self.bytes = bytes
        if let decoder = reader.number(after: "\"input\":{\"crossing\":{\"decoder\":", within: 64),
            let run = reader.number(after: "\"epoch\":"), let number = reader.number(after: "\"number\":")
        {
            crossing = CrossingID(decoder: UInt32(clamping: decoder), epoch: run, number: number)
        } else {
            crossing = nil
        }
    }

    /// What it says, whichever epoch it says it in.
    var withoutEpoch: [UInt8] {
        var reader = HeadReader(bytes)
        guard let end = reader.end(of: "\"epoch\":"), reader.number() != nil else { return bytes }
        return Array(bytes[..<end] + bytes[reader.place...])
    }
}

/// Finds the numbers at the head of a message, in their order.
struct HeadReader {
    private let bytes: [UInt8]
    private(set) var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func number(after key: StaticString, within reach: Int = .max) -> UInt64? {
        end(of: key, within: reach) == nil ? nil : number()
    }

    /// Goes behind a key.
    mutating func end(of key: StaticString, within reach: Int = .max) -> Int? {
        let found: Int? = bytes.withUnsafeBytes { all in
            let rest = UnsafeRawBufferPointer(rebasing: all[place...].prefix(reach))
            let length = key.utf8CodeUnitCount
            guard let base = rest.baseAddress, rest.count >= length else { return nil }
            for start in 0...(rest.count - length) where memcmp(base + start, key.utf8Start, length) == 0 {
                return place + start + length
            }
            return nil
        }
        guard let found else { return nil }
        place = found
        return found
    }

    func contains(_ key: StaticString) -> Bool {
        var reader = self
        return reader.end(of: key) != nil
    }

    /// Reads the number that stands here.
    mutating func number() -> UInt64? {
        let start = place
        var value: UInt64 = 0
        while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
            value = value &* 10 &+ UInt64(bytes[place] - 0x30)
            place += 1
        }
        return place > start ? value : nil
    }
}
