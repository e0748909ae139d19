import Rulebook

extension String {
    /// The text for a terminal: a character that would move the cursor, or hide itself, is shown as U+FFFD. What comes
    /// from another program can hold anything.
    var printable: String {
        String(UnicodeScalarView(unicodeScalars.map { isPrintable($0) ? $0 : "\u{FFFD}" }))
    }
}
