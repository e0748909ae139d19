/// The text of another system's file, whatever its encoding; a file that is no text is named as what it is.
public enum SourceText {
    /// - Throws: what the file is instead of a text, and what to do about it.
    public static func read(_ bytes: [UInt8], file: String) throws(ImportFault) -> String {
        if let kind = foreign(bytes) {
            throw ImportFault(
                file: file, line: nil, found: kind.name, expected: "a text with separated values", remedy: kind.remedy)
        }
        if let text = utf16(bytes) { return text }
        guard !bytes.contains(0) else {
            throw ImportFault(
                file: file, line: nil, found: "bytes that are no text", expected: "a text with separated values",
                remedy: "export the file again as CSV")
        }
        let text = TextFile.text(of: bytes)
        let head = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.prefix(500).lowercased()
        if head.hasPrefix("<!doctype html") || head.hasPrefix("<html") || head.hasPrefix("<head")
            || head.contains("<html")
        {
            throw ImportFault(
                file: file, line: 1, found: "a page of a web site (HTML)", expected: "a text with separated values",
                remedy: "download the file itself: the page may say why it was not sent")
        }
        if head.hasPrefix("<?xml") {
            throw ImportFault(
                file: file, line: 1, found: "XML", expected: "a text with separated values",
                remedy: "export the file again as CSV")
        }
        return text
    }

    private static func foreign(_ bytes: [UInt8]) -> (name: String, remedy: String)? {
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            // The names of the parts stand in the clear.
            let head = bytes.prefix(4096)
            let isSheet = ["xl/", "[Content_Types].xml"].contains { head.holds(Array($0.utf8)) }
            return isSheet
                ? ("a spreadsheet (xlsx)", "open it and save the sheet as CSV, UTF-8")
                : ("a zip archive", "unpack it and name the files in it")
        }
        let signatures: [([UInt8], String, String)] = [
            (
                [0xD0, 0xCF, 0x11, 0xE0], "a spreadsheet of the old form (xls)",
                "open it and save the sheet as CSV, UTF-8"
            ),
            (Array("%PDF".utf8), "a PDF", "take the CSV of the same sheet"),
            ([0x1F, 0x8B], "a gzip archive", "unpack it first"),
        ]
        return signatures.first { bytes.starts(with: $0.0) }.map { ($0.1, $0.2) }
    }

    /// UTF-16 is told by its mark, or by every other byte being zero.
    private static func utf16(_ bytes: [UInt8]) -> String? {
        let isLittle: Bool
        var body = bytes[...]
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            isLittle = bytes[0] == 0xFF
            body = body.dropFirst(2)
        } else {
            let head = bytes.prefix(64)
            let odd = head.enumerated().count { $0.offset % 2 == 1 && $0.element == 0 }
            let even = head.enumerated().count { $0.offset % 2 == 0 && $0.element == 0 }
            guard head.count >= 4, max(odd, even) * 3 >= head.count, min(odd, even) == 0 else { return nil }
            isLittle = odd > even
        }
        let whole = Array(body)
        let units = stride(from: 0, to: whole.count - 1, by: 2).map { place in
            let (first, second) = (UInt16(whole[place]), UInt16(whole[place + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
        return String(decoding: units, as: UTF16.self)
    }
}

extension ArraySlice<UInt8> {
    fileprivate func holds(_ part: [UInt8]) -> Bool {
        guard count >= part.count else { return false }
        return (startIndex...endIndex - part.count).contains { self[$0..<$0 + part.count].elementsEqual(part) }
    }
}
