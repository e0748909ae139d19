/// A text as a double-quoted YAML scalar on one line: any text reads back as the same text, never as a number or a
/// truth value.
func quoted(_ text: String) -> String {
    "\"" + text.unicodeScalars.map { quotedScalar($0) }.joined() + "\""
}

func quotedScalar(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\t": return "\\t"
    case "\r": return "\\r"
    default: break
    }
    guard isPrintable(scalar) else {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let (mark, width) = scalar.value <= 0xFF ? ("x", 2) : scalar.value <= 0xFFFF ? ("u", 4) : ("U", 8)
        return "\\" + mark + String(repeating: "0", count: width - digits.count) + digits
    }
    return String(scalar)
}

/// The text for people: what would move a cursor, end a line or hide itself is shown as U+FFFD.
package func shownText(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) || text.unicodeScalars.allSatisfy(isPrintable) {
        return text
    }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isPrintable($0) ? $0 : "\u{FFFD}" }))
}

/// Whether YAML takes the character as it stands, and a terminal shows it where it stands.
package func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: false
    default: true
    }
}
