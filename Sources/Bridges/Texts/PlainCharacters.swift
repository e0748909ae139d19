/// Characters as ASCII, for clients that read UTF-8 and stop at, or misread, a byte of a code page.
package enum PlainCharacters {
    /// The characters from U+00A0 to U+00FF, each in one or more of ASCII.
    private static let latin: [[UInt8]] = [
        " ", "!", "?", "?", "?", "?", "|", "?", "'", "?", "a", "'", "-", "-", "?", "-",
        "?", "?", "2", "3", "'", "u", "?", ".", "?", "1", "o", "'", "?", "?", "?", "?",
        "A", "A", "A", "A", "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I", "I",
        "D", "N", "O", "O", "O", "O", "O", "x", "O", "U", "U", "U", "U", "Y", "Th", "ss",
        "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
        "d", "n", "o", "o", "o", "o", "o", "/", "o", "u", "u", "u", "u", "y", "th", "y",
    ].map { Array($0.utf8) }

    /// Those of code page 1252 that are in no other table.
    private static let marks: [UInt32: String] = [
        0x0152: "OE", 0x0153: "oe", 0x0178: "Y", 0x0192: "f", 0x02C6: "^", 0x02DC: "~", 0x2013: "-", 0x2014: "-",
        0x2018: "'", 0x2019: "'", 0x201A: "'", 0x201C: "'", 0x201D: "'", 0x201E: "'", 0x2022: "-", 0x2026: "...",
        0x2039: "'", 0x203A: "'",
    ]

    /// The bytes of a character; a question mark where there are none.
    package static func bytes(of scalar: Unicode.Scalar) -> [UInt8] {
        if let mark = marks[scalar.value] { return Array(mark.utf8) }
        let place = Int(scalar.value) - 0xA0
        if latin.indices.contains(place) { return latin[place] }
        let byte = Windows1252.accentless(scalar) ?? Windows1252.byte(of: scalar)
        return [byte < 0x80 ? byte : UInt8(ascii: "?")]
    }
}
