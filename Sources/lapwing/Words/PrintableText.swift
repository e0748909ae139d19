import Rulebook

extension String {
    /// The text for a terminal: a character that would move the cursor, or hide itself, is shown as U+FFFD. What comes
    /// from another program can hold anything.
    var printable: String { shownText(self) }
}

extension [String] {
    /// Lines for a terminal, of which each stays one.
    var sheet: String { map { $0.printable + "\n" }.joined() }
}

/// Prints a line for a person. Everything that a command says goes through here, but for what a program reads.
func print(_ line: Any) { Swift.print("\(line)".printable) }

/// Prints JSON, which a program reads: characters that a terminal would not show where they stand, which can only be
/// in a text, are written by their number. It reads as the same.
func printJSON(_ json: String) { Swift.print(json.escapedForTerminal) }

/// The same of the bytes of an answer.
func printJSON(_ json: [UInt8]) { printJSON(String(decoding: json, as: UTF8.self)) }

extension String {
    /// JSON of the same meaning with all that is not printable as `\\uXXXX`, but for line ends between its members.
    var escapedForTerminal: String {
        // Results are long and nearly all plain: bytes are looked at, and copied in one piece between the odd ones.
        var text = self
        return text.withUTF8 { bytes -> String? in
            var (escaped, begun, place) = ("", 0, 0)
            while place < bytes.count {
                let byte = bytes[place]
                if byte >= 0x20 && byte < 0x7F || byte == 0x0A {
                    place += 1
                    continue
                }
                let next = place + (byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4)
                let character = String(decoding: bytes[place..<next], as: UTF8.self)
                if !character.unicodeScalars.allSatisfy(isPrintable) {
                    escaped += String(decoding: bytes[begun..<place], as: UTF8.self)
                    for unit in character.utf16 { escaped += Self.escape(unit) }
                    begun = next
                }
                place = next
            }
            return begun == 0 ? nil : escaped + String(decoding: bytes[begun...], as: UTF8.self)
        } ?? self
    }

    private static func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
