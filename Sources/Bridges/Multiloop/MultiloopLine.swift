/// A line of Multiloop: `$`, command, kind, sequence, preamble, fields, with broken bars between, CR LF.
package struct MultiloopLine: Hashable, Sendable {
    /// How a record relates to those before it.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        case new = "N"
        /// Told before, under this sequence.
        case repeated = "R"
        /// In the place of one told before.
        case updated = "U"
    }

    package let kind: Kind
    /// Of its command: 1, 2, 3 … by new and updated records.
    package let sequence: UInt32
    /// Which run it is of.
    package let preamble: String
    package let record: MultiloopRecord

    package init(_ record: MultiloopRecord, kind: Kind, sequence: UInt32, preamble: String) {
        (self.record, self.kind, self.sequence, self.preamble) = (record, kind, sequence, preamble)
    }

    /// The broken bar of Latin-1.
    private static let bar: UInt8 = 0xA6
    /// The longest line that is read.
    package static let longest = 4096

    /// With CR LF.
    package var bytes: [UInt8] { bytes(isPlain: false) }

    /// - Parameter isPlain: texts are written in ASCII.
    package func bytes(isPlain: Bool) -> [UInt8] {
        let head = [
            record.command, kind.rawValue, String(sequence, radix: 16, uppercase: true), preamble,
        ]
        var bytes = [UInt8(ascii: "$")]
        for (place, field) in (head + record.fields).enumerated() {
            if place > 0 { bytes.append(Self.bar) }
            for scalar in field.unicodeScalars {
                // A bar within a text would end it.
                if scalar.value == 0xA6 {
                    bytes.append(UInt8(ascii: "|"))
                } else if isPlain {
                    bytes += PlainCharacters.bytes(of: scalar)
                } else {
                    bytes.append(Windows1252.byte(of: scalar))
                }
            }
        }
        return bytes + [0x0D, 0x0A]
    }

    /// - Parameter line: without CR LF.
    package init(_ line: some Collection<UInt8>) throws(MultiloopFault) {
        guard line.count <= Self.longest, line.first == UInt8(ascii: "$") else {
            throw MultiloopFault(
                found: "\(line.count) bytes", expected: "$ and at most \(Self.longest - 1) bytes behind it")
        }
        var fields: [String] = []
        for bytes in line.dropFirst().split(separator: Self.bar, omittingEmptySubsequences: false) {
            guard let text = Windows1252.text(of: bytes) else {
                throw MultiloopFault(found: "a byte that means nothing", expected: "text of code page 1252")
            }
            fields.append(text)
        }
        guard fields.count > 4 else { throw MultiloopFault(found: "\(fields.count) fields", expected: "5 or more") }
        guard let kind = Kind(rawValue: fields[1]) else {
            throw MultiloopFault(found: "\"\(fields[1])\"", expected: "N, R or U")
        }
        guard let sequence = UInt32(fields[2], radix: 16), String(sequence, radix: 16, uppercase: true) == fields[2]
        else { throw MultiloopFault(found: "\"\(fields[2])\"", expected: "a sequence in capital hexadecimal digits") }
        (self.kind, self.sequence, preamble) = (kind, sequence, fields[3])
        record = try MultiloopRecord(fields[0], fields[4...])
    }
}
