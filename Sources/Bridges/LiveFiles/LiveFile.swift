/// A table as a file of comma separated values, with a head.
package struct LiveFile: Hashable, Sendable {
    /// Its name in the directory.
    package let name: String
    package private(set) var rows: [[String]]

    package init(_ name: String, _ head: [String]) {
        self.name = name
        rows = [head]
    }

    package mutating func append(_ row: [String]) { rows.append(row) }

    /// In UTF-8 with CR LF. A field with a comma, a quote or a line's end stands in quotes.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for row in rows {
            for (place, field) in row.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.append(field, to: &bytes)
            }
            bytes += [0x0D, 0x0A]
        }
        return bytes
    }

    private static func append(_ field: String, to bytes: inout [UInt8]) {
        let utf8 = field.utf8
        guard utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
            bytes += utf8
            return
        }
        bytes.append(0x22)
        for byte in utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }
}
