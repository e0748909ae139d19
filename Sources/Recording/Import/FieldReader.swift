import Rulebook

/// The records of a timing system's text, with the line on which each begins.
struct FieldReader {
    private let file: String
    private var csv: CSV

    init(file: String, text: String) {
        self.file = file
        csv = CSV(text, .lenient)
    }

    /// The next record that has anything in it, its fields without the space around them; nil at the end.
    mutating func next() throws(ImportFault) -> (line: Int, fields: [String])? {
        do throws(CSV.Flaw) {
            while let cells = try csv.next() {
                if cells.contains(where: { !$0.text.isEmpty }) { return (cells[0].line, cells.map(\.text)) }
            }
            return nil
        } catch {
            switch error.kind {
            case .openQuote:
                throw ImportFault(
                    file: file, line: error.line, found: "a quote that is never closed", expected: "a closing quote",
                    remedy: "close the quote, or double it where it is part of the text")
            case .textAfterQuote, .quoteWithin, .returnWithin:
                throw ImportFault(
                    file: file, line: error.line, found: "text after a closing quote",
                    expected: "a separator or the end of the line", remedy: "double the quotes inside the text")
            }
        }
    }
}
