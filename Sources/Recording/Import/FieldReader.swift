/// Cuts a text of separated values into records, counting lines.
struct FieldReader {
    private let file: String
    private let bytes: [UInt8]
    private let separator: UInt8
    private var place = 0
    private var line = 1

    private static let quote = UInt8(ascii: "\"")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let lineFeed = UInt8(ascii: "\n")

    init(file: String, text: String) {
        self.file = file
        var bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        self.bytes = bytes
        separator = Self.separator(ofHeader: bytes)
    }

    /// The separator that the first line with anything in it uses most, outside quotes.
    private static func separator(ofHeader bytes: [UInt8]) -> UInt8 {
        let lines = bytes.split(maxSplits: 1) { $0 == lineFeed || $0 == carriageReturn }
        var counts: [(byte: UInt8, count: Int)] = [",", ";", "\t"].map { (UInt8(ascii: $0), 0) }
        var isQuoted = false
        for byte in lines.first ?? [] {
            if byte == quote { isQuoted.toggle() }
            guard !isQuoted, let known = counts.firstIndex(where: { $0.byte == byte }) else { continue }
            counts[known].count += 1
        }
        return counts.reduce(counts[0]) { $1.count > $0.count ? $1 : $0 }.byte
    }

    /// The next record that has anything in it, its fields without the space around them; nil at the end.
    mutating func next() throws(ImportFault) -> (line: Int, fields: [String])? {
        while place < bytes.count {
            let begin = line
            var fields = [try field()]
            while place < bytes.count, bytes[place] == separator {
                place += 1
                fields.append(try field())
            }
            endLine()
            if fields.contains(where: { !$0.isEmpty }) { return (begin, fields) }
        }
        return nil
    }

    /// Reads up to a separator or the end of the line, and leaves it there.
    private mutating func field() throws(ImportFault) -> String {
        while place < bytes.count, isSpace(bytes[place]) { place += 1 }
        if place < bytes.count, bytes[place] == Self.quote { return try quoted() }
        let begin = place
        while place < bytes.count, !isEnd(bytes[place]) { place += 1 }
        return text(bytes[begin..<place])
    }

    private mutating func quoted() throws(ImportFault) -> String {
        let begin = line
        var content: [UInt8] = []
        place += 1
        while place < bytes.count {
            let byte = bytes[place]
            if byte == Self.quote {
                place += 1
                guard place < bytes.count, bytes[place] == Self.quote else {
                    try closeQuote()
                    return text(content[...])
                }
            }
            if byte == Self.lineFeed { line += 1 }
            content.append(byte)
            place += 1
        }
        throw ImportFault(
            file: file, line: begin, found: "a quote that is never closed", expected: "a closing quote",
            remedy: "close the quote, or double it where it is part of the text")
    }

    /// After a closing quote only space may stand before the next separator.
    private mutating func closeQuote() throws(ImportFault) {
        while place < bytes.count, isSpace(bytes[place]) { place += 1 }
        guard place == bytes.count || isEnd(bytes[place]) else {
            throw ImportFault(
                file: file, line: line, found: "text after a closing quote",
                expected: "a separator or the end of the line", remedy: "double the quotes inside the text")
        }
    }

    /// A line ends with LF, CR LF or CR.
    private mutating func endLine() {
        guard place < bytes.count else { return }
        let isPair =
            bytes[place] == Self.carriageReturn && place + 1 < bytes.count
            && bytes[place + 1] == Self.lineFeed
        place += isPair ? 2 : 1
        line += 1
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte != separator && (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t"))
    }

    private func isEnd(_ byte: UInt8) -> Bool {
        byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn
    }

    private func text(_ bytes: ArraySlice<UInt8>) -> String {
        let last = bytes.lastIndex { !isSpace($0) }
        return String(decoding: last.map { bytes[...$0] } ?? [], as: UTF8.self)
    }
}
