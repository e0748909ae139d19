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
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x0A }) { return self }
        var escaped = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar == "\n" || isPrintable(scalar) {
                escaped.append(scalar)
            } else {
                for unit in String(scalar).utf16 { escaped.append(contentsOf: Self.escape(unit).unicodeScalars) }
            }
        }
        return String(escaped)
    }

    private static func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
