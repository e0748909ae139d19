import Wire

/// A reader of the publication as docs/protocol.md 4.1 and 4.2 tell a stranger to write one.
struct FollowedTable: Equatable {
    typealias Members = [String: JSON]

    private(set) var sequence: Int64
    private(set) var race: JSON
    /// Rows by number, members by name.
    private(set) var rows: [String: Members]
    /// Elements of `unknown` by transponder.
    private(set) var unknown: [Int64: JSON]
    /// Lists that a delta replaces whole, by name.
    private(set) var lists: [String: JSON]
    /// Verdicts by car and obligation.
    private(set) var verdicts: [String: JSON] = [:]
    /// Places in the entry list.
    private let listed: [String: Int]

    static let listNames = ["flags", "penalties", "loops", "clocks", "doubts", "infringements", "net"]

    /// There where they are not empty.
    private static let sometimes = ["pending", "messages", "reports", "conditions", "grid"]

    enum Fault: Error {
        case gap(after: Int64, found: Int64)
        case missing(String)
    }

    init(snapshot: JSON) throws {
        sequence = try Self.integer(snapshot, "seq")
        guard let race = snapshot["race"] else { throw Fault.missing("race") }
        self.race = race
        rows = [:]
        unknown = [:]
        lists = [:]
        let numbers = (snapshot["entries"]?.elements ?? []).compactMap { $0["number"]?.text }
        listed = Dictionary(uniqueKeysWithValues: zip(numbers, 0...))
        for name in Self.sometimes { lists[name] = snapshot[name] }
        for name in Self.listNames {
            guard let list = snapshot[name] else { throw Fault.missing(name) }
            lists[name] = list
        }
        guard let judged = snapshot["verdicts"]?.elements else { throw Fault.missing("verdicts") }
        for verdict in judged { try merge(verdict: verdict) }
        for row in snapshot["rows"]?.elements ?? [] { try merge(row: row) }
        for element in snapshot["unknown"]?.elements ?? [] { try merge(unknown: element) }
    }

    mutating func apply(_ delta: JSON) throws {
        let next = try Self.integer(delta, "seq")
        guard next == sequence + 1 else { throw Fault.gap(after: sequence, found: next) }
        sequence = next
        if let race = delta["race"] { self.race = race }
        for name in Self.listNames { if let list = delta[name] { lists[name] = list } }
        for name in Self.sometimes {
            if let list = delta[name] { lists[name] = list == .array([]) || list == .null ? nil : list }
        }
        for verdict in delta["verdicts"]?.elements ?? [] { try merge(verdict: verdict) }
        for element in delta["unknown"]?.elements ?? [] { try merge(unknown: element) }
        guard let changed = delta["rows"]?.elements else { throw Fault.missing("rows") }
        for row in changed { try merge(row: row) }
    }

    /// Each row replaces the members it holds.
    private mutating func merge(row: JSON) throws {
        guard let number = row["number"]?.text, case .object(let members) = row else {
            throw Fault.missing("number")
        }
        // Where the gap is told, one that is of now says nothing more.
        if row["gapMs"] != nil { rows[number]?["gapIsNow"] = nil }
        for member in members { rows[number, default: [:]][member.name] = member.value }
    }

    private mutating func merge(unknown element: JSON) throws {
        let transponder = try Self.integer(element, "transponder")
        unknown[transponder] = try Self.integer(element, "crossings") == 0 ? nil : element
    }

    /// Each replaces the one of its car and obligation; one without a state takes it away.
    private mutating func merge(verdict: JSON) throws {
        guard let car = verdict["car"]?.text, let id = verdict["id"]?.text else { throw Fault.missing("id") }
        verdicts["car \(car), \(id)"] = verdict["state"] == .null ? nil : verdict
    }

    private static func integer(_ json: JSON, _ name: String) throws -> Int64 {
        guard let value = json[name]?.integer else { throw Fault.missing(name) }
        return value
    }

    /// What differs from another table, a line each.
    func differences(from other: FollowedTable) -> [String] {
        var found: [String] = []
        if sequence != other.sequence { found.append("seq \(sequence), not \(other.sequence)") }
        if race != other.race { found.append("race \(race.text(of: other.race))") }
        if unknown != other.unknown { found.append("unknown \(unknown), not \(other.unknown)") }
        for name in Self.listNames + Self.sometimes where lists[name] != other.lists[name] {
            found.append("\(name) \(lists[name].told), not \(other.lists[name].told)")
        }
        for name in Set(verdicts.keys).union(other.verdicts.keys).sorted()
        where verdicts[name] != other.verdicts[name] {
            found.append("\(name): \(verdicts[name].told), not \(other.verdicts[name].told)")
        }
        for number in Set(rows.keys).union(other.rows.keys).sorted() {
            let (mine, theirs) = (rows[number] ?? [:], other.rows[number] ?? [:])
            for name in Set(mine.keys).union(theirs.keys).sorted() where mine[name] != theirs[name] {
                found.append("car \(number), \(name): \(mine[name].told), not \(theirs[name].told)")
            }
        }
        return found
    }

    /// Numbers of the cars that have a position, by position, of one position by the entry list.
    var order: [String] {
        let placed = rows.compactMap { number, row in
            row["position"]?.integer.map { (position: $0, place: listed[number] ?? 0, number: number) }
        }
        return placed.sorted { ($0.position, $0.place) < ($1.position, $1.place) }.map(\.number)
    }

    /// Why the positions are not as they may be, overall and in each class; nil when they are.
    var positionFault: String? {
        if let fault = fault(of: "position", in: Array(rows.values)) { return fault }
        for (carClass, rows) in Dictionary(grouping: rows.values, by: { $0["class"] }) {
            if let fault = fault(of: "classPosition", in: rows) { return "\(fault) of class \(carClass.told)" }
        }
        return nil
    }

    /// 1 to n, each once; in a race whose flag is out also one for cars of one total, the next left out.
    private func fault(of name: String, in rows: [Members]) -> String? {
        let isShareable = race["kind"]?.text == "race" && ["finishing", "ended"].contains(race["phase"]?.text)
        let placed = rows.filter { $0[name]?.integer != nil }
            .sorted { ($0[name]?.integer ?? 0) < ($1[name]?.integer ?? 0) }
        for (index, row) in placed.enumerated() where row[name] != .integer(Int64(index + 1)) {
            let before = index > 0 ? placed[index - 1] : [:]
            let isShared = row[name] == before[name] && row["totalMs"] == before["totalMs"]
            if !isShareable || !isShared { return "\(name)s \(placed.compactMap { $0[name]?.integer })" }
        }
        return nil
    }
}

extension JSON {
    fileprivate func text(of other: JSON) -> String {
        "\(String(decoding: bytes, as: UTF8.self)), not \(String(decoding: other.bytes, as: UTF8.self))"
    }
}

extension JSON? {
    fileprivate var told: String { map { String(decoding: $0.bytes, as: UTF8.self) } ?? "absent" }
}
