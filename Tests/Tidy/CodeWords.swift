/// Code as words and single signs, spaces left out, each with the depth of braces that it stands in.
struct CodeWords {
    struct Word {
        let text: Substring
        /// From 0.
        let line: Int
        let depth: Int

        var isName: Bool { text.first.map { $0.isLetter || $0 == "_" } ?? false }
    }

    private(set) var words: [Word] = []

    init(_ code: [String]) {
        var depth = 0
        for (number, line) in code.enumerated() {
            var rest = line[...]
            while let first = rest.first {
                let isName = first.isLetter || first == "_"
                let text = isName ? rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" } : rest.prefix(1)
                rest = rest[text.endIndex...]
                if first == " " { continue }
                if first == "}" { depth -= 1 }
                words.append(Word(text: text, line: number, depth: depth))
                if first == "{" { depth += 1 }
            }
        }
    }

    /// The text of the word at a place; nil where there is none.
    subscript(place: Int) -> Substring? { words.indices.contains(place) ? words[place].text : nil }
}
