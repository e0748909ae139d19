/// A table of cells as spreadsheets save it: RFC 4180, separated by commas or semicolons.
struct CSV {
    /// What stands between two separators, and where it begins.
    struct Cell {
        var text = ""
        let line: Int
        let column: Int
    }

    /// The rows that hold anything.
    private(set) var rows: [[Cell]] = []

    /// Reads a text; the separator is the one that its first line has more of.
    init(_ text: String) throws(Flaws) {
        let head = text.unicodeScalars.prefix { $0 != "\n" }
        let separator: Unicode.Scalar = head.count { $0 == ";" } > head.count { $0 == "," } ? ";" : ","
        var reader = Reader(separator: separator)
        for scalar in text.unicodeScalars { try reader.take(scalar) }
        rows = try reader.ended().filter { row in row.count > 1 || row.contains { !$0.text.isEmpty } }
    }

    private struct Reader {
        private enum State {
            case start, bare, quoted
            /// A quote in a quoted cell: its end, or the first of two that stand for one.
            case afterQuote
            /// A carriage return: the first half of a line end.
            case afterReturn
        }

        let separator: Unicode.Scalar
        private var state = State.start
        private var line = 1
        private var column = 1
        private var cell = Cell(line: 1, column: 1)
        private var row: [Cell] = []
        private var rows: [[Cell]] = []

        init(separator: Unicode.Scalar) {
            self.separator = separator
        }

        mutating func take(_ scalar: Unicode.Scalar) throws(Flaws) {
            if state == .afterReturn {
                if scalar == "\n" {
                    endRow()
                    return
                }
                throw flaw("a carriage return within a line", "quotes around a cell that holds one")
            }
            switch (state, scalar) {
            case (.quoted, "\""): state = .afterQuote
            case (.quoted, _): cell.text.unicodeScalars.append(scalar)
            case (.afterQuote, "\""):
                cell.text.append("\"")
                state = .quoted
            case (_, separator):
                column += 1
                endCell()
                return
            case (_, "\n"):
                endRow()
                return
            case (_, "\r"): state = .afterReturn
            case (.start, "\""): state = .quoted
            case (.afterQuote, _): throw flaw("text after a closing quote", "a separator or the end of the line")
            case (_, "\""): throw flaw("a quote within a cell that does not begin with one", "a quoted cell")
            default:
                cell.text.unicodeScalars.append(scalar)
                state = .bare
            }
            advance(over: scalar)
        }

        mutating func ended() throws(Flaws) -> [[Cell]] {
            guard state != .quoted else {
                throw Flaws(
                    line: cell.line, column: cell.column, key: "csv", found: "a quote that is not closed",
                    expected: "a quote at the end of the cell", remedy: "close it; write a quote in a cell twice")
            }
            if !row.isEmpty || !cell.text.isEmpty || state != .start { endRow() }
            return rows
        }

        private mutating func advance(over scalar: Unicode.Scalar) {
            if scalar == "\n" {
                (line, column) = (line + 1, 1)
            } else {
                column += 1
            }
        }

        private mutating func endCell() {
            row.append(cell)
            cell = Cell(line: line, column: column)
            state = .start
        }

        private mutating func endRow() {
            advance(over: "\n")
            endCell()
            rows.append(row)
            row = []
        }

        private func flaw(_ found: String, _ expected: String) -> Flaws {
            Flaws(
                line: line, column: column, key: "csv", found: found, expected: expected,
                remedy: "put the whole cell in quotes, and write a quote in it twice")
        }
    }
}
