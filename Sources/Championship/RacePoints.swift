public import Timing

/// How much of its points a race is worth (R36.2).
public enum PointsShare: Hashable, Sendable {
    case none, half, full
}

extension PointsRule {
    /// The share of its points that a race of this distance is worth.
    public func share(of distance: RaceResult.Distance) -> PointsShare {
        guard distance.laps >= max(leastLaps, 1) else { return .none }
        guard let halfBelow, let scheduled = distance.scheduled else { return .full }
        return distance.run.count * 100 < scheduled.count * Int64(halfBelow) ? .half : .full
    }

    /// The points of these cars of a race among themselves, in hundredths; other cars take no place.
    ///
    /// Cars of a dead heat share the points of the places that they take, to whole hundredths, cut.
    public func points(of race: RaceResult, among cars: [RaceResult.Car]) -> [Scored] {
        let scale = scale(ofRaceOf: race.distance.scheduled)
        let share = share(of: race.distance)
        var scored: [Scored] = []
        for level in cars.levels {
            let place = scored.count + 1
            let sum = scale.dropFirst(scored.count).prefix(level.count).reduce(0, +)
            let points =
                switch share {
                case .none: 0
                case .half: sum / (2 * level.count)
                case .full: sum / level.count
                }
            scored += level.map { Scored(crew: $0.crew, place: place, points: points) }
        }
        return scored
    }
}

/// A car's place and points in a race.
public struct Scored: Hashable, Sendable {
    public let crew: Crew
    /// Among the cars that may score.
    public let place: Int
    /// In hundredths.
    public let points: Int

    public init(crew: Crew, place: Int, points: Int) {
        self.crew = crew
        self.place = place
        self.points = points
    }
}

extension [RaceResult.Car] {
    /// The classified ones, best first; those of a dead heat together.
    fileprivate var levels: [[RaceResult.Car]] {
        let levels = Dictionary(grouping: filter { $0.position != nil }, by: \.position)
        return levels.sorted { ($0.key ?? 0) < ($1.key ?? 0) }.map(\.value)
    }

    /// The classified ones, best first.
    var classified: [RaceResult.Car] { levels.flatMap(\.self) }
}
