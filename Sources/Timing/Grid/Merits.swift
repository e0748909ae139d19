/// What the cars of an entry list have earned in the sessions before a race.
struct Merits {
    typealias Earned = (car: CarNumber, merit: StartingGrid.Merit)

    let entries: [CarNumber]
    let results: [String: SessionResult]

    /// All entries in the order that the rule gives them, without penalties.
    func order(by rule: GridRule) -> [Earned] {
        switch rule {
        case .best(let session): withAbsent(byLap(session))
        case .average(let sessions), .sum(let sessions): withAbsent(bySum(sessions))
        case .superPole(let session, let places, let earlier):
            withAbsent(bySuperPole(session, places, earlier.count == 1 ? byLap(earlier[0]) : bySum(earlier)))
        case .result(let race): withAbsent(cars(race).map { ($0.number, .position($0.position)) })
        case .points(let points, let races): withAbsent(byPoints(points, races))
        }
    }

    /// The entered cars of a session, each once.
    private func cars(_ session: String) -> [SessionResult.Car] {
        var awaited = Set(entries)
        return results[session]?.cars.filter { awaited.remove($0.number) != nil } ?? []
    }

    private func withAbsent(_ order: [Earned]) -> [Earned] {
        let present = Set(order.map(\.car))
        return order + entries.filter { !present.contains($0) }.map { ($0, .absence) }
    }

    private func byLap(_ session: String) -> [Earned] {
        cars(session).map { ($0.number, .lap($0.best)) }
    }

    /// Who has all times before who lacks one, and so on; among these the smaller sum. Equal sums: who is ahead in the
    /// first of the sessions in which both have a time; then the entry list.
    private func bySum(_ sessions: [String]) -> [Earned] {
        let tables = sessions.map { Ranked(cars($0)) }
        let ranked = entries.enumerated().compactMap { entry, car -> (earned: Earned, key: [Int64])? in
            guard tables.contains(where: { $0.place(of: car) != nil }) else { return nil }
            let laps = tables.map { $0.car(car)?.best }
            let (total, missing) = StartingGrid.Merit.sum(laps)
            let places = zip(tables, laps).map { table, lap in
                lap == nil ? Int64.max : Int64(table.place(of: car) ?? 0)
            }
            return ((car, .laps(laps)), [Int64(missing), total.count] + places + [Int64(entry)])
        }
        return Self.sorted(ranked)
    }

    /// The first of an order anew: who has a time in the super pole, in its order, then who has none, as before.
    private func bySuperPole(_ session: String, _ places: Int, _ earlier: [Earned]) -> [Earned] {
        let top = earlier.prefix(places)
        let shootout = Ranked(cars(session))
        let ranked = top.enumerated().map { place, earned in
            let best = shootout.car(earned.car)?.best
            let rank = best == nil ? Int64.max : Int64(shootout.place(of: earned.car) ?? 0)
            return (earned: (earned.car, .superPole(best, after: earned.merit)) as Earned, key: [rank, Int64(place)])
        }
        return Self.sorted(ranked) + earlier.dropFirst(places)
    }

    /// Most points first. Equal points: the better of the best finishes, then who was ahead in the later race; then the
    /// entry list.
    private func byPoints(_ points: [Int], _ races: [String]) -> [Earned] {
        let tables = races.map { Ranked(cars($0)) }
        let ranked = entries.enumerated().compactMap { entry, car -> (earned: Earned, key: [Int64])? in
            guard tables.contains(where: { $0.place(of: car) != nil }) else { return nil }
            let positions = tables.map { $0.car(car)?.position }
            let finishes = positions.compactMap(\.self)
            let sum = finishes.map { points.indices.contains($0 - 1) ? points[$0 - 1] : 0 }.reduce(0, +)
            let later = tables.reversed().map { $0.place(of: car).map { Int64($0) } ?? .max }
            let key = [Int64(-sum), finishes.min().map { Int64($0) } ?? .max] + later + [Int64(entry)]
            return ((car, .points(sum, positions: positions)), key)
        }
        return Self.sorted(ranked)
    }

    private static func sorted(_ ranked: [(earned: Earned, key: [Int64])]) -> [Earned] {
        ranked.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.earned)
    }
}
