import Rulebook
import Timing

extension Seeded {
    /// An event of one series without an id, or of one to three with ids.
    mutating func event() -> Event {
        let circuit = circuit()
        let count = Int.random(in: 0...3, using: &self)
        let ids: [String?] = count == 0 ? [nil] : (0..<count).map { "series-\($0)" }
        let all = ids.map { series($0) }
        var sessions: [Session] = []
        var grids: [String: GridRule] = [:]
        var slots: [String: Slot] = [:]
        for index in 0..<Int.random(in: 1...6, using: &self) {
            let id = "s-\(index)"
            let series = all.randomElement(using: &self) ?? all[0]
            let kind = Session.Kind.allCases.randomElement(using: &self) ?? .race
            let before = sessions.filter { slots[$0.id]?.series == series.id }
            if kind == .race { grids[id] = grid(before: before) }
            slots[id] = slot(of: series, before: before.filter { $0.kind == kind })
            let order = Bool.random(using: &self) ? series.entries : series.entries.shuffled(using: &self)
            sessions.append(
                Session(
                    id: id, name: name(), kind: kind, circuit: circuit, rules: rules(for: series.entries),
                    entries: order))
        }
        return Event(name: name(), circuit: circuit, series: all, sessions: sessions, grids: grids, slots: slots)
    }

    private mutating func series(_ id: String?) -> EventSeries {
        let entries = (0..<Int.random(in: 1...6, using: &self)).map { entry($0) }
        let assumed = ["race.duration", "race.classifiedPercent", "stops.minimum", "points.teams.counting", "cups"]
            .filter { _ in Bool.random(using: &self) }
        return EventSeries(
            id: id, name: name(), entries: entries, assumed: assumed, success: success(), points: points(),
            season: Bool.random(using: &self) ? nil : 2018, cups: cups(for: entries),
            parts: Bool.random(using: &self) ? .add : .replace)
    }

    private mutating func slot(of series: EventSeries, before: [Session]) -> Slot {
        let planned = maybe { Instant(milliseconds: $0.milliseconds(0...8_000_000_000_000).count) }
        let earlier = maybe { before.randomElement(using: &$0)?.id } ?? nil
        let parts: Slot.Parts = Bool.random(using: &self) ? .add : .replace
        return Slot(series: series.id, planned: planned, rerun: earlier.map { .init(of: $0, parts: parts) })
    }
}
