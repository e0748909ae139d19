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

/// Prints a line for a person. Everything that a command says goes through here; JSON and YAML, which a program reads,
/// are printed as they are.
func print(_ line: Any) { Swift.print("\(line)".printable) }

/// Prints what a program reads, as it is.
func printAsIs(_ text: String) { Swift.print(text) }
