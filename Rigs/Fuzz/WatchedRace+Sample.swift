import Timing

extension WatchedRace {
    /// A race of four cars, half an hour old, with a stop, a safety car and a penalty.
    static let underway: Timekeeper = {
        var race = WatchedRace(.small(.race, start: .signal))
        let start: Int64 = 1_526_715_136_227
        func act(_ name: String, _ seconds: Int64, _ kind: Act.Kind) -> Input {
            .act(Act(id: name, at: Instant(milliseconds: start + seconds * 1000), by: "race control", kind: kind))
        }
        var number: UInt64 = 0
        func seen(_ car: UInt32, _ loop: UInt16, _ seconds: Int64, driver: UInt8 = 1) -> Input {
            number += 1
            let id = CrossingID(decoder: 100 + UInt32(loop), epoch: 1, number: number)
            let stamp = (start + seconds * 1000) * 1000 + Int64(car) * 300_000
            return .crossing(
                Crossing(id: id, stamp: stamp, transponder: Transponder(4710 + car), loop: LoopID(loop), driver: driver)
            )
        }
        var inputs = [act("start", 0, .start)]
        for lap in 0..<8 as Range<Int64> {
            for car in 1...4 as ClosedRange<UInt32> {
                let began = lap * 100 + Int64(car) * 2
                inputs += [seen(car, 2, began + 30), seen(car, 3, began + 65)]
                let stops = lap == Int64(car) + 1
                inputs += stops ? [seen(car, 10, began + 90), seen(car, 4, began + 95)] : [seen(car, 1, began + 100)]
                if stops { inputs.append(seen(car, 11, began + 125, driver: 2)) }
            }
            if lap == 4 { inputs.append(act("safety car", 520, .flag(.safetyCar, isEstimated: false))) }
            if lap == 5 { inputs.append(act("green", 640, .flag(.green, isEstimated: false))) }
            if lap == 6 {
                inputs.append(act("decision-1", 700, .penalty(CarNumber("7"), .driveThrough, reason: "pit lane speed")))
            }
        }
        // The sample is sound: its test sees to that.
        for input in inputs { try? race.take(input) }
        return Timekeeper(copying: race.timekeeper)
    }()
}

extension Session {
    /// Four cars in two classes at a circuit with every kind of loop, with every kind of obligation.
    static func small(_ kind: Kind, start: RaceRules.Start, asksMuch: Bool = true) -> Session {
        var rules = RaceRules(duration: .minutes(30), classifiedPercent: 75, classifiedBasis: .carClass)
        rules.start = start
        rules.intermediates = [.minutes(5), .minutes(10)]
        rules.countBackLaps = 2
        rules.pitSpeed = 60
        if asksMuch { rules.obligations = .everything }
        let numbers = ["7", "07", "88", "918"]
        let entries = (1...4).map { (place: Int) -> Entry in
            Entry(
                number: CarNumber(numbers[place - 1]), carClass: place > 2 ? "GT4" : "GT3",
                cup: place == 1 ? "Pro/Am" : nil,
                team: "Team \(place)", transponders: [Transponder(UInt32(4710 + place))],
                drivers: [
                    Driver(id: 1, name: "A. \"Quick\" Driver", grade: "Bronze"),
                    Driver(id: 2, name: "B. Driver", grade: "Gold"),
                ])
        }
        return Session(id: "race2", name: "Race 2", kind: kind, circuit: .small, rules: rules, entries: entries)
    }
}

extension Circuit {
    fileprivate static let small = Circuit(
        name: "Small", lengthMetres: 3000, pitTransit: .seconds(25), pitLaneMetres: 400, pitOnTrack: .seconds(8),
        loops: [
            Loop(id: LoopID(1), name: "Line", kind: .line, minimum: .seconds(20)),
            Loop(id: LoopID(2), name: "Sector 1", kind: .sector, minimum: .seconds(5)),
            Loop(id: LoopID(3), name: "Sector 2", kind: .sector, minimum: .seconds(5)),
            Loop(id: LoopID(4), name: "Line in pit lane", kind: .linePit, minimum: .seconds(20)),
            Loop(id: LoopID(5), name: "Trap", kind: .speedTrap, minimum: .zero),
            Loop(id: LoopID(10), name: "Pit entry", kind: .pitEntry, minimum: .seconds(5)),
            Loop(id: LoopID(11), name: "Pit exit", kind: .pitExit, minimum: .seconds(5)),
        ])
}

extension Obligations {
    fileprivate static let everything: Obligations = {
        var asked = Obligations()
        var stops = MandatoryStops(
            number: 2, window: .init(opens: .minutes(1), closes: .minutes(12), by: .both), driverChange: true)
        stops.minimum = TimeByClass(.seconds(30), times: ["GT3 Pro/Am": .seconds(35)])
        stops.additions = [CarNumber("7"): .seconds(15)]
        asked.stops = stops
        var times = StopTimes(to: TimeByClass(.seconds(28)))
        times.from = .seconds(20)
        times.jokers = 1
        times.block = .minutes(5)
        asked.stopTimes = times
        asked.technicalStop = TechnicalStop(minimum: .seconds(60), to: .minutes(15))
        asked.stint = StintLimit(longest: .minutes(4))
        asked.continuous = ContinuousDriving(most: .minutes(8), rest: .minutes(1))
        var whole = DrivingTime()
        (whole.least, whole.leastAlone, whole.most) = (.minutes(5), .minutes(3), .minutes(20))
        var blocks = DrivingTime()
        (blocks.grade, blocks.block, blocks.most, blocks.together) = ("Bronze", .minutes(6), .minutes(5), true)
        asked.driving = [whole, blocks]
        asked.starters = [CarNumber("88"): 1]
        asked.qualifier = .highestGrade
        asked.penalties = [
            .shortStop: [
                PenaltyBand(below: .seconds(1), .stopAndGo(.seconds(1), shortfall: true)), PenaltyBand(.disqualified),
            ],
            .missedStop: [PenaltyBand(.laps(2))], .lateStop: [PenaltyBand(.time(.seconds(5), shortfall: true))],
            .stintOverrun: [PenaltyBand(.driveThrough)],
        ]
        asked.automatic = [.missedStop, .lateStop]
        return asked
    }()
}
