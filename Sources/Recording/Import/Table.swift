import Rulebook
import Timing

/// A file of separated values: a header that names the columns, then rows in any order of columns.
///
/// The separator is whichever of comma, semicolon and tab the header uses most. Fields may be quoted and hold
/// separators, line ends and doubled quotes. Missing trailing fields are empty, further ones are ignored. Columns are
/// known by their letters and digits alone: `LAP_NUMBER`, `LAPNUMBER` and `Lap number` are the same. A header that is
/// repeated between the rows is no row.
struct Table {
    /// One row and where it stands.
    struct Row {
        let file: String
        let line: Int
        fileprivate let columns: [String: Int]
        fileprivate let fields: [String]

        /// The field without the space around it; empty where the file has no such column or value.
        subscript(column: String) -> String {
            guard let place = columns[Table.plain(column)], place < fields.count else { return "" }
            return fields[place]
        }

        func saysTheSame(as other: Row) -> Bool { fields == other.fields }
    }

    let file: String
    /// Line of the header.
    let line: Int
    let header: [String]
    let rows: [Row]
    private let columns: [String: Int]

    /// - Parameter aliases: other names of a column, the most exact first, which stand for it where it is missing.
    init(file: String, text: String, aliases: [String: [String]] = [:]) throws(ImportFault) {
        var reader = FieldReader(file: file, text: text)
        guard let head = try reader.next() else {
            throw ImportFault(
                file: file, line: 1, found: "an empty file", expected: "a header and a row for each lap",
                remedy: "export the file again")
        }
        var columns: [String: Int] = [:]
        let names = head.fields.map(Self.plain)
        for (place, name) in names.enumerated() where !name.isEmpty && columns[name] == nil { columns[name] = place }
        let stated = columns
        for (column, others) in aliases where stated[Self.plain(column)] == nil {
            columns[Self.plain(column)] = others.lazy.compactMap { stated[Self.plain($0)] }.first
        }
        var rows: [Row] = []
        while let record = try reader.next() {
            if record.fields.map(Self.plain) == names { continue }
            rows.append(Row(file: file, line: record.line, columns: columns, fields: record.fields))
        }
        self.columns = columns
        self.file = file
        line = head.line
        header = head.fields
        self.rows = rows
    }

    func has(_ column: String) -> Bool {
        columns[Self.plain(column)] != nil
    }

    /// Says which of the columns is missing, and which of the file's has a name like it.
    func require(_ wanted: [String]) throws(ImportFault) {
        for column in wanted where !has(column) {
            let like = like(column).map { "the column \"\($0)\" may be meant: rename it, or " } ?? ""
            throw ImportFault(
                file: file, line: line, found: "no column \"\(column)\"",
                expected: "the columns \(wanted.joined(separator: ", ")) among \(named)",
                remedy: "\(like)export the file again with all its columns")
        }
    }

    /// The name in the header that is nearest to a column's.
    func like(_ column: String) -> String? {
        let names = header.filter { !$0.isEmpty }
        let plain = Self.plain(column)
        return nearest(to: column, of: names)
            ?? names.first { Self.plain($0).hasPrefix(plain) || plain.hasPrefix(Self.plain($0)) }
    }

    /// The first columns of the header, for messages.
    var named: String {
        header.prefix(12).joined(separator: ", ") + (header.count > 12 ? " …" : "")
    }

    /// Letters and digits alone, without their case.
    static func plain(_ name: String) -> String {
        let bytes = name.utf8.compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: byte
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
            default: nil
            }
        }
        return bytes.isEmpty ? name : String(decoding: bytes, as: UTF8.self)
    }

    /// The columns `name(1)`, `name(2)` … as far as the file has them without a gap.
    func series(_ name: (Int) -> String) -> [String] {
        var columns: [String] = []
        while has(name(columns.count + 1)) { columns.append(name(columns.count + 1)) }
        return columns
    }
}

extension Table.Row {
    /// File and line.
    var place: String { "\(file):\(line)" }

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
