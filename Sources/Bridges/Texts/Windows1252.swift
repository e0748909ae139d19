/// The single-byte characters of RMonitor: Windows code page 1252.
package enum Windows1252 {
    /// What the bytes 0x80 to 0x9F mean; 0 where they mean nothing.
    private static let middle: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    /// The letters U+0100 to U+017F without their accents: a Czech or Turkish name stays readable.
    private static let plain = Array(
        ("AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTt"
            + "UuUuUuUuUuUuWwYyYZzZzZzs").utf8)

    /// The byte of a character; a question mark where there is none.
    package static func byte(of scalar: Unicode.Scalar) -> UInt8 {
        switch scalar.value {
        case 0x20...0x7E, 0xA0...0xFF: return UInt8(scalar.value)
        case 0..<0xA0: return UInt8(ascii: " ")
        default:
            if let place = middle.firstIndex(of: scalar.value) { return UInt8(0x80 + place) }
            return accentless(scalar) ?? UInt8(ascii: "?")
        }
    }

    /// A letter from U+0100 to U+017F without its accent; nil of another character.
    static func accentless(_ scalar: Unicode.Scalar) -> UInt8? {
        let place = Int(scalar.value) - 0x100
        return plain.indices.contains(place) ? plain[place] : nil
    }

    /// The text of bytes; nil where one of them means nothing.
    package static func text(of bytes: some Sequence<UInt8>) -> String? {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            let value = 0x80..<0xA0 ~= byte ? middle[Int(byte) - 0x80] : UInt32(byte)
            guard value >= 0x20, value != 0x7F, let scalar = Unicode.Scalar(value) else { return nil }
            text.append(scalar)
        }
        return String(text)
    }
}
