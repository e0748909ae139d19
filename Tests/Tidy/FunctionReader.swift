/// Finds functions, initialisers and subscripts in code, from the line of their name to that of their last brace.
struct FunctionReader {
    private(set) var functions: [(first: Int, last: Int)] = []

    private struct Mark {
        let text: Substring
        let line: Int
        /// What stands directly before it.
        let before: Character?
    }

    init(_ code: [String]) {
        let marks = Self.marks(code)
        for (index, mark) in marks.enumerated() where Self.begins(mark) {
            guard let body = Self.body(after: index, in: marks), let end = Self.end(of: body, in: marks) else {
                continue
            }
            functions.append((mark.line, marks[end].line))
        }
    }

    private static func begins(_ mark: Mark) -> Bool {
        ["func", "init", "deinit", "subscript"].contains(mark.text) && mark.before != "."
    }

    /// Words and single characters, spaces left out.
    private static func marks(_ code: [String]) -> [Mark] {
        var marks: [Mark] = []
        for (number, line) in code.enumerated() {
            var rest = line[...]
            var before: Character?
            while let first = rest.first {
                let isWord = first.isLetter || first == "_"
                let word = isWord ? rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" } : rest.prefix(1)
                if first != " " { marks.append(Mark(text: word, line: number, before: before)) }
                before = word.last
                rest = rest[word.endIndex...]
            }
        }
        return marks
    }

    /// The opening brace of the body; nil for a requirement, which has none.
    private static func body(after start: Int, in marks: [Mark]) -> Int? {
        var depth = 0
        for index in marks.indices[(start + 1)...] {
            switch marks[index].text {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "{" where depth == 0: return index
            case "}" where depth == 0, ";" where depth == 0: return nil
            case "func", "var", "let", "case", "init", "subscript", "struct", "enum", "class", "extension":
                if depth == 0, index > start + 1 { return nil }
            default: break
            }
        }
        return nil
    }

    private static func end(of body: Int, in marks: [Mark]) -> Int? {
        var depth = 0
        for index in marks.indices[body...] {
            if marks[index].text == "{" { depth += 1 }
            if marks[index].text == "}" { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }
}
