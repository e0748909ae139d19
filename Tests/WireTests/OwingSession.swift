import Simulation
import Timing

extension Session {
    /// The same session with something of everything asked of its cars, more or less by the seed.
    func owing(seed: UInt64) -> Session {
        var random = SeededGenerator(seed: seed, stream: 78)
        var rules = self.rules
        let length = rules.duration ?? .minutes(30)
        func share(_ permille: Int64) -> Milliseconds { Milliseconds(length.count * permille / 1000) }
        var asked = Obligations()
        if random.chance(permille: 800) {
            var stops = MandatoryStops(number: random.int(in: 1...2), driverChange: random.chance(permille: 500))
            if random.chance(permille: 800) {
                stops.window = MandatoryStops.Window(
                    opens: share(Int64(random.int(in: 0...400))), closes: share(Int64(random.int(in: 401...900))),
                    by: random.element(of: [.entry, .exit, .both]))
            }
            if random.chance(permille: 800) {
                stops.minimum = TimeByClass(.seconds(Int64(random.int(in: 10...90))), times: ["GT3": .seconds(40)])
                stops.additions = [random.element(of: entries).number: .seconds(15)]
            }
            asked.stops = stops
        }
        if random.chance(permille: 400) {
            var times = StopTimes(to: TimeByClass(.seconds(88)))
            times.from = .seconds(Int64(random.int(in: 0...40)))
            times.jokers = random.int(in: 0...1)
            asked.stopTimes = times
        }
        if random.chance(permille: 300) { asked.technicalStop = TechnicalStop(minimum: .seconds(60), to: share(600)) }
        if random.chance(permille: 400) { asked.stint = StintLimit(longest: share(Int64(random.int(in: 200...600)))) }
        if random.chance(permille: 400) { asked.continuous = ContinuousDriving(most: share(400), rest: share(100)) }
        if random.chance(permille: 500) {
            var driving = DrivingTime()
            driving.least = share(100)
            driving.most = share(700)
            if random.chance(permille: 300) { driving.block = share(500) }
            asked.driving = [driving]
        }
        asked.starters = [random.element(of: entries).number: 1]
        asked.qualifier = .highestGrade
        asked.penalties = [
            .shortStop: [
                PenaltyBand(below: .seconds(1), .stopAndGo(.seconds(1), shortfall: true)), PenaltyBand(.none),
            ],
            .missedStop: [PenaltyBand(.laps(2))], .lateStop: [PenaltyBand(.time(.seconds(5), shortfall: true))],
        ]
        asked.automatic = [.missedStop, .lateStop]
        rules.obligations = asked
        return Session(id: id, name: name, kind: kind, circuit: circuit, rules: rules, entries: entries)
    }
}
