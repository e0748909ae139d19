import Timing

/// Race control's words (docs/protocol.md, section 4.4).
extension Publication {
    /// The latest messages that a list has.
    static let mostMessages = 20
    /// The latest reports of a kind and car that an element has.
    static let mostReports = 5

    /// The part of a delta: what changed.
    @inline(__always)
    func writeTold(_ effect: Effect, _ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        if effect.messagesChanged { writeMessages(timekeeper, to: writer) }
        if effect.reportsChanged { writeReports(timekeeper, to: writer) }
        if effect.conditionsChanged { writeConditions(timekeeper, to: writer) }
    }

    /// The part of snapshot and results: what there is.
    func writeTold(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        if !timekeeper.messages.isEmpty { writeMessages(timekeeper, to: writer) }
        if !timekeeper.reports.isEmpty { writeReports(timekeeper, to: writer) }
        if timekeeper.conditions != nil { writeConditions(timekeeper, to: writer) }
    }

    private func writeMessages(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append(",\"messages\":")
        JSON.array(
            timekeeper.messages.suffix(Self.mostMessages).map { message in
                .object([
                    .init("number", .integer(Int64(message.number))), .init("id", .string(message.act)),
                    .init("by", .string(message.by)), .init("atMs", .integer(message.at.milliseconds)),
                    .init("text", .string(message.text)), .init("cars", .array(message.cars.map { .string($0.text) })),
                ])
            }
        ).write(to: writer)
    }

    private func writeConditions(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append(",\"conditions\":")
        let told = timekeeper.conditions.map { told in
            JSON.object(
                [.init("atMs", .integer(told.at.milliseconds))]
                    + told.conditions.members.map { JSON.Member($0.0, $0.1) })
        }
        (told ?? .null).write(to: writer)
    }

    /// By car in order of the entry list, then by kind in order of the rulebook.
    private func writeReports(_ timekeeper: borrowing Timekeeper, to writer: ByteWriter) {
        writer.append(",\"reports\":")
        let byCar = Dictionary(grouping: timekeeper.reports, by: \.car)
        var elements: [JSON] = []
        for car in byCar.keys.sorted() {
            for rule in timekeeper.session.rules.reports {
                let reports = byCar[car, default: []].filter { $0.report.kind == rule.kind }
                guard let last = reports.last else { continue }
                elements.append(
                    .object([
                        .init("car", .string(entries[car.slot].number.text)), .init("kind", .string(rule.kind)),
                        .init("total", .integer(Int64(last.number))), .init("count", .integer(Int64(last.count))),
                        .init("limit", rule.steps.last.map { .integer(Int64($0.count)) } ?? .null),
                        .init("last", .array(reports.suffix(Self.mostReports).map(\.json))),
                    ]))
            }
        }
        JSON.array(elements).write(to: writer)
    }
}

extension CountedReport {
    fileprivate var json: JSON {
        var turn: Int?
        var place: String?
        switch report.place {
        case .turn(let number): turn = number
        case .named(let name): place = name
        case nil: break
        }
        var follows: String?
        switch following {
        case .warning: follows = "warning"
        case .infringement: follows = "infringement"
        case nil: break
        }
        return .object([
            .init("number", .integer(Int64(number))), .init("id", .string(act)),
            .init("atMs", .integer(at.milliseconds)),
            .init("turn", turn.map { .integer(Int64($0)) } ?? .null),
            .init("place", place.map { .string($0) } ?? .null),
            .init("lap", report.lap.map { .integer(Int64($0)) } ?? .null), .init("count", .integer(Int64(count))),
            .init("follows", follows.map { .string($0) } ?? .null),
            .init("for", obligation.map { .string($0.description) } ?? .null),
            .init("deletesLap", .bool(deletesLap)),
        ])
    }
}
