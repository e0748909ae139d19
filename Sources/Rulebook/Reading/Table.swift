import Yams

/// A mapping whose keys are all known: any other key is a fault, told at once.
struct Table {
    let field: Field
    private let values: [String: Field]
    private let lines: [String: Int]
    /// The remedy for a missing value.
    private let filling: String

    /// A row of a table, whose cells are its values.
    init(row: Field, cells: [String: Field]) {
        field = row
        values = cells
        lines = cells.mapValues(\.line)
        filling = "fill in the cell"
    }

    init?(_ field: Field, keys: [String]) {
        let expected = "the keys \(keys.joined(separator: ", "))"
        guard let mapping = field.node.mapping else {
            field.fault(found: field.found, expected: expected, remedy: "write it as \"key: value\" lines")
            return nil
        }
        var values: [String: Field] = [:]
        var lines: [String: Int] = [:]
        for (node, value) in mapping {
            let key = node.scalar?.string
            if let key, keys.contains(key) {
                values[key] = Field(
                    node: value, file: field.file, path: field.under(key), findings: field.findings)
                lines[key] = node.mark?.line
            } else if let key {
                if field.findings.isFull(field.file) {
                    field.findings.count(field.file)
                    continue
                }
                let near = nearest(to: key, of: keys)
                field.fault(
                    at: node, key: field.under(shownKey(key)), found: "an unknown key",
                    expected: "one of \(keys.joined(separator: ", "))",
                    remedy: near.map { "write \($0)" } ?? "remove it")
            } else {
                field.fault(
                    at: node, key: field.path.isEmpty ? "file" : field.path,
                    found: "a list or a mapping as a key", expected: expected, remedy: "write a plain word")
            }
        }
        self.field = field
        self.values = values
        self.lines = lines
        filling = "write the value after the colon"
    }

    /// The line on which a key stands, counted from 1.
    func line(of key: String) -> Int? { lines[key] }

    /// The value of a key that may be left out.
    subscript(key: String) -> Field? {
        values[key].flatMap { $0.isNothing ? nil : $0 }
    }

    /// The value of a key that must be there; without it a fault.
    func required(_ key: String, _ expected: String) -> Field? {
        guard let value = values[key] else {
            field.fault(
                at: field.node, key: field.under(key), found: "no such key", expected: expected,
                remedy: "add the key \(key)")
            return nil
        }
        guard !value.isNothing else {
            value.fault(found: "nothing", expected: expected, remedy: filling)
            return nil
        }
        return value
    }

    /// The key's value by `read`; without the key the inherited value, or a fault where none is inherited.
    func value<Value>(
        _ key: String, _ expected: String, over inherited: Value?, _ read: (Field) -> Value?
    ) -> Value? {
        if let field = self[key] { return read(field) }
        return inherited ?? required(key, expected).flatMap(read)
    }

    /// The value of a key, else the mapping itself: the place of a fault.
    func place(of key: String) -> Field { self[key] ?? field }
}

/// A key as a path shows it.
func shownKey(_ key: String) -> String {
    let isWord = key.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
    return isWord && !key.isEmpty && key.count <= 40 ? key : shown(key)
}

/// Finds the second of two values that must differ, and names the line of the first.
struct Unique<Value: Hashable> {
    private var places: [Value: (file: String, line: Int)] = [:]

    mutating func check(_ value: Value, _ field: Field, _ what: String, _ found: String? = nil) {
        if let first = places[value] {
            let place = first.file == field.file ? "line \(first.line)" : "\(first.file):\(first.line)"
            field.fault(
                found: "\(found ?? field.found), which \(place) has already", expected: "\(what) that no other has",
                remedy: "correct one of the two")
        } else {
            places[value] = (field.file, field.line)
        }
    }
}
