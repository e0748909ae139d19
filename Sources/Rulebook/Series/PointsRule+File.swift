import Timing

/// The points of a race, read from a file and written.
extension PointsRule {
    static let keys = ["scale", "intermediate", "pole", "halfBelow", "leastLaps", "leastDriving", "teams"]

    init?(_ field: Field) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        let scales = table.required("scale", "the points of the first, the second and so on")?
            .byLength("scale") { $0.pointsList(atLeast: 1) }
        guard let scales else { return nil }
        self.init(scales: scales.map { Scale(raceUpTo: $0, hundredths: $1) })
        intermediate = table["intermediate"]?.pointsList() ?? []
        pole = table["pole"]?.points() ?? 0
        halfBelow = table["halfBelow"]?.orNone { $0.integer(1...100) } ?? nil
        leastLaps = table["leastLaps"]?.integer(0...100) ?? 0
        leastDriving = table["leastDriving"]?.orNone { $0.duration(Limits.period) } ?? nil
        teams = table["teams"]?.orNone { Teams($0) } ?? nil
    }

    var written: String {
        let more = [
            intermediate.isEmpty ? nil : "intermediate: [\(intermediate.map(pointsText).joined(separator: ", "))]",
            pole == 0 ? nil : "pole: \(pointsText(pole))", halfBelow.map { "halfBelow: \($0)" },
            leastLaps == 0 ? nil : "leastLaps: \(leastLaps)", leastDriving.map { "leastDriving: \($0.written)" },
            teams.map { "teams: \($0.written)" },
        ].compactMap(\.self)
        let scale = writtenByLength(scales.map { ($0.raceUpTo, $0.hundredths.map(pointsText)) }, "scale")
        return "{\((["scale: \(scale)"] + more).joined(separator: ", "))}"
    }
}

extension PointsRule.Teams {
    static let keys = ["counting", "maxCars", "othersInvisible"]

    fileprivate init?(_ field: Field) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        let counting = table.required("counting", "of how many cars the points count")?.integer(1...100)
        let most = table["maxCars"]?.orNone { $0.integer(1...100) } ?? nil
        guard let counting else { return nil }
        self.init(
            counting: counting, maxCars: most, othersInvisible: table["othersInvisible"]?.truth() ?? false)
        if let most, most < counting {
            table.place(of: "maxCars").fault(
                found: "\(most)", expected: "at least \(counting), as many as count", remedy: "correct one of the two")
        }
    }

    fileprivate var written: String {
        "{counting: \(counting)\(maxCars.map { ", maxCars: \($0)" } ?? ""), othersInvisible: \(othersInvisible)}"
    }
}

extension Field {
    fileprivate func pointsList(atLeast least: Int = 0) -> [Int]? {
        list(of: "points", atLeast: least)?.compactMap { $0.points() }
    }

    /// Points like `25` or `16.5`, in hundredths.
    fileprivate func points() -> Int? {
        let parts = (written ?? "").split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? String(parts[1]) : "0"
        guard let whole = parts.first.flatMap({ wholeNumber(String($0)) }), (0...10_000).contains(whole),
            (1...2).contains(decimals.count), decimals.allSatisfy(isDigit), let rest = Int(decimals)
        else {
            fault(
                found: found, expected: "points from 0 to 10000 with at most two decimals",
                remedy: "write them like 25, 16.5 or 0.25")
            return nil
        }
        return whole * 100 + (decimals.count == 1 ? rest * 10 : rest)
    }
}

/// Hundredths of points as people write points.
private func pointsText(_ hundredths: Int) -> String {
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    guard rest > 0 else { return "\(whole)" }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
}
