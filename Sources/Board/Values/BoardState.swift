package import Client
package import Timing
package import Wire

/// All that a board shows of a session at one moment, as it goes out to browsers (docs/web.md).
package struct BoardState: Hashable, Sendable {
    package let session: String
    package let epoch: UInt64
    package let sequence: UInt64
    /// Official time, UTC.
    let now: Instant
    let cars: [JSON]
    /// In order of the entry list.
    let rows: [[JSON]]
    /// In order of `BoardPart`.
    let parts: [JSON]

    /// - Parameter view: what the package sees.
    package init(_ table: RaceTable, _ memory: BoardMemory, now: Instant, view: PublicView) {
        session = table.session
        epoch = table.epoch
        sequence = table.sequence
        self.now = now
        cars = table.entries.map(\.json)
        let maker = BoardRow(table, memory, now: now, isOpenToAll: view.showsVerdicts)
        rows = table.entries.map(maker.values)
        let place = BoardColumn.allCases.firstIndex(of: .stop) ?? 0
        let window = PitWindow(table, cells: rows.map { $0[place] })
        parts = BoardPart.allCases.map { part in
            switch part {
            case .race: table.race.json
            case .flags: .array(table.flags.map(\.json))
            case .window: window.json ?? .null
            case .messages: .array(table.messages.map(\.json))
            case .corrections: .array(memory.corrections)
            case .loops: .array(table.loops.map(\.json))
            case .clocks: .array(table.clocks.map(\.json))
            case .conditions: table.conditions?.json ?? .null
            case .penalties: .array(table.penalties.map(\.json))
            case .infringements: .array(table.infringements.filter(view.shows).map(\.json))
            case .reports: .array(table.reports.map(\.json))
            }
        }
    }

    /// What it has beside its rows, of these names.
    func parts(of names: [BoardPart]) -> [JSON] {
        zip(BoardPart.allCases, parts).filter { names.contains($0.0) }.map(\.1)
    }

    /// Names the moment: `epoch.seq`.
    package var id: String { "\(epoch).\(sequence)" }

    /// The whole board as JSON.
    package var json: JSON {
        let head: [JSON.Member] = [
            .init("v", .integer(1)), .init("type", .string("board")), .init("session", .string(session)),
            .init("id", .string(id)), .init("nowMs", .of(now)), .init("cars", .array(cars)),
            .init("columns", .array(BoardColumn.allCases.map { .string($0.rawValue) })),
            .init("rows", .array(rows.map { .array($0) })),
        ]
        return .object(head + zip(BoardPart.allCases, parts).map { .init($0.rawValue, $1) })
    }

    /// What is different from an earlier moment, as JSON; nil: nothing that is shown.
    package func tick(from old: BoardState) -> JSON? {
        var members: [JSON.Member] = []
        if cars != old.cars {
            members.append(.init("cars", .array(cars)))
            members.append(.init("rows", .array(rows.map { .array($0) })))
        } else {
            let changes = rows.indices.compactMap { place in Self.change(rows[place], from: old.rows[place], at: place)
            }
            if !changes.isEmpty { members.append(.init("rows", .array(changes))) }
        }
        for (place, part) in BoardPart.allCases.enumerated() where parts[place] != old.parts[place] {
            members.append(.init(part.rawValue, parts[place]))
        }
        guard !members.isEmpty else { return nil }
        return .object(
            [
                .init("v", .integer(1)), .init("id", .string(id)), .init("from", .string(old.id)),
                .init("nowMs", .of(now)),
            ] + members)
    }

    /// The place of a car, then place and value of each column that changed.
    private static func change(_ row: [JSON], from old: [JSON], at place: Int) -> JSON? {
        guard row != old else { return nil }
        var change: [JSON] = [.of(place)]
        for column in row.indices where row[column] != old[column] {
            change += [.of(column), row[column]]
        }
        return .array(change)
    }
}
