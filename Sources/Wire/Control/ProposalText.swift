import Championship
public import Timing

/// What is proposed, and why, in words.
public enum ProposalText {
    /// A start list as it was taken over.
    static func words(_ list: StartList) -> String {
        var parts: [String] = []
        if let grid = list.grid { parts.append("grid \(few(grid.map(\.text)))") }
        if let additions = list.additions {
            let times = additions.map { "\($0.car.text) \(TimeText.lap($0.time))" }
            parts.append(times.isEmpty ? "no success penalties" : "success penalties \(few(times))")
        }
        if let starters = list.starters {
            let drivers = starters.map { "\($0.car.text) driver \($0.driver)" }
            parts.append(drivers.isEmpty ? "no starters" : "starters \(few(drivers))")
        }
        return "\(parts.joined(separator: "; ")) from \(list.origins.map(words).joined(separator: ", "))"
    }

    /// `q1 1526715000000.214`
    public static func words(_ origin: ResultOrigin) -> String {
        "\(origin.session) \(origin.epoch).\(origin.sequence)"
    }

    private static func few(_ words: [String]) -> String {
        let most = 8
        if words.count <= most { return words.joined(separator: ", ") }
        return words.prefix(most).joined(separator: ", ") + " and \(words.count - most) more"
    }

    /// What is proposed for a car: its place, its time, its driver.
    public static func value(_ value: Int64, of subject: ProposalSubject) -> String {
        switch subject {
        case .grid: "place \(value)"
        case .success: TimeText.lap(Milliseconds(value))
        case .starters: "driver \(value)"
        }
    }

    /// Why, a line each. `rule`: that of a grid.
    static func reasons(_ reason: Proposal.Reason, _ rule: GridRule?) -> [String] {
        switch reason {
        case .grid(let place): rule.map { reasons(of: place, by: $0) } ?? []
        case .success(let place): ["place \(place.place) of \(place.carClass) in \(place.race)"]
        case .drove(let session): ["drove alone in \(session)"]
        }
    }

    // MARK: The grid

    /// The reasons of a car's place on the grid: its merit, and the penalties that moved it back.
    public static func reasons(of place: StartingGrid.Place, by rule: GridRule) -> [String] {
        reasons(place.merit, of: rule)
            + place.penalties.map { "\($0.places) \($0.places == 1 ? "place" : "places") back: \($0.reason)" }
    }

    private static func reasons(_ merit: StartingGrid.Merit, of rule: GridRule) -> [String] {
        let sessions = rule.sessions
        switch merit {
        case .lap(let best):
            return [best.map { TimeText.lap($0) } ?? "no time in \(sessions[0])"]
        case .laps(let laps):
            return sum(laps, rule) + zip(sessions, laps).filter { $1 == nil }.map { "no time in \($0.0)" }
        case .superPole(let best, let earlier):
            let mine = best.map { "super pole \(TimeText.lap($0))" } ?? "no time in the super pole"
            return [mine] + reasons(earlier, of: rule)
        case .position(let position):
            return [position.map { "place \($0) in \(sessions[0])" } ?? "not classified in \(sessions[0])"]
        case .points(let points, let positions):
            let races = zip(sessions, positions).map { race, position in
                position.map { "place \($0) in \(race)" } ?? "not classified in \(race)"
            }
            return ["\(points) \(points == 1 ? "point" : "points")"] + races
        case .absence: return ["in no result: back of the grid, in order of the entry list"]
        }
    }

    /// The times, their sum where there are several, and the average where that is what the rule names.
    private static func sum(_ laps: [Milliseconds?], _ rule: GridRule) -> [String] {
        let times = laps.compactMap(\.self)
        guard let average = StartingGrid.Merit.average(laps) else { return [] }
        var text = times.map { TimeText.lap($0) }.joined(separator: " + ")
        if times.count > 1 { text += " = \(TimeText.lap(StartingGrid.Merit.sum(laps).total))" }
        guard rule.name != "sum", times.count > 1 else { return [text] }
        return ["\(text), average \(TimeText.lap(average))"]
    }
}
