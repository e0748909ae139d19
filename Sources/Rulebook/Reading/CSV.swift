/// Cells of a table as spreadsheets save it and timing systems export it: read line by line, and written.
package struct CSV {
    /// The text between two separators, and where it begins.
    package struct Cell {
        package var text = ""
        package let line: Int
        /// In characters, from 1.
        package let column: Int
    }

    package enum Manner {
        /// RFC 4180, separated by commas or semicolons.
        case strict
        /// As timing systems write it: also separated by tabs, with space around a cell that is none of it, with quotes
        /// within a cell, and with a carriage return alone at the end of a line.
        case lenient
    }

    /// Why a text is no table.
    package struct Flaw: Error {
        package enum Kind {
            case openQuote, textAfterQuote, quoteWithin, returnWithin
        }

        package let kind: Kind
        /// Where the cell with the open quote begins; else where the text is wrong.
        package let line: Int
        package let column: Int
    }

    private let bytes: [UInt8]
    private let isStrict: Bool
    private let separator: UInt8
    private var place = 0
    private var line = 1
    private var column = 1

    private static let quote = UInt8(ascii: "\"")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let lineFeed = UInt8(ascii: "\n")

    /// The separator: the most frequent one outside quotes in the first line with any text.
    package init(_ text: String, _ manner: Manner) {
        isStrict = manner == .strict
        var bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        self.bytes = bytes
        separator = Self.separator(of: bytes, among: isStrict ? [",", ";"] : [",", ";", "\t"])
    }

    private static func separator(of bytes: [UInt8], among known: [Unicode.Scalar]) -> UInt8 {
        let head = bytes.split(maxSplits: 1) { $0 == lineFeed || $0 == carriageReturn }.first ?? []
        var counts = known.map { (byte: UInt8(ascii: $0), count: 0) }
        var isQuoted = false
        for byte in head {
            if byte == quote { isQuoted.toggle() }
            guard !isQuoted, let found = counts.firstIndex(where: { $0.byte == byte }) else { continue }
            counts[found].count += 1
        }
        return counts.reduce(counts[0]) { $1.count > $0.count ? $1 : $0 }.byte
    }

    /// The cells of the next line, one at least; nil at the end.
    package mutating func next() throws(Flaw) -> [Cell]? {
        guard place < bytes.count else { return nil }
        var cells = [try cell()]
        while place < bytes.count, bytes[place] == separator {
            step()
            cells.append(try cell())
        }
        try endLine()
        return cells
    }

    /// Reads up to a separator or the end of the line, and leaves it there.
    private mutating func cell() throws(Flaw) -> Cell {
        skipSpace()
        var cell = Cell(line: line, column: column)
        if place < bytes.count, bytes[place] == Self.quote {
            cell.text = text(try quoted(in: cell)[...])
            return cell
        }
        let begin = place
        while place < bytes.count, !isEnd(bytes[place]) {
            if isStrict, bytes[place] == Self.quote { throw flaw(.quoteWithin) }
            step()
        }
        cell.text = text(bytes[begin..<place])
        return cell
    }

    private mutating func quoted(in cell: Cell) throws(Flaw) -> [UInt8] {
        step()
        var content: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            step()
            if byte == Self.quote {
                guard place < bytes.count, bytes[place] == Self.quote else {
                    skipSpace()
                    guard place == bytes.count || isEnd(bytes[place]) else { throw flaw(.textAfterQuote) }
                    return content
                }
                // Of two that stand for one.
                step()
            }
            content.append(byte)
        }
        throw Flaw(kind: .openQuote, line: cell.line, column: cell.column)
    }

    private mutating func endLine() throws(Flaw) {
        guard place < bytes.count else { return }
        let isReturn = bytes[place] == Self.carriageReturn
        step()
        guard isReturn else { return }
        if place < bytes.count, bytes[place] == Self.lineFeed {
            step()
        } else if isStrict, place < bytes.count {
            throw flaw(.returnWithin)
        } else {
            (line, column) = (line + 1, 1)
        }
    }

    private mutating func step() {
        if bytes[place] == Self.lineFeed {
            (line, column) = (line + 1, 1)
        } else if bytes[place] & 0xC0 != 0x80 {
            // Further bytes of a character begin with the bits 10.
            column += 1
        }
        place += 1
    }

    private mutating func skipSpace() {
        while place < bytes.count, isSpace(bytes[place]) { step() }
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        !isStrict && byte != separator && (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t"))
    }

    private func isEnd(_ byte: UInt8) -> Bool {
        byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn
    }

    /// Without the space at its end.
    private func text(_ bytes: ArraySlice<UInt8>) -> String {
        let last = bytes.lastIndex { !isSpace($0) }
        return String(decoding: last.map { bytes[...$0] } ?? [], as: UTF8.self)
    }

    private func flaw(_ kind: Flaw.Kind) -> Flaw { Flaw(kind: kind, line: line, column: column) }

    // MARK: Writing

    /// A line with these cells, separated by commas; quoted where a cell would else not be read as it is.
    package static func line(_ cells: [String]) -> String {
        cells.map { cell in
            guard cell.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return cell }
            return "\"" + cell.replacing("\"", with: "\"\"") + "\""
        }.joined(separator: ",")
    }
}
