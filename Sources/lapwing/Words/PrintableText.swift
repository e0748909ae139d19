extension String {
    /// The text for a terminal: a character that would move the cursor, or hide itself, is shown as U+FFFD. What comes
    /// from another program can hold anything.
    var printable: String {
        var text = ""
        for scalar in unicodeScalars { text.unicodeScalars.append(scalar.isPrintable ? scalar : "\u{FFFD}") }
        return text
    }
}

extension Unicode.Scalar {
    fileprivate var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: false
        default: true
        }
    }
}
