import Simulation
import Testing
import Timing

@Suite("A race that goes as it is written")
struct ScriptedRaceTests {
    private static let circuit = Circuit(
        name: "Short", lengthMetres: 4000,
        loops: [(1, Loop.Kind.line), (2, .linePit), (3, .sector), (4, .sector), (10, .pitEntry), (11, .pitExit)].map {
            Loop(id: LoopID($0), name: "\($1)", kind: $1, minimum: .seconds(5))
        })

    private static func race(_ cars: ScriptedCar...) -> ScriptedRace {
        let entries = cars.enumerated().map { place, car in
            Entry(
                number: car.number, carClass: "GT3", team: "Team", transponders: [Transponder(UInt32(place) + 1)],
                drivers: [])
        }
        let rules = RaceRules(duration: .minutes(20), classifiedPercent: 0)
        return ScriptedRace(
            Session(id: "race", name: "Race", circuit: circuit, rules: rules, entries: entries), cars)
    }

    private static func run(_ race: ScriptedRace) throws -> Timekeeper {
        var timekeeper = Timekeeper(race.session)
        for input in race.inputs { _ = try timekeeper.apply(input) }
        return timekeeper
    }

    @Test("laps are of one length, the race ends by its rules, nothing is missing")
    func laps() throws {
        let timekeeper = try Self.run(
            Self.race(ScriptedCar("7", lap: .seconds(100)), ScriptedCar("8", lap: .seconds(110))))
        #expect(timekeeper.phase == .finishing && timekeeper.provisional.isEmpty)
        let leader = timekeeper.lapping(of: CarIndex(0))
        #expect(leader.laps == 12 && leader.lastLap == .seconds(100) && leader.driver == 1)
        #expect(timekeeper.chequeredAt == Instant(milliseconds: 1_526_715_136_227 + 1_200_000))
    }

    @Test("pit entry and exit are at their milliseconds, and the driver who is to drive out does")
    func visits() throws {
        let visits = [
            ScriptedVisit(.ms(300_001), .ms(385_002), driverOut: 2), ScriptedVisit(.ms(400_000), .ms(430_000)),
            ScriptedVisit(.ms(900_000), .ms(930_000), driverOut: 1, unseen: [.pitEntry]),
        ]
        let race = Self.race(ScriptedCar("7", lap: .seconds(100), visits: visits))
        let timekeeper = try Self.run(race)
        let stops = timekeeper.stops(of: CarIndex(0))
        #expect(stops.map { $0.entered.map { ($0 - race.clockStart).count } } == [300_001, 400_000, nil])
        #expect(stops.map { $0.left.map { ($0 - race.clockStart).count } } == [385_002, 430_000, 930_000])
        #expect(stops.map(\.driverIn) == [1, 2, 2] && stops.map(\.driverOut) == [2, 2, 1])
        #expect(timekeeper.provisional.isEmpty)
    }

    @Test("a car vanishes where it is said to, and is out when race control says so")
    func vanishes() throws {
        var car = ScriptedCar("7", lap: .seconds(100))
        (car.vanishes, car.retires) = (.ms(500_000), .ms(510_000))
        let race = Self.race(car, ScriptedCar("8", lap: .seconds(100)))
        let timekeeper = try Self.run(race)
        #expect(timekeeper.lapping(of: CarIndex(0)).laps == 4)
        #expect(timekeeper.standing(of: CarIndex(0)).status == .retired)
    }

    @Test("flags, the end and other acts are in the inputs, in official order, and it is the same each time")
    func acts() throws {
        var race = Self.race(ScriptedCar("7", lap: .seconds(100)), ScriptedCar("8", lap: .seconds(100)))
        race.flags = [.init(.safetyCar, from: .ms(200_000)), .init(.green, from: .ms(400_000))]
        (race.chequered, race.ends) = (.ms(700_000), .ms(900_000))
        #expect(race.inputs == race.inputs)
        #expect(zip(race.inputs, race.inputs.dropFirst()).allSatisfy { $0.instant <= $1.instant })
        let timekeeper = try Self.run(race)
        #expect(timekeeper.flags.map(\.flag) == [.green, .safetyCar, .green, .chequered])
        #expect(timekeeper.phase == .ended)
        let numbers = race.inputs.compactMap { input -> UInt64? in
            guard case .crossing(let crossing) = input, crossing.id.decoder == 101 else { return nil }
            return crossing.id.number
        }
        #expect(numbers == Array(1...UInt64(numbers.count)))
    }
}

extension Milliseconds {
    fileprivate static func ms(_ count: Int64) -> Milliseconds { Milliseconds(count) }
}
