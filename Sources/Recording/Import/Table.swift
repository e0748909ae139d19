import Timing

/// A file of separated values: a header that names the columns, then rows in any order of columns.
///
/// The separator is whichever of comma, semicolon and tab the header uses most. Fields may be quoted and hold
/// separators, line ends and doubled quotes. Missing trailing fields are empty, further ones are ignored.
struct Table {
    /// One row and where it stands.
    struct Row {
        let file: String
        let line: Int
        fileprivate let columns: [String: Int]
        fileprivate let fields: [String]

        /// The field without the space around it; empty where the file has no such column or value.
        subscript(column: String) -> String {
            guard let place = columns[column.lowercased()], place < fields.count else { return "" }
            return fields[place]
        }
    }

    let file: String
    /// Line of the header.
    let line: Int
    let header: [String]
    let rows: [Row]

    init(file: String, text: String) throws(ImportFault) {
        var reader = FieldReader(file: file, text: text)
        guard let head = try reader.next() else {
            throw ImportFault(
                file: file, line: 1, found: "an empty file", expected: "a header and a row for each lap",
                remedy: "export the file again")
        }
        var columns: [String: Int] = [:]
        for (place, name) in head.fields.enumerated() where columns[name.lowercased()] == nil {
            columns[name.lowercased()] = place
        }
        var rows: [Row] = []
        while let record = try reader.next() {
            rows.append(Row(file: file, line: record.line, columns: columns, fields: record.fields))
        }
        self.file = file
        line = head.line
        header = head.fields
        self.rows = rows
    }

    func has(_ column: String) -> Bool {
        header.contains { $0.lowercased() == column.lowercased() }
    }

    /// Says which of the columns is missing.
    func require(_ columns: [String]) throws(ImportFault) {
        for column in columns where !has(column) {
            throw ImportFault(
                file: file, line: line, found: "no column \"\(column)\"",
                expected: "the columns \(columns.joined(separator: ", "))",
                remedy: "export the file again with all its columns")
        }
    }

    /// The columns `name(1)`, `name(2)` … as far as the file has them without a gap.
    func series(_ name: (Int) -> String) -> [String] {
        var columns: [String] = []
        while has(name(columns.count + 1)) { columns.append(name(columns.count + 1)) }
        return columns
    }
}

extension Table.Row {
    func fault(_ found: String, expected: String, remedy: String) -> ImportFault {
        ImportFault(file: file, line: line, found: found, expected: expected, remedy: remedy)
    }

    /// A time, or nil where the field is empty.
    func time(_ column: String) throws(ImportFault) -> Milliseconds? {
        let text = self[column]
        if text.isEmpty { return nil }
        guard let time = ClockText.milliseconds(text) else {
            throw fault(
                "\(column) \"\(text)\"", expected: "a time such as 1:02:03.004, 2:03.004 or 3.004",
                remedy: "correct the field or leave it empty")
        }
        return time
    }

    /// A time that has to be there.
    func requiredTime(_ column: String) throws(ImportFault) -> Milliseconds {
        if let time = try time(column) { return time }
        throw fault(
            "no \(column)", expected: "a time such as 1:02:03.004", remedy: "fill the field or delete the row"
        )
    }

    /// A text that has to be there.
    func required(_ column: String) throws(ImportFault) -> String {
        let text = self[column]
        if !text.isEmpty { return text }
        throw fault("no \(column)", expected: "a value", remedy: "fill the field or delete the row")
    }

    /// A whole number within bounds that has to be there.
    func whole(_ column: String, _ range: ClosedRange<Int>) throws(ImportFault) -> Int {
        let text = try required(column)
        guard let value = Int(text), range.contains(value) else {
            throw fault(
                "\(column) \"\(text)\"",
                expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
                remedy: "correct the field")
        }
        return value
    }
}
