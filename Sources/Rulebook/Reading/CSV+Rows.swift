extension CSV {
    /// The rows of a text that hold anything.
    static func rows(of text: String) throws(Flaws) -> [[Cell]] {
        var csv = CSV(text, .strict)
        var rows: [[Cell]] = []
        do throws(Flaw) {
            while let row = try csv.next() {
                if row.count > 1 || !row[0].text.isEmpty { rows.append(row) }
            }
        } catch {
            throw Flaws(error)
        }
        return rows
    }
}

extension Flaws {
    fileprivate init(_ flaw: CSV.Flaw) {
        let (found, expected) =
            switch flaw.kind {
            case .openQuote: ("a quote that is not closed", "a quote at the end of the cell")
            case .textAfterQuote: ("text after a closing quote", "a separator or the end of the line")
            case .quoteWithin: ("a quote within a cell that does not begin with one", "a quoted cell")
            case .returnWithin: ("a carriage return within a line", "quotes around a cell that holds one")
            }
        self.init(
            line: flaw.line, column: flaw.column, key: "csv", found: found, expected: expected,
            remedy: flaw.kind == .openQuote
                ? "close it; write a quote in a cell twice"
                : "put the whole cell in quotes, and write a quote in it twice")
    }
}
