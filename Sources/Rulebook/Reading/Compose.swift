import Yams

/// Text to YAML nodes with their places. Anchors and aliases are refused: no file here needs them, and a few
/// lines of them can stand for more values than a machine has memory.
func compose(_ text: String) throws(Flaws) -> Node {
    if text.utf8.contains(UInt8(ascii: "*")) {
        try refuseAliases(text)
    }
    return try parse(text) { node throws(Flaws) in
        var flaws: [Flaws.Flaw] = []
        collect(from: node, depth: 0, into: &flaws) { $0.anchor != nil }
        if !flaws.isEmpty {
            throw Flaws(flaws: flaws)
        }
        return node
    }
}

/// An alias must be found before the parser follows it. With every `*` replaced the text has the same shape
/// and no alias; an unquoted value that stands where the text has a `*` is one.
private func refuseAliases(_ text: String) throws(Flaws) {
    let lines = lines(of: text)
    let harmless = String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "*" ? "_" : $0 }))
    try parse(harmless) { node throws(Flaws) in
        var flaws: [Flaws.Flaw] = []
        collect(from: node, depth: 0, into: &flaws) { node in
            guard let scalar = node.scalar, scalar.style == .plain, let mark = scalar.mark,
                lines.indices.contains(mark.line - 1)
            else { return false }
            let line = lines[mark.line - 1]
            return line.indices.contains(mark.column - 1) && line[mark.column - 1] == "*"
        }
        if !flaws.isEmpty {
            throw Flaws(flaws: flaws)
        }
    }
}

/// The lines as YAML counts them.
private func lines(of text: String) -> [[Unicode.Scalar]] {
    var lines: [[Unicode.Scalar]] = [[]]
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\n" where previous == "\r": break
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": lines.append([])
        default: lines[lines.count - 1].append(scalar)
        }
        previous = scalar
    }
    return lines
}

/// The parser lives as long as `body` runs: nodes hold their anchors weakly.
private func parse<Value>(
    _ text: String, _ body: (Node) throws(Flaws) -> Value
) throws(Flaws) -> Value {
    let parsed: (parser: Parser, node: Node?)
    do {
        // The basic resolver guesses no types: what is written is what is read.
        let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
        parsed = (parser, try parser.singleRoot())
    } catch let error as YamlError {
        throw flaws(of: error, in: text)
    } catch {
        throw Flaws(
            line: 1, column: 1, found: "text that cannot be parsed", expected: "valid YAML",
            remedy: "check the file")
    }
    return try withExtendedLifetime(parsed.parser) { () throws(Flaws) -> Value in
        guard let node = parsed.node, !isEmpty(node) else {
            throw Flaws(
                line: 1, column: 1, key: "file", found: "an empty file",
                expected: "a daemon configuration, an event, a circuit, a series or an entry list",
                remedy: "fill it, or name another file")
        }
        return try body(node)
    }
}

private func isEmpty(_ node: Node) -> Bool {
    node.scalar.map { $0.style == .plain && $0.string.isEmpty && $0.anchor == nil } ?? false
}

/// Deeper than any file of ours by far.
private let deepest = 32

private func collect(
    from node: Node, depth: Int, into flaws: inout [Flaws.Flaw], refused: (Node) -> Bool
) {
    let place = node.mark
    if refused(node) {
        flaws.append(
            Flaws.Flaw(
                line: place?.line ?? 1, column: place?.column ?? 1, key: "yaml",
                found: "an anchor (&) or an alias (*)", expected: "values written out",
                remedy: "write the value out where it is needed, or quote a text that begins with & or *"))
    }
    if depth == deepest, node.scalar == nil {
        flaws.append(
            Flaws.Flaw(
                line: place?.line ?? 1, column: place?.column ?? 1, key: "yaml",
                found: "more than \(deepest) levels",
                expected: "at most \(deepest) levels of lists and mappings",
                remedy: "check brackets and indentation"))
        return
    }
    switch node {
    case .mapping(let mapping):
        for (key, value) in mapping {
            collect(from: key, depth: depth + 1, into: &flaws, refused: refused)
            collect(from: value, depth: depth + 1, into: &flaws, refused: refused)
        }
    case .sequence(let sequence):
        for item in sequence {
            collect(from: item, depth: depth + 1, into: &flaws, refused: refused)
        }
    case .scalar, .alias: break
    }
}

private func flaws(of error: YamlError, in text: String) -> Flaws {
    let remedy = "check indentation (spaces, no tabs), colons, quotes and brackets here and in the line above"
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        return Flaws(
            line: mark.line, column: mark.column, found: "an error of syntax (\(problem))",
            expected: "valid YAML", remedy: remedy)
    case .reader(let problem, let offset, _, _):
        let before = text.prefix(offset ?? 0)
        return Flaws(
            line: before.count(where: \.isNewline) + 1,
            column: before.reversed().prefix { !$0.isNewline }.count + 1,
            found: "a character that YAML does not allow (\(problem))", expected: "printable text",
            remedy: "remove the character, or write it as an escape in double quotes")
    case .duplicatedKeysInMapping(let duplicates, let context):
        return Flaws(
            flaws: duplicates.map { key in
                Flaws.Flaw(
                    line: context.mark.line, column: context.mark.column, key: "yaml",
                    found: "the key \(shown(key)) more than once in one mapping", expected: "each key once",
                    remedy: "keep one of them")
            })
    default:
        return Flaws(
            line: 1, column: 1, found: "text that cannot be parsed", expected: "valid YAML", remedy: remedy)
    }
}
