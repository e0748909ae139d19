public import Timing

extension PointsRule {
    /// The points of teams (of manufacturers) in a race, in hundredths: of each the best cars count. Empty where the
    /// rule knows no teams.
    ///
    /// `cars` are those of the class that may score, `team` gives the team of each: nil for a car without a nomination.
    public func teamPoints(
        of race: RaceResult, among cars: [RaceResult.Car], team: (RaceResult.Car) -> String?
    ) -> [String: Int] {
        guard let teams else { return [:] }
        var counted: [String: Int] = [:]
        var counting: [Crew: String] = [:]
        for car in cars.classified {
            guard let team = team(car), counted[team, default: 0] < teams.counting else { continue }
            counted[team, default: 0] += 1
            counting[car.crew] = team
        }
        let visible = teams.othersInvisible ? cars.filter { counting[$0.crew] != nil } : cars
        return points(of: race, among: visible).reduce(into: [:]) { points, scored in
            if let team = counting[scored.crew] { points[team, default: 0] += scored.points }
        }
    }
}
