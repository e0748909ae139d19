import Championship
import Timing

/// A car of a result as a test writes it: `car("999", 3, "GT3", "Niederhauser", team: "GruppeM")`.
func car(
    _ number: String, _ place: Int?, _ carClass: String = "GT3", _ drivers: String..., team: String? = nil,
    overall: Int? = nil, cup: String? = nil, started: Bool = true
) -> RaceResult.Car {
    RaceResult.Car(
        crew(number, drivers, team: team), carClass: carClass, cup: cup, position: overall ?? place,
        classPosition: place, hasStarted: started)
}

/// A crew of its own team, with a driver of its own where none is named.
func crew(_ number: String, _ drivers: [String] = [], team: String? = nil) -> Crew {
    Crew(CarNumber(number), team: team ?? "Team \(number)", drivers: drivers.isEmpty ? ["Driver \(number)"] : drivers)
}

/// An hour's race that ran its time.
func race(_ name: String, _ cars: RaceResult.Car...) -> RaceResult { race(name, cars) }

func race(_ name: String, _ cars: [RaceResult.Car]) -> RaceResult {
    RaceResult(
        name, distance: .init(laps: 30, run: .seconds(3650), scheduled: .minutes(60)), cars: cars, isFinal: false)
}

extension SuccessRule {
    /// Blancpain GT Series Asia 2018: 15, 10 and 5 seconds.
    static let asia = SuccessRule(bands: [.init(times: [.seconds(15), .seconds(10), .seconds(5)])])

    /// British GT: 10, 7 and 5 seconds in a race of an hour, 20, 15 and 10 in a longer one.
    static let british = SuccessRule(bands: [
        .init(raceUpTo: .minutes(60), times: [.seconds(10), .seconds(7), .seconds(5)]),
        .init(times: [.seconds(20), .seconds(15), .seconds(10)]),
    ])

    /// The times of the next race in whole seconds, by car.
    func seconds(
        after races: [RaceResult], servedBy entries: [Crew], length: Milliseconds = .minutes(60)
    ) -> [String: Int64] {
        let found = penalties(after: races, servedBy: entries, length: length)
        return Dictionary(uniqueKeysWithValues: found.times.map { ($0.key.text, $0.value.count / 1000) })
    }
}

extension PointsRule {
    private static func rule(_ hundredths: [Int]) -> PointsRule {
        var rule = PointsRule(scales: [.init(hundredths: hundredths)])
        rule.halfBelow = 75
        rule.leastLaps = 2
        return rule
    }

    static let usual = rule([2500, 1800, 1500, 1200, 1000, 800, 600, 400, 200, 100])
    static let sprint = rule([1650, 1200, 950, 750, 600, 450, 300, 200, 100, 50])

    func with(teams counting: Int, invisible: Bool) -> PointsRule {
        var rule = self
        rule.teams = Teams(counting: counting, othersInvisible: invisible)
        return rule
    }

    /// Points in hundredths, by car.
    func hundredths(_ race: RaceResult) -> [String: Int] {
        let scored = points(of: race, among: race.cars)
        return Dictionary(uniqueKeysWithValues: scored.map { ($0.crew.number.text, $0.points) })
    }
}
