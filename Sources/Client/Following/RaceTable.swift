public import Timing

/// The table as a subscriber keeps it: a snapshot, and the deltas since (docs/protocol.md, sections 4.1 to 4.4).
public struct RaceTable: Hashable, Sendable {
    /// Id of the session.
    public let session: String
    /// The history that the sequence belongs to.
    public private(set) var epoch: UInt64
    /// The sequence of the last delta that it holds; 0 before the first.
    public private(set) var sequence: UInt64
    /// The session as a whole.
    public private(set) var race: PublishedRace
    /// Flags, in order of time.
    public private(set) var flags: [PublishedFlag]
    /// Every decision that holds.
    public private(set) var penalties: [PublishedPenalty]
    /// Dead loops.
    public private(set) var loops: [PublishedLoop]
    /// Decoders whose clocks are off.
    public private(set) var clocks: [PublishedClock]
    /// Doubts of Lapwing.
    public private(set) var doubts: [PublishedDoubt]
    /// Infringements.
    public private(set) var infringements: [PublishedInfringement]
    /// The net classification, in its order.
    public private(set) var net: [PublishedNet]
    /// Acts of the journal that are refused now and wait for a decision.
    public private(set) var pending: [PublishedPending]
    /// The latest messages of race control, in order of their instants.
    public private(set) var messages: [PublishedRaceMessage]
    /// Reports about cars, with their counts.
    public private(set) var reports: [PublishedReports]
    /// Weather and track; nil before they are told.
    public private(set) var conditions: PublishedConditions?
    /// The cars of a race in the order in which they start; empty in practice and qualifying.
    public private(set) var grid: [CarNumber]
    /// The entry list.
    public private(set) var entries: [PublishedEntry]
    /// Rows by car.
    private var rows: [CarNumber: PublishedRow] = [:]
    /// Verdicts by car and obligation.
    private var judged: [CarNumber: [String: PublishedVerdict]] = [:]
    private var held: [Transponder: PublishedUnknown] = [:]
    /// Cars in the order of the snapshot: the order of those without a position.
    private var order: [CarNumber]
    /// Places in the entry list: the order of those who share a position.
    private var listed: [CarNumber: Int]

    /// The table of a snapshot.
    public init(_ snapshot: PublishedSnapshot) {
        session = snapshot.session
        epoch = snapshot.epoch
        sequence = snapshot.sequence
        race = snapshot.race
        flags = snapshot.findings.flags
        penalties = snapshot.findings.penalties
        loops = snapshot.findings.loops
        clocks = snapshot.findings.clocks
        doubts = snapshot.findings.doubts
        infringements = snapshot.findings.infringements
        net = snapshot.findings.net
        pending = snapshot.findings.pending
        messages = snapshot.findings.messages
        reports = snapshot.findings.reports
        conditions = snapshot.findings.conditions
        grid = snapshot.findings.grid
        entries = snapshot.entries
        order = snapshot.rows.map(\.car)
        listed = Dictionary(zip(entries.map(\.car), 0...)) { first, _ in first }
        for row in snapshot.rows { rows[row.car] = row }
        for verdict in snapshot.findings.verdicts { judged[verdict.car, default: [:]][verdict.id] = verdict }
        for unknown in snapshot.unknown { held[unknown.transponder] = unknown }
    }

    /// Takes in the next delta. `GaplessSequence` sees to it that it is the next one.
    public mutating func apply(_ delta: PublishedDelta) {
        epoch = delta.epoch
        sequence = delta.sequence
        if let entries = delta.entries { relist(entries, gone: delta.gone) }
        race = delta.race ?? race
        flags = delta.flags ?? flags
        penalties = delta.penalties ?? penalties
        loops = delta.loops ?? loops
        clocks = delta.clocks ?? clocks
        doubts = delta.doubts ?? doubts
        infringements = delta.infringements ?? infringements
        net = delta.net ?? net
        pending = delta.pending ?? pending
        grid = delta.grid ?? grid
        messages = delta.messages ?? messages
        reports = delta.reports ?? reports
        if let told = delta.conditions { conditions = told }
        for verdict in delta.verdicts { judged[verdict.car, default: [:]][verdict.id] = verdict.verdict }
        for unknown in delta.unknown { held[unknown.transponder] = unknown.crossings == 0 ? nil : unknown }
        for change in delta.rows { rows[change.car, default: PublishedRow(change.car)].apply(change) }
    }

    private mutating func relist(_ list: [PublishedEntry], gone: [CarNumber]) {
        for car in gone {
            rows[car] = nil
            judged[car] = nil
        }
        entries = list
        listed = Dictionary(zip(entries.map(\.car), 0...)) { first, _ in first }
        order = order.filter { listed[$0] != nil }
        order += entries.map(\.car).filter { !order.contains($0) }
    }

    // MARK: Reading

    /// Rows in order of the classification.
    public var classification: [PublishedRow] {
        let isResult = race.kind == .race && race.phase == .ended
        let placed = order.enumerated().compactMap { index, car in
            rows[car].map { row in
                (key: isResult ? resultKey(of: row) : Self.key(of: row, place: listed[car] ?? 0, index), row: row)
            }
        }
        return placed.sorted { $0.key < $1.key }.map(\.row)
    }

    /// By position, cars that share one by the entry list; then those without, as they stood.
    private static func key(of row: PublishedRow, place: Int, _ index: Int) -> (Int, Int, Int64, Int) {
        (row.position ?? .max, 0, 0, row.position == nil ? index : place)
    }

    /// Cars without a position stand in the result of a race by what they drove; last those that have no place in it.
    private func resultKey(of row: PublishedRow) -> (Int, Int, Int64, Int) {
        let place = listed[row.car] ?? 0
        if let position = row.position { return (position, 0, 0, place) }
        if row.status == .disqualified || row.status == .withdrawn { return (.max, .max, 0, place) }
        return (.max, row.penaltyLaps - row.laps, row.total?.count ?? .max, place)
    }

    /// The row of a car.
    public func row(of car: CarNumber) -> PublishedRow? { rows[car] }

    /// Who is entered as a car.
    public func entry(of car: CarNumber) -> PublishedEntry? { listed[car].map { entries[$0] } }

    /// A verdict of a car, by the id of the obligation.
    public func verdict(_ id: String, of car: CarNumber) -> PublishedVerdict? { judged[car]?[id] }

    /// The car's verdicts, in order of their ids.
    public func verdicts(of car: CarNumber) -> [PublishedVerdict] {
        judged[car, default: [:]].values.sorted { $0.id < $1.id }
    }

    /// Unassigned transponders, in their order.
    public var unknown: [PublishedUnknown] { held.values.sorted { $0.transponder < $1.transponder } }

    /// The race clock; nil before it runs.
    public var clock: PublishedRaceClock? { PublishedRaceClock(race, flags: flags) }
}
