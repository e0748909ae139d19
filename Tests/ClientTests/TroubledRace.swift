import Recording
import Rulebook
import Simulation
import Timing

/// Generated races with commands of the stewards, in which something is asked of the cars.
struct TroubledRace {
    let session: Session
    let inputs: [Input]

    init(seed: UInt64) throws {
        let race = SimulatedRace.run(.generated(seed: seed))
        guard let first = race.event.sessions.first else { throw Trouble.noSession }
        session = first.owing(seed: seed)
        var random = SeededGenerator(seed: seed, stream: 91)
        var inputs = race.recording.inputs
        for (number, kind) in Self.acts(race, &random).enumerated() {
            let place = random.int(in: inputs.count / 4...inputs.count)
            let at = inputs[min(place, inputs.count - 1)].instant
            let stop = ObligationID(.stop, 1)
            let act = Act(
                id: "act-\(number)", at: at, by: "stewards", kind: kind, concerning: kind.isPenalty ? stop : nil)
            inputs.insert(.act(act), at: place)
        }
        // Some crossings come late, and wait to the end.
        let late = inputs.indices.filter { $0 % 40 == 39 }
        for place in late { if case .crossing(let crossing) = inputs[place] { inputs[place] = .late(crossing) } }
        inputs.append(.lateTaken(count: late.count, at: inputs.map(\.instant).max() ?? .distantPast))
        self.inputs = inputs
    }

    enum Trouble: Error { case noSession }

    /// One of every kind.
    private static func acts(_ race: SimulatedRace, _ random: inout SeededGenerator) -> [Act.Kind] {
        let entries = race.event.entries
        let crossings = race.recording.crossings
        func any() -> CarNumber { entries[random.int(in: 0...entries.count - 1)].number }
        let car = any()
        let crossing = crossings[random.int(in: 0...crossings.count - 1)]
        return [
            .penalty(car, .time(.seconds(5)), reason: "track limits"),
            .penalty(any(), .driveThrough, reason: "speeding"),
            .penalty(any(), .disqualified, reason: "weight"),
            .penalty(any(), .lapTime(2), reason: "track limits"), .served("act-1", true),
            .void(crossing.id), .insert(car, crossing.loop, driver: 1), .driver(car, driver: 9),
            .flag(.safetyCar, isEstimated: true, throughPitLane: true), .flag(.green, isEstimated: false),
            .bulletin(.minimum(of: nil, .seconds(80))), .bulletin(.addition(car, .seconds(5))), .retired(car),
            .assign(Transponder(4_000_000), any(), .wholeSession),
            .clock(ClockCorrection(decoder: crossing.id.decoder, from: crossing.stamp, ahead: 250_000)),
            .ruling(car, ObligationID(.stop, 1), .excused, reason: "pushed off"), .withdraw("act-0"),
            .message("last warning", cars: [car]), .conditions(Conditions(air: 310, track: 445, surface: .wet)),
            .report(car, Report(kind: "trackLimits", place: .turn(5), lap: 2)),
        ]
    }
}

extension Act.Kind {
    fileprivate var isPenalty: Bool { if case .penalty = self { true } else { false } }
}

extension Session {
    /// The same session with something asked of its cars.
    fileprivate func owing(seed: UInt64) -> Session {
        var rules = self.rules
        let length = rules.duration ?? .minutes(30)
        var stops = MandatoryStops(number: 1, driverChange: true)
        stops.window = MandatoryStops.Window(
            opens: Milliseconds(length.count / 4), closes: Milliseconds(length.count * 3 / 4), by: .entry)
        stops.minimum = TimeByClass(.seconds(Int64(30 + seed % 60)), times: [:])
        var asked = Obligations()
        asked.stops = stops
        asked.stint = StintLimit(longest: Milliseconds(length.count / 2))
        asked.starters = [entries[0].number: 1]
        rules.reports = [ReportRule("trackLimits", steps: [.init(count: 1, .infringement(.driveThrough))])]
        asked.penalties = [
            .shortStop: [
                PenaltyBand(below: .seconds(1), .stopAndGo(.seconds(1), shortfall: true)),
                PenaltyBand(below: .seconds(5), .time(.seconds(10), shortfall: false)), PenaltyBand(.laps(1)),
            ],
            .missedStop: [PenaltyBand(.disqualified)], .lateStop: [PenaltyBand(.driveThrough)],
            .stintOverrun: [PenaltyBand(.laps(1))], .earlyStop: [PenaltyBand(.none)],
        ]
        asked.automatic = [.stintOverrun]
        rules.obligations = asked
        rules.intermediates = [Milliseconds(length.count / 3)]
        return Session(id: id, name: name, kind: kind, circuit: circuit, rules: rules, entries: entries)
    }
}
