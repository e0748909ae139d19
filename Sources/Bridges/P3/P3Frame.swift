/// A frame of AMB's and MYLAPS's P3 protocol, unescaped: its kind, and fields with a tag each.
///
/// On the wire: `8E`, version, length (2), checksum (2), flags (2), kind (2), fields of tag, length, value, `8F`; all
/// little-endian. Within the frame `8D`, `8E` and `8F` are written as `8D` and the byte + 20. Some boxes write `8A`,
/// `8B` and `8C` so too, others leave them as they are: both are read.
package struct P3Frame: Hashable, Sendable {
    /// A value of a record.
    package struct Field: Hashable, Sendable {
        package let tag: UInt8
        package let bytes: [UInt8]

        package init(_ tag: UInt8, _ bytes: [UInt8]) { (self.tag, self.bytes) = (tag, bytes) }

        /// A number of so many bytes.
        package init(_ tag: UInt8, _ number: UInt64, bytes count: Int) {
            self.init(tag, (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
        }
    }

    /// What a frame tells: the protocol's type of record.
    package enum Kind {
        package static let passing: UInt16 = 0x0001
        package static let status: UInt16 = 0x0002
        package static let resend: UInt16 = 0x0004
        package static let time: UInt16 = 0x0024
        package static let error: UInt16 = 0xFFFF
    }

    package let version: UInt8
    package let flags: UInt16
    package let kind: UInt16
    package let fields: [Field]

    package init(kind: UInt16, fields: [Field], version: UInt8 = 2, flags: UInt16 = 0) {
        (self.version, self.flags, self.kind, self.fields) = (version, flags, kind, fields)
    }

    /// The number of a field; nil where the frame does not have it, or has no bytes or too many in it.
    package func number(_ tag: UInt8) -> UInt64? {
        guard let bytes = fields.first(where: { $0.tag == tag })?.bytes, 1...8 ~= bytes.count else { return nil }
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    static let begin: UInt8 = 0x8E
    static let end: UInt8 = 0x8F
    static let escape: UInt8 = 0x8D

    /// The bytes as they are sent.
    package var bytes: [UInt8] {
        var body = [Self.begin, version, 0, 0, 0, 0]
        for number in [flags, kind] { body += [UInt8(truncatingIfNeeded: number), UInt8(number >> 8)] }
        for field in fields { body += [field.tag, UInt8(clamping: field.bytes.count)] + field.bytes.prefix(255) }
        body.append(Self.end)
        (body[2], body[3]) = (UInt8(truncatingIfNeeded: body.count), UInt8(truncatingIfNeeded: body.count >> 8))
        let sum = Self.checksum(body)
        (body[4], body[5]) = (UInt8(truncatingIfNeeded: sum), UInt8(sum >> 8))
        var escaped: [UInt8] = [Self.begin]
        for byte in body.dropFirst().dropLast() {
            if Self.escape...Self.end ~= byte { escaped += [Self.escape, byte + 0x20] } else { escaped.append(byte) }
        }
        return escaped + [Self.end]
    }

    /// CRC-16 of the polynomial 1021 with FFFF before the first byte and nothing behind the last: the form that the
    /// boxes use, over the whole unescaped frame with zeros in the place of the checksum.
    static func checksum(_ frame: [UInt8]) -> UInt16 {
        var sum: UInt16 = 0xFFFF
        for byte in frame {
            let step = table[Int(sum >> 8)]
            sum = step ^ (sum << 8) ^ UInt16(byte)
        }
        return sum
    }

    private static let table: [UInt16] = (0..<256).map { index in
        (0..<8).reduce(UInt16(index) << 8) { sum, _ in sum & 0x8000 != 0 ? (sum << 1) ^ 0x1021 : sum << 1 }
    }
}

extension P3Frame {
    /// A number that has to be there.
    func need<Number: FixedWidthInteger>(_ tag: UInt8, _ name: String) throws(P3Fault) -> Number {
        guard let number = number(tag) else {
            throw P3Fault(.field, found: "no field \(tag)", expected: "\(name) in 1 to 8 bytes")
        }
        guard let value = Number(exactly: number) else {
            throw P3Fault(.field, found: "\(number) in field \(tag)", expected: "\(name), at most \(Number.max)")
        }
        return value
    }
}
