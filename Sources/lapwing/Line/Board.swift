import Wire

/// The table as a subscriber keeps it: a snapshot, and deltas merged into it (docs/protocol.md, section 4).
struct Board {
    private(set) var race: JSON = .null
    private(set) var flags: [JSON] = []
    /// Loops that are dead, and decoders whose clocks are off.
    private(set) var loops: [JSON] = []
    private(set) var clocks: [JSON] = []
    /// What Lapwing is not sure of.
    private(set) var doubts: [JSON] = []
    private(set) var infringements: [JSON] = []
    /// Net positions by car.
    private(set) var net: [String: Int64] = [:]
    /// What somebody had to be told since it began to follow.
    private(set) var alerts: Alerts?
    private(set) var epoch: Int64 = 0
    private(set) var sequence: Int64 = 0
    /// Verdicts by car and obligation.
    private var judged: [String: [String: JSON]] = [:]
    private var rows: [String: [String: JSON]] = [:]
    /// Numbers in the order of the last snapshot: the order of those without a position.
    private var order: [String] = []
    private var entries: [String: JSON] = [:]
    /// Places in the entry list: the order of those who share a position.
    private var listed: [String: Int] = [:]

    enum Step { case applied, old, missing }

    mutating func take(snapshot: JSON) {
        race = snapshot["race"] ?? .null
        epoch = snapshot["epoch"]?.integer ?? 0
        sequence = snapshot["seq"]?.integer ?? 0
        rows = [:]
        order = []
        for row in snapshot["rows"]?.elements ?? [] {
            guard let number = row["number"]?.text else { continue }
            order.append(number)
            merge(row, number)
        }
        for (place, entry) in (snapshot["entries"]?.elements ?? []).enumerated() {
            guard let number = entry["number"]?.text else { continue }
            entries[number] = entry
            listed[number] = place
        }
        judged = [:]
        merge(findings: snapshot)
        alerts = Alerts(snapshot, self)
    }

    mutating func take(delta: JSON) -> Step {
        guard delta["epoch"]?.integer == epoch, let next = delta["seq"]?.integer else { return .missing }
        if next <= sequence { return .old }
        guard next == sequence + 1 else { return .missing }
        sequence = next
        if let race = delta["race"] { self.race = race }
        if ["verdicts", "infringements", "doubts"].contains(where: { delta[$0] != nil }) {
            var alerts = self.alerts
            alerts?.take(delta, before: self)
            self.alerts = alerts
        }
        merge(findings: delta)
        for row in delta["rows"]?.elements ?? [] {
            if let number = row["number"]?.text { merge(row, number) }
        }
        return .applied
    }

    private mutating func merge(findings message: JSON) {
        if let flags = message["flags"]?.elements { self.flags = flags }
        if let loops = message["loops"]?.elements { self.loops = loops }
        if let clocks = message["clocks"]?.elements { self.clocks = clocks }
        if let doubts = message["doubts"]?.elements { self.doubts = doubts }
        if let infringements = message["infringements"]?.elements { self.infringements = infringements }
        if let net = message["net"]?.elements {
            self.net = [:]
            for row in net { self.net[row["number"]?.text ?? ""] = row["position"]?.integer }
        }
        for verdict in message["verdicts"]?.elements ?? [] {
            guard let car = verdict["car"]?.text, let id = verdict["id"]?.text else { continue }
            judged[car, default: [:]][id] = verdict["state"] == .null ? nil : verdict
        }
    }

    private mutating func merge(_ row: JSON, _ number: String) {
        guard case .object(let members) = row else { return }
        for member in members { rows[number, default: [:]][member.name] = member.value }
    }

    /// From when the race clock runs, and when it stood.
    var clock: RaceClock? { RaceClock(race: race, flags: flags) }

    /// Who is on board, where somebody is known to be.
    func driver(of car: String) -> String? { rows[car]?["driver"]?.text }

    func verdict(_ id: String, of car: String) -> JSON? { judged[car]?[id] }

    /// The car's verdicts, in no order.
    func verdicts(of car: String) -> [JSON] { judged[car].map { Array($0.values) } ?? [] }

    /// Rows in order of the classification.
    var table: [Line] {
        let placed = order.enumerated().map {
            let line = Line(rows[$0.element] ?? [:], entries[$0.element])
            return (place: line.position == nil ? $0.offset : listed[$0.element] ?? 0, line: line)
        }
        return placed.sorted {
            ($0.line.position ?? .max, $0.place) < ($1.line.position ?? .max, $1.place)
        }.map(\.line)
    }

    /// One car of the table.
    struct Line {
        private let row: [String: JSON]
        private let entry: JSON?

        init(_ row: [String: JSON], _ entry: JSON?) {
            self.row = row
            self.entry = entry
        }

        var position: Int64? { integer("position") }
        func integer(_ name: String) -> Int64? { row[name]?.integer }
        func text(_ name: String) -> String { row[name]?.text ?? "" }
        /// Whether the member, or `sector1` …, rests on a crossing that was missed.
        func isEstimated(_ name: String) -> Bool { row["estimated"]?.elements?.contains(.string(name)) ?? false }
        var team: String { entry?["team"]?.text ?? "" }
        var stops: [JSON] { row["stops"]?.elements ?? [] }
        var sectors: [Int64?] { row["sectorsMs"]?.elements?.map(\.integer) ?? [] }
    }
}
