import Timing

/// The standing after some races: of drivers or of teams.
public struct PointsTable: Hashable, Sendable {
    /// Drivers who have scored together all the time, or a team.
    public struct Row: Hashable, Sendable {
        /// Rows that share a place have the same number; the next number is left out.
        public let place: Int
        public let names: [String]
        /// In hundredths, race by race; nil where they were not classified.
        public let races: [Int?]
        /// In hundredths.
        public var total: Int { races.reduce(0) { $0 + ($1 ?? 0) } }
    }

    public let rows: [Row]

    /// The standing of drivers in order of their points, then of their first places, then their second places and so on
    /// (R36.6). `races`: the points of each race.
    public init(drivers races: [[Scored]]) {
        var tallies = Tallies(races: races.count)
        for (race, scored) in races.enumerated() {
            for car in scored {
                let names = car.crew.drivers.isEmpty ? ["#\(car.crew.number.text)"] : car.crew.drivers
                for name in names {
                    tallies.add(car.points, to: name, place: car.place, by: car.crew.number.text, in: race)
                }
            }
        }
        rows = tallies.rows
    }

    /// The standing of teams in order of their points.
    public init(teams races: [[String: Int]]) {
        var tallies = Tallies(races: races.count)
        for (race, teams) in races.enumerated() {
            for (team, points) in teams.sorted(by: { $0.key < $1.key }) {
                tallies.add(points, to: team, place: nil, by: team, in: race)
            }
        }
        rows = tallies.rows
    }
}

/// The points of each name, race by race.
private struct Tallies {
    struct Tally {
        let name: String
        var points: [Int?]
        /// By what it scored in each race: drivers of one car are level.
        var by: [[String]]
        /// How many first places, second places and so on.
        var places: [Int] = []

        func isAhead(of other: Tally) -> Bool {
            if total != other.total { return total > other.total }
            return other.places.lexicographicallyPrecedes(places)
        }

        var total: Int { points.reduce(0) { $0 + ($1 ?? 0) } }
    }

    let races: Int
    private var tallies: [Tally] = []
    private var index: [String: Int] = [:]

    init(races: Int) { self.races = races }

    mutating func add(_ points: Int, to name: String, place: Int?, by car: String, in race: Int) {
        let key = Crew.plain(name)
        let slot = index[key] ?? tallies.count
        if slot == tallies.count {
            index[key] = slot
            let nothing = [Int?](repeating: nil, count: races)
            tallies.append(Tally(name: name, points: nothing, by: Array(repeating: [], count: races)))
        }
        tallies[slot].points[race] = (tallies[slot].points[race] ?? 0) + points
        tallies[slot].by[race].append(car)
        guard let place else { return }
        let missing = place - tallies[slot].places.count
        if missing > 0 { tallies[slot].places += Array(repeating: 0, count: missing) }
        tallies[slot].places[place - 1] += 1
    }

    /// Best first. Drivers level in everything share a place; drivers of the same cars share a row.
    var rows: [PointsTable.Row] {
        let sorted = tallies.enumerated().sorted { left, right in
            left.element.isAhead(of: right.element)
                || (!right.element.isAhead(of: left.element) && left.offset < right.offset)
        }.map(\.element)
        var rows: [(names: [String], tally: Tally, place: Int)] = []
        for (index, tally) in sorted.enumerated() {
            if let same = rows.lastIndex(where: { $0.tally.by == tally.by }) {
                rows[same].names.append(tally.name)
            } else {
                let ahead = sorted[..<index].last.map { !$0.isAhead(of: tally) } ?? false
                rows.append(([tally.name], tally, ahead ? rows.last?.place ?? 1 : rows.count + 1))
            }
        }
        return rows.map { PointsTable.Row(place: $0.place, names: $0.names, races: $0.tally.points) }
    }
}
