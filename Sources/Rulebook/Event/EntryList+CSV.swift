import Timing
import Yams

/// Entry lists as tables: a column a value, `driver2` and `grade2` for those of the second driver.
extension EntryList {
    private static let columns = ["number", "class", "cup", "team", "vehicle", "transponders"]
    private static let required = ["number", "class", "team", "transponders"]
    /// Columns of a driver, and what they hold.
    private static let columnsOfDrivers = [
        (column: "driver", key: "name"), (column: "grade", key: "grade"), (column: "nation", key: "nation"),
        (column: "born", key: "born"),
    ]
    private static let mostDrivers = 16

    /// Whether a path names a table and not YAML.
    static func isTable(_ path: String) -> Bool { path.lowercased().hasSuffix(".csv") }

    /// Reads the table in a file.
    init?(table path: String, _ findings: Findings, referredBy reference: Field? = nil) {
        guard let text = Page.text(path, into: findings, referredBy: reference) else { return nil }
        let file = Field(node: Node(""), file: path, path: "", findings: findings, cell: (1, 1))
        do {
            let rows = try CSV.rows(of: text)
            guard let head = rows.first else {
                file.fault(found: "an empty file", expected: "an entry list", remedy: "fill it, or name another file")
                return nil
            }
            guard let columns = Self.columns(head, file) else { return nil }
            guard rows.count > 1 else {
                file.fault(found: "no entry", expected: "a line for each entry", remedy: "add one")
                return nil
            }
            var reader = Reader()
            self.init(listed: rows.dropFirst().compactMap { Self.entry($0, columns, file, &reader) })
        } catch {
            Page.tell(error, of: path, into: findings)
            return nil
        }
    }

    /// The names of the columns; nil where a row could not be told apart.
    private static func columns(_ head: [CSV.Cell], _ file: Field) -> [String]? {
        let known = columns + (1...mostDrivers).flatMap { number in columnsOfDrivers.map { "\($0.column)\(number)" } }
        var seen = Unique<String>()
        var isSound = true
        for cell in head {
            let field = file.cell(cell, "column")
            if known.contains(cell.text) {
                seen.check(cell.text, field, "a column")
            } else if let meant = meant(cell.text, among: known) {
                field.fault(found: quoted(cell.text), expected: meant, remedy: "write \(meant)")
                isSound = false
            } else {
                field.fault(
                    notAmong: known, cell.text,
                    "\(columns.joined(separator: ", ")), or driver1, grade1, nation1, born1 and so on to \(mostDrivers)",
                    unless: "remove it")
                isSound = false
            }
        }
        for name in required
        where !head.contains(where: { $0.text == name || meant($0.text, among: known) == name }) {
            file.fault(found: "no column \(name)", expected: "one: every entry has it", remedy: "add it")
            isSound = false
        }
        return isSound ? head.map(\.text) : nil
    }

    /// What spreadsheets call our columns.
    private static let otherNames = [
        "no": "number", "nr": "number", "num": "number", "carno": "number", "carnumber": "number", "startno": "number",
        "car": "vehicle", "make": "vehicle", "model": "vehicle", "category": "class", "cat": "class", "entrant": "team",
        "teamname": "team", "transponder": "transponders", "tx": "transponders", "nationality": "nation",
        "licence": "grade",
    ]

    /// The column that a heading with capitals, spaces, dots or another name for it means; nil where none is near.
    private static func meant(_ heading: String, among known: [String]) -> String? {
        let plain = String(heading.lowercased().filter { $0.isLetter || $0.isNumber })
        if known.contains(plain) { return plain }
        if let name = otherNames[plain] { return name }
        let digits = plain.reversed().prefix { $0.isNumber }.count
        guard digits > 0, let name = otherNames[String(plain.dropLast(digits))] else { return nil }
        let numbered = name + plain.suffix(digits)
        return known.contains(numbered) ? numbered : nil
    }

    private static func entry(
        _ row: [CSV.Cell], _ columns: [String], _ file: Field, _ reader: inout Reader
    ) -> Listed? {
        guard row.count == columns.count else {
            let last = row.prefix(columns.count).last ?? CSV.Cell(line: 1, column: 1)
            file.cell(last, columns[min(row.count, columns.count) - 1]).fault(
                found: "\(row.count) cells", expected: "\(columns.count), as many as there are columns",
                remedy: "check the separators, and put a cell that holds one in quotes")
            return nil
        }
        var cells: [String: Field] = [:]
        for (name, cell) in zip(columns, row) { cells[name] = file.cell(cell, name, isText: isText(name)) }
        if let team = cells["team"], team.written == "" {
            cells["team"] = team.saying(Node("", .implicit, .doubleQuoted))
        }
        cells["transponders"] = cells["transponders"].map { field in
            let numbers = (field.written ?? "").split(separator: " ").map { Node(String($0), .implicit, .plain) }
            return field.saying(Node(numbers))
        }
        let drivers = (1...mostDrivers).compactMap { driver($0, cells) }
        cells["drivers"] = cells["driver1"]
        let first = file.cell(row[0], columns[0])
        return reader.entry(Table(row: first, cells: cells), drivers: drivers)
    }

    /// The driver in the columns of a number; his identification sends the same number.
    private static func driver(_ number: Int, _ cells: [String: Field]) -> Table? {
        var values: [String: Field] = [:]
        for (column, key) in columnsOfDrivers { values[key] = cells["\(column)\(number)"] }
        guard let name = values["name"] ?? values["grade"] ?? values["nation"] ?? values["born"],
            values.values.contains(where: { !$0.isNothing })
        else { return nil }
        values["id"] = name.saying(Node("\(number)", .implicit, .plain))
        return Table(row: name, cells: values)
    }

    private static func isText(_ column: String) -> Bool {
        column != "transponders" && !column.hasPrefix("born")
    }
}

extension Field {
    /// The value of a cell of this file. An empty cell is nothing; text is text also where it reads like a number.
    fileprivate func cell(_ cell: CSV.Cell, _ column: String, isText: Bool = false) -> Field {
        let style: Node.Scalar.Style = isText && !cell.text.isEmpty ? .doubleQuoted : .plain
        return Field(
            node: Node(cell.text, .implicit, style), file: file, path: column, findings: findings,
            cell: (cell.line, cell.column))
    }

    /// The same place with another value.
    fileprivate func saying(_ node: Node) -> Field {
        Field(node: node, file: file, path: path, findings: findings, cell: cell)
    }
}
