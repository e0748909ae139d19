import Timing
import Yams

/// A value of a file: its text, its place and the keys that lead to it. Each reading either gives a checked value or
/// adds a fault to the findings.
struct Field {
    let node: Node
    let file: String
    let path: String
    let findings: Findings
    /// Line and column of what comes from no YAML: a cell of a table.
    var cell: (line: Int, column: Int)?

    func fault(found: String, expected: String, remedy: String) {
        fault(at: node, key: path.isEmpty ? "file" : path, found: found, expected: expected, remedy: remedy)
    }

    func fault(at node: Node, key: String, found: String, expected: String, remedy: String) {
        let place = node.mark
        findings.add(
            Fault(
                file: file, line: place?.line ?? cell?.line ?? 1, column: place?.column ?? cell?.column ?? 1,
                key: key, found: found, expected: expected, remedy: remedy))
    }

    func note(_ words: String) {
        findings.add(Note(place: "\(tidied(file)):\(line)", key: path.isEmpty ? "file" : path, words: words))
    }

    func under(_ key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }

    var line: Int { node.mark?.line ?? cell?.line ?? 1 }

    /// The key is there but has no value.
    var isNothing: Bool {
        node.scalar.map { $0.style == .plain && ["", "~", "null"].contains($0.string) } ?? false
    }

    /// The text here, letter by letter; nil where a list or a mapping stands.
    var written: String? { node.scalar?.string }

    var isList: Bool { node.sequence != nil }

    var isMapping: Bool { node.mapping != nil }

    /// A list whose first value is a mapping.
    var isListOfMappings: Bool { node.sequence?.first?.mapping != nil }

    /// The keys of a mapping, in the order of the file.
    var keys: [String] { node.mapping?.compactMap { $0.key.scalar?.string } ?? [] }

    /// The values of a mapping, and the lines of its keys.
    var members: [(key: String, line: Int, value: Field)] {
        (node.mapping ?? [:]).compactMap { key, value in
            key.scalar.map { scalar in
                let field = Field(node: value, file: file, path: under(scalar.string), findings: findings)
                return (scalar.string, key.mark?.line ?? field.line, field)
            }
        }
    }

    /// The value of a key of this mapping; the mapping itself where there is none: the place of a fault.
    func value(_ key: String) -> Field {
        guard let node = node.mapping?.first(where: { $0.key.scalar?.string == key })?.value else {
            return self
        }
        return Field(node: node, file: file, path: under(key), findings: findings)
    }

    /// The value here as a fault names it.
    var found: String {
        switch node {
        case .scalar(let scalar): isNothing ? "nothing" : shown(scalar.string)
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    /// The values of a list, in its order.
    func list(of what: String, atLeast least: Int = 0) -> [Field]? {
        guard let sequence = node.sequence else {
            fault(
                found: found, expected: "a list of \(what)",
                remedy: "write one item a line, each after \"- \"")
            return nil
        }
        guard sequence.count >= least else {
            fault(found: "an empty list", expected: "at least one of \(what)", remedy: "add one")
            return nil
        }
        return sequence.enumerated().map { index, item in
            Field(node: item, file: file, path: "\(path)[\(index + 1)]", findings: findings, cell: cell)
        }
    }

    /// Text as it is written, `007`, `no` and `1e3` included. Quoted, it may be empty where `empty` says so.
    func text(_ what: String, empty: Bool = false, longest: Int = 200) -> String? {
        guard let scalar = node.scalar, !isNothing else {
            fault(found: found, expected: what, remedy: "write it as text")
            return nil
        }
        let length = scalar.string.unicodeScalars.count
        guard empty || length > 0 else {
            fault(found: "an empty text", expected: what, remedy: "fill it in")
            return nil
        }
        guard length <= longest else {
            fault(
                found: "a text of \(length) characters", expected: "\(what) of at most \(longest)",
                remedy: "shorten it")
            return nil
        }
        guard !findings.demandsShown || scalar.string.unicodeScalars.allSatisfy(isPrintable) else {
            fault(
                found: found, expected: "\(what) that can be shown",
                remedy: "leave out what cannot be seen, as control characters and marks of direction")
            return nil
        }
        return scalar.string
    }

    /// A whole number, unquoted and without a unit.
    func integer(_ range: ClosedRange<Int>) -> Int? {
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let scalar = node.scalar, !isNothing else {
            fault(found: found, expected: expected, remedy: "write one number")
            return nil
        }
        guard scalar.style == .plain else {
            fault(found: "the quoted text \(found)", expected: expected, remedy: "remove the quotes")
            return nil
        }
        guard let value = wholeNumber(scalar.string) else {
            fault(found: found, expected: expected, remedy: "write decimal digits only")
            return nil
        }
        guard range.contains(value) else {
            fault(found: scalar.string, expected: expected, remedy: "choose a number in this range")
            return nil
        }
        return value
    }

    /// `true` or `false`.
    func truth() -> Bool? {
        if let scalar = node.scalar, scalar.style == .plain, let value = Bool(scalar.string) {
            return value
        }
        fault(found: found, expected: "true or false", remedy: "write true or false, unquoted")
        return nil
    }

    /// One of a few words.
    func choice(of words: [String]) -> String? {
        let expected = words.count == 1 ? words[0] : "one of \(words.joined(separator: ", "))"
        guard let scalar = node.scalar, words.contains(scalar.string) else {
            let near = node.scalar.flatMap { nearest(to: $0.string, of: words) }
            fault(
                found: found, expected: expected,
                remedy: near.map { "write \($0)" } ?? "write \(words.count == 1 ? words[0] : "one of these")")
            return nil
        }
        return scalar.string
    }

    /// One of the words that a value can be.
    func word<Value: CaseIterable & RawRepresentable<String>>() -> Value? {
        choice(of: Value.allCases.map(\.rawValue)).flatMap(Value.init(rawValue:))
    }

    /// A length of time, whole milliseconds; where the range allows it may be negative, as in `-12 ms`.
    func duration(_ range: ClosedRange<Milliseconds>) -> Milliseconds? {
        let expected = "a duration from \(range.lowerBound.written) to \(range.upperBound.written)"
        let forms = "write it like 60 min, 1 h, 85.000 s, 500 ms, 1:25.000 or 6:00:00"
        guard let scalar = node.scalar, !isNothing else {
            fault(found: found, expected: expected, remedy: forms)
            return nil
        }
        do {
            let isNegative = range.lowerBound < .zero && scalar.string.hasPrefix("-")
            let length = try Milliseconds(written: String(scalar.string.dropFirst(isNegative ? 1 : 0)))
            let value = isNegative ? .zero - length : length
            guard range.contains(value) else {
                fault(found: found, expected: expected, remedy: "choose a duration in this range")
                return nil
            }
            return value
        } catch {
            switch error {
            case .tooFine:
                fault(
                    found: found, expected: "whole milliseconds",
                    remedy: "cut it to milliseconds: at most 3 decimals of a second, none of a millisecond")
            case .notADuration:
                fault(found: found, expected: expected, remedy: forms)
            }
            return nil
        }
    }
}

/// Decimal digits without a leading zero, which other tools would read as octal.
func wholeNumber(_ text: String) -> Int? {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard digits.allSatisfy(isDigit), digits == "0" || !digits.hasPrefix("0") else {
        return nil
    }
    return Int(text)
}

/// A text as a fault shows it: quoted, on one line, not too long.
func shown(_ text: String) -> String {
    let start = text.unicodeScalars.prefix(60)
    let cut = start.count < text.unicodeScalars.count ? "…" : ""
    return "\"" + start.map { quotedScalar($0) }.joined() + cut + "\""
}
