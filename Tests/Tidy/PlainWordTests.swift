import Foundation
import Testing

@Suite("Plain words")
struct PlainWordTests {
    /// Turns of which the reader needs a second look, and where docs/words.md or a noun has a plainer one.
    private static let banned = ["whoever", "whomever", "nobody's", "for want of", "how manieth"]

    /// The comments of a file, each with its line from 0. Texts of the program are none: their bytes are published.
    static func comments(_ file: SourceFile) -> [(line: Int, text: Substring)] {
        file.lines.indices.compactMap { number in
            let line = file.lines[number]
            let code = file.code[number]
            guard let end = code.lastIndex(where: { $0 != " " }) else { return (number, line[...]) }
            let length = code.distance(from: code.startIndex, to: end) + 1
            let rest = line.dropFirst(length)
            return rest.contains("//") ? (number, rest) : nil
        }
    }

    static func places(of words: [String], in file: SourceFile) -> [String] {
        let comments = comments(file)
        return comments.indices.flatMap { place in
            let (line, text) = comments[place]
            // A turn may go over the end of a line.
            let isBroken = place + 1 < comments.count && comments[place + 1].line == line + 1
            let next = isBroken ? comments[place + 1].text : ""
            let own = plain(text)
            let both = own + " " + plain(next)
            return words.filter { word in own.contains(word) || (!plain(next).contains(word) && both.contains(word)) }
                .map { "\(file.place(line)) \($0)" }
        }
    }

    private static func plain(_ text: Substring) -> String {
        text.lowercased().split(whereSeparator: { $0 == " " || $0 == "/" }).joined(separator: " ")
    }

    @Test("a turn is seen in a comment, also over two lines, and not in a text or a name")
    func sample() {
        let text = """
            /// Whoever asks. It is put off for want
            /// of a key.
            let whoever = "// nobody's"  // The how manieth.

            let other = 1 // A car's.
            """
        let file = SourceFile(path: "Sources/X/A.swift", text: text)
        #expect(
            Self.places(of: Self.banned, in: file) == [
                "Sources/X/A.swift:1 whoever", "Sources/X/A.swift:1 for want of", "Sources/X/A.swift:3 how manieth",
            ])
    }

    @Test("comments name who is meant, and have no turn that needs a second look")
    func comments() {
        #expect(Package.sources.reduce(0) { $0 + Self.comments($1).count } > 3000)
        #expect(Package.sources.flatMap { Self.places(of: Self.banned, in: $0) } == [])
    }
}
