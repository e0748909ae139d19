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

    /// The place of the bracket that closes the one at this place.
    func end(of place: Int) -> Int {
        var (open, next) = (0, place)
        while next < words.count {
            if ["(", "["].contains(words[next].text) { open += 1 }
            if [")", "]"].contains(words[next].text) { open -= 1 }
            if open == 0 { return next }
            next += 1
        }
        return next
    }

    /// The cases that the patterns of a `case` at this place begin with.
    func heads(after place: Int) -> Set<Substring> {
        var heads: Set<Substring> = []
        var next = place + 1
        while let word = self[next], word != ":", word != "where" {
            var open = 0
            while let skipped = self[next], ["(", "let", "var"].contains(skipped) {
                if skipped == "(" { open += 1 }
                next += 1
            }
            if self[next] == ".", let name = self[next + 1] { heads.insert(name) }
            while let word = self[next], open > 0 || ![",", ":", "where"].contains(word) {
                if ["(", "["].contains(word) { open += 1 }
                if [")", "]"].contains(word) { open = max(0, open - 1) }
                next += 1
            }
            if self[next] == "," { next += 1 }
        }
        return heads
    }
}
