/// Blanks comments and the insides of texts, interpolated code included, so that rules see code alone.
struct CodeReader {
    private let bytes: [UInt8]
    private var kept: [UInt8] = []
    private var index = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
        kept.reserveCapacity(bytes.count)
        while index < bytes.count { readCode() }
    }

    var code: String { String(decoding: kept, as: UTF8.self) }

    private mutating func readCode() {
        if sees("//") {
            while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { blank() }
        } else if sees("/*") {
            while index < bytes.count, !sees("*/") { blank() }
            for _ in 0..<2 where index < bytes.count { blank() }
        } else if bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "#"), let text = opening() {
            readText(marks: text.marks, isLong: text.isLong)
        } else {
            keep()
        }
    }

    /// A text's number of `#` and whether it has three quotes; nil when no text begins here.
    private func opening() -> (marks: Int, isLong: Bool)? {
        var place = index
        while place < bytes.count, bytes[place] == UInt8(ascii: "#") { place += 1 }
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return nil }
        return (place - index, sees("\"\"\"", at: place))
    }

    private mutating func readText(marks: Int, isLong: Bool) {
        let quote = isLong ? "\"\"\"" : "\""
        let end = quote + String(repeating: "#", count: marks)
        let escape = "\\" + String(repeating: "#", count: marks)
        for _ in 0..<marks + quote.utf8.count { keep() }
        while index < bytes.count {
            if sees(end) {
                for _ in 0..<end.utf8.count { keep() }
                return
            }
            if sees(escape + "(") {
                blank(count: escape.utf8.count + 1)
                skipInterpolation()
            } else if sees(escape) {
                blank(count: escape.utf8.count + 1)
            } else {
                blank()
            }
        }
    }

    /// Interpolated code may hold texts of its own.
    private mutating func skipInterpolation() {
        var depth = 1
        while index < bytes.count, depth > 0 {
            if bytes[index] == UInt8(ascii: "\""), let text = opening() {
                let start = kept.count
                readText(marks: text.marks, isLong: text.isLong)
                for place in start..<kept.count where kept[place] != UInt8(ascii: "\n") {
                    kept[place] = UInt8(ascii: " ")
                }
                continue
            }
            if bytes[index] == UInt8(ascii: "(") { depth += 1 }
            if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
            blank()
        }
    }

    private func sees(_ text: String, at place: Int? = nil) -> Bool {
        bytes[(place ?? index)...].starts(with: text.utf8)
    }

    private mutating func keep() {
        guard index < bytes.count else { return }
        kept.append(bytes[index])
        index += 1
    }

    private mutating func blank(count: Int = 1) {
        for _ in 0..<count where index < bytes.count {
            kept.append(bytes[index] == UInt8(ascii: "\n") ? bytes[index] : UInt8(ascii: " "))
            index += 1
        }
    }
}
