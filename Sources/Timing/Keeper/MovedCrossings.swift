/// Crossings that go from one car to another, counted.
struct MovedCrossings {
    private(set) var all: [Reassigned] = []

    mutating func add(_ crossing: Crossing, from: Int32?, to: Int32?, in race: borrowing Race) {
        let (from, to) = (from.map { CarIndex(Int($0)) }, to.map { CarIndex(Int($0)) })
        let laps = from.map { race.endsLap(crossing, of: $0.slot) ? 1 : 0 } ?? 0
        guard let place = all.firstIndex(where: { $0.from == from && $0.to == to }) else {
            all.append(Reassigned(from: from, to: to, crossings: 1, laps: laps))
            return
        }
        all[place] = Reassigned(
            from: from, to: to, crossings: all[place].crossings + 1, laps: all[place].laps + laps)
    }
}
