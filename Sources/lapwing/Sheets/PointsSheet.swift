import Championship
import Timing

/// Standings as a sheet of paper: drivers of each class and of each of its cups, then teams.
struct PointsSheet {
    private let rule: PointsRule
    private let races: [RaceResult]
    private let guests: Set<CarNumber>
    private let series: String

    init(_ rule: PointsRule, of races: [RaceResult], guests: Set<CarNumber>, series: String) {
        self.rule = rule
        self.races = races
        self.guests = guests
        self.series = series
    }

    var text: String {
        var lines = ["\(series) · points"] + races.enumerated().map { "R\($0 + 1) \(words($1))" }
        for carClass in distinct(races.flatMap(\.cars).map(\.carClass)) {
            lines += table(carClass, "DRIVERS", drivers { $0.carClass == carClass })
            let cups = distinct(races.flatMap(\.cars).filter { $0.carClass == carClass }.compactMap(\.cup))
            for cup in cups where cups.count > 1 {
                lines += table("\(carClass) \(cup)", "DRIVERS", drivers { $0.carClass == carClass && $0.cup == cup })
            }
            if rule.teams != nil { lines += table("\(carClass) teams", "TEAM", teams(carClass)) }
        }
        let notes = Set(races.flatMap(surplus)).sorted()
        return (lines + (notes.isEmpty ? [] : [""] + notes)).sheet
    }

    /// Teams with more cars than the rule allows: the organiser decides which of them score for the team.
    private func surplus(_ race: RaceResult) -> [String] {
        guard let most = rule.teams?.maxCars else { return [] }
        return Dictionary(grouping: scoring(race)) { [$0.carClass, $0.crew.team] }.compactMap { whose, cars in
            guard cars.count > most, !whose[1].isEmpty else { return nil }
            return "\(whose[1]): \(cars.count) cars of \(whose[0]) in \(race.name), of which \(most) score; "
                + "name the others with --guests"
        }
    }

    private func words(_ race: RaceResult) -> String {
        let share =
            switch rule.share(of: race.distance) {
            case .full: ""
            case .half: ": half points"
            case .none: ": no points"
            }
        return "\(race.name)\(share)\(race.isFinal ? "" : " (provisional)")"
    }

    private func drivers(_ isMeant: (RaceResult.Car) -> Bool) -> PointsTable {
        PointsTable(drivers: races.map { rule.points(of: $0, among: scoring($0).filter(isMeant)) })
    }

    private func teams(_ carClass: String) -> PointsTable {
        PointsTable(
            teams: races.map { race in
                let cars = scoring(race).filter { $0.carClass == carClass }
                return rule.teamPoints(of: race, among: cars) { $0.crew.team.isEmpty ? nil : $0.crew.team }
            })
    }

    private func scoring(_ race: RaceResult) -> [RaceResult.Car] {
        race.cars.filter { !guests.contains($0.crew.number) }
    }

    private func table(_ title: String, _ whose: String, _ points: PointsTable) -> [String] {
        let rows = points.rows.filter { $0.total > 0 }
        guard !rows.isEmpty else { return ["", "\(title): nobody has points"] }
        let table = TextTable(
            columns: [.right("POS"), .left(whose, most: 60)] + races.indices.map { .right("R\($0 + 1)") }
                + [.right("TOTAL")],
            rows: rows.map { row in
                ["\(row.place)", row.names.joined(separator: " / ")] + row.races.map { $0.map(Self.points) ?? "" }
                    + [Self.points(row.total)]
            })
        return ["", title] + table.lines(width: nil)
    }

    /// Hundredths, without trailing zeros.
    static func points(_ hundredths: Int) -> String {
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    private func distinct(_ names: [String]) -> [String] {
        var seen = Set<String>()
        return names.filter { seen.insert($0).inserted }
    }
}
