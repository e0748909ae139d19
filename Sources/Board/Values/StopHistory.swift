import Client
import Timing
import Wire

/// What came of a car's mandatory stops, and when (docs/web.md): read from the table alone, so that a page that comes
/// later tells the same as one that looked on.
struct StopHistory {
    private let row: PublishedRow
    private let entry: PublishedEntry
    private let verdicts: [PublishedVerdict]
    private let infringements: [PublishedInfringement]
    private let race: PublishedRace
    private let view: PublicView

    init(
        _ row: PublishedRow, _ entry: PublishedEntry, _ verdicts: [PublishedVerdict],
        _ infringements: [PublishedInfringement], _ race: PublishedRace, _ view: PublicView
    ) {
        self.row = row
        self.entry = entry
        self.verdicts = verdicts
        self.infringements = infringements
        self.race = race
        self.view = view
    }

    /// `[state, atMs, figureMs, k, driver]` of each, in the order of the stops.
    var json: JSON {
        let stops = verdicts.filter { $0.obligation?.kind == .stop }
            .sorted { ($0.obligation?.number ?? 0) < ($1.obligation?.number ?? 0) }
        return .array(stops.flatMap { self.told($0, of: stops.count) })
    }

    private func told(_ stop: PublishedVerdict, of count: Int) -> [JSON] {
        let number = stop.obligation?.number ?? 1
        let name: JSON = count > 1 ? .string("\(number)/\(count)") : .null
        let visit = stop.visit.flatMap { row.stops.indices.contains($0 - 1) ? row.stops[$0 - 1] : nil }
        func line(
            _ state: StopState, _ at: Milliseconds?, _ figure: Milliseconds?, _ driver: String? = nil
        ) -> [JSON] {
            guard let at else { return [] }
            let place = driver.flatMap { name in entry.drivers.firstIndex { $0.name == name } }
            return [.array([.string(state.rawValue), .of(at), .of(figure), name, .of(place)])]
        }
        let entered = line(.hold, visit?.entered, stop.exitFrom)
        let over = visit?.left ?? race.end.flatMap { end in race.start.map { end - $0 } }
        // Where no visit serves it, the end of the window is the moment at which that is told.
        let due = stop.closes ?? over
        if !view.shows(stop, among: infringements) { return visit == nil ? [] : entered }
        switch stop.state.known {
        case .inPit: return entered
        case .served:
            let change = verdicts.first { $0.obligation == ObligationID(.driverChange, number) }
            guard let change, change.state == .unproved else {
                return entered + line(.served, over, stop.by, visit?.driverOut)
            }
            return entered + (view.shows(change, among: infringements) ? line(.driverChange, over, nil) : [])
        case .short: return entered + line(.short, over, stop.by)
        case .unproved: return entered + line(.unproved, over, nil)
        case .over: return entered + line(.over, over, stop.by)
        case .early: return line(.early, due, stop.by)
        case .late: return line(.late, [due, visit?.entered].compactMap(\.self).max(), stop.by)
        case .missed: return line(.missed, due, nil)
        case .notOpen, .open, .lastChance, .notApplicable, nil: return []
        }
    }
}

extension PublishedRow {
    /// When the stint of a car ended that drives no more: at its finish, or else where it was seen last.
    func stintEnd(in race: PublishedRace) -> Milliseconds? {
        switch status.known {
        case .finished, .retired, .notClassified, .disqualified, .withdrawn: break
        case .notStarted, .onTrack, .inPit, .outLap, .stopped, nil: return nil
        }
        if let total, let start = race.start, let chequered = race.chequered, start + (total - penalty) >= chequered {
            return total - penalty
        }
        return lastSeen
    }
}
