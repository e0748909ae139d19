import Testing
import Timing

@Suite("A race that is suspended")
struct SuspensionTests {
    private static let cars = ["7", "8"]

    /// Ten minutes of laps of 100 s, from 300 s on; the red flag is shown at 560 s, on lap 6 of the leader.
    private static func race(
        kind: Session.Kind = .race, _ change: (inout RaceRules) -> Void = { _ in }
    ) throws -> ShortRace {
        var rules = RaceRules(duration: .minutes(10), classifiedPercent: 0)
        change(&rules)
        var race = ShortRace(cars: cars, rules: rules, kind: kind)
        race.rollOff(cars)
        race.lap(cars, laps: 5, of: 100_000)
        for (place, car) in cars.enumerated() { race.cross(car, .first, 530_000 + Int64(place) * 1000) }
        try race.flag(.red, 560_000, id: "red")
        return race
    }

    /// The field comes into the pit lane and waits there.
    private static func lineUp(_ race: inout ShortRace, at: Int64 = 640_000) {
        for (place, car) in cars.enumerated() {
            race.cross(car, .second, at - 40_000 + Int64(place) * 2000)
            race.cross(car, .pitEntry, at + Int64(place) * 2000)
            race.cross(car, .linePit, at + 8_000 + Int64(place) * 2000)
        }
    }

    /// It comes out again and goes round.
    private static func goOn(_ race: inout ShortRace, from: Int64, laps: Int64 = 1) {
        for (place, car) in cars.enumerated() { race.cross(car, .pitExit, from + Int64(place) * 1000) }
        for lap in 0..<laps {
            for (share, loop) in [(30, ShortRace.At.first), (60, .second), (100, .line)] as [(Int64, ShortRace.At)] {
                for (place, car) in cars.enumerated() {
                    race.cross(car, loop, from + (lap * 100 + share) * 1000 + Int64(place) * 1000)
                }
            }
        }
    }

    @Test("the time runs out under red: who crosses the Line completes the lap, and no flag falls")
    func runsOut() throws {
        var race = try Self.race()
        Self.lineUp(&race)
        #expect(race.chequered == nil && race.timekeeper.flag == .red && race.timekeeper.phase == .running)
        #expect(race.laps("7").laps == 6 && race.laps("8").laps == 6)
        #expect(race.stops("7").map(\.counts) == [false])
        race.cross("7", .pitExit, 700_000)
        race.cross("7", .first, 730_000)
        race.cross("7", .line, 800_000)
        #expect(race.chequered == nil && race.laps("7").laps == 7, "on the track as in the pit lane")
    }

    @Test("resumed, the leader's next crossing of the Line ends it")
    func resumed() throws {
        var race = try Self.race()
        Self.lineUp(&race)
        try race.flag(.safetyCar, 700_000)
        #expect(race.chequered == nil)
        Self.goOn(&race, from: 710_000)
        #expect(race.chequered == 810_000 && race.laps("7").laps == 7)
        #expect(race.order == Self.cars && race.place("8").status == .finished && race.doubts.isEmpty)
    }

    @Test("resumed, not another car's crossing: it is behind")
    func notTheLeader() throws {
        var race = try Self.race()
        race.cross("7", .second, 600_000)
        race.cross("7", .linePit, 640_000)
        try race.flag(.green, 650_000)
        race.cross("8", .second, 655_000)
        race.cross("8", .line, 690_000)
        #expect(race.chequered == nil && race.laps("8").laps == 6)
    }

    @Test("prolonged under red, before or after the time ran out, it goes on so long", arguments: [580_000, 620_000])
    func prolonged(at: Int64) throws {
        var race = try Self.race()
        Self.lineUp(&race)
        try race.act(.duration(.minutes(15)), at, id: "longer")
        try race.flag(.green, 700_000)
        Self.goOn(&race, from: 710_000, laps: 2)
        #expect(race.chequered == 910_000 && race.laps("7").laps == 8)
        try race.act(.withdraw("longer"), 915_000)
        #expect(race.chequered == 810_000 && race.laps("7").laps == 7)
    }

    @Test("a flag that fell by itself is taken back by a later word that prolongs, and what came since counts")
    func flagTakenBack() throws {
        var race = ShortRace(cars: Self.cars, rules: RaceRules(duration: .minutes(10), classifiedPercent: 0))
        race.rollOff(Self.cars)
        race.lap(Self.cars, laps: 6, of: 100_000)
        #expect(race.chequered == 600_000 && race.place("8").status == .finished)
        race.lap(Self.cars, laps: 1, of: 100_000, from: 600_000)
        #expect(race.laps("7").laps == 6)
        try race.act(.duration(.minutes(15)), 710_000, id: "longer")
        #expect(race.chequered == nil && race.timekeeper.phase == .running && race.timekeeper.flag == .green)
        #expect(race.laps("7").laps == 7 && race.laps("8").laps == 7 && race.place("7").status == .onTrack)
        #expect(race.timekeeper.flags.map(\.flag) == [.green])
        try race.act(.withdraw("longer"), 720_000)
        #expect(race.chequered == 600_000 && race.laps("7").laps == 6)
    }

    @Test("what cuts the session short ends it when it is said, not before")
    func cutShort() throws {
        var race = ShortRace(cars: Self.cars, rules: RaceRules(duration: .minutes(10), classifiedPercent: 0))
        race.rollOff(Self.cars)
        race.lap(Self.cars, laps: 3, of: 100_000)
        try race.act(.duration(.minutes(2)), 350_000)
        #expect(race.chequered == nil && race.laps("7").laps == 3)
        race.lap(Self.cars, laps: 1, of: 100_000, from: 300_000)
        #expect(race.chequered == 400_000)
    }

    @Test("not resumed, the result is that of the lap before the one on which the flag was shown")
    func notResumed() throws {
        var race = try Self.race { $0.countBackLaps = 1 }
        Self.lineUp(&race)
        try race.act(.end, 800_000)
        #expect(Self.cars.map { race.laps($0).laps } == [5, 5])
        #expect(race.place("7").total == 500_000 && race.place("7").status == .finished)
        #expect(race.chequered == nil && race.timekeeper.result == .provisional)
    }

    @Test("without a rule for it the result stands as it is")
    func notResumedStands() throws {
        var race = try Self.race()
        Self.lineUp(&race)
        try race.act(.end, 800_000)
        #expect(Self.cars.map { race.laps($0).laps } == [6, 6] && race.place("7").status == .retired)
    }

    @Test("resumed and suspended once more, not resumed: the lap of the second flag decides")
    func secondRedFlag() throws {
        var race = try Self.race {
            $0.countBackLaps = 1
            $0.duration = .minutes(20)
        }
        Self.lineUp(&race)
        try race.flag(.green, 700_000)
        Self.goOn(&race, from: 710_000, laps: 2)
        try race.flag(.red, 930_000)
        try race.act(.end, 1_000_000)
        #expect(Self.cars.map { race.laps($0).laps } == [8, 8] && race.place("7").total == 910_000)
    }

    @Test("the red flag taken back was never shown: the leader had taken the chequered one")
    func redTakenBack() throws {
        var race = try Self.race()
        Self.lineUp(&race)
        try race.act(.withdraw("red"), 700_000)
        #expect(race.chequered == 648_000 && race.place("8").status == .finished)
        #expect(race.stops("7").map(\.counts) == [true])
    }

    @Test("withdrawn in the millisecond in which the leader crosses the Line, the flag falls for it")
    func inTheMillisecond() throws {
        for (at, fell) in [(648_000, 648_000), (648_001, nil)] as [(Int64, Int64?)] {
            var race = try Self.race()
            try race.flag(.green, at)
            Self.lineUp(&race)
            #expect(race.chequered == fell)
        }
    }

    @Test("where the clock stands under red the time runs out later by as much")
    func stopsClock() throws {
        var race = try Self.race { $0.redFlag.stopsClock = true }
        Self.lineUp(&race)
        try race.flag(.green, 700_000)
        // 40 s are left when it is resumed.
        race.cross("7", .pitExit, 701_000)
        race.cross("7", .first, 711_000)
        race.cross("7", .second, 720_000)
        race.cross("7", .line, 739_999)
        #expect(race.chequered == nil && race.laps("7").laps == 7)
        race.cross("7", .first, 770_000)
        race.cross("7", .line, 839_000)
        #expect(race.chequered == 839_000)
    }

    @Test("a lap is taken off everybody for each red flag that is withdrawn, in the result")
    func lapsOff() throws {
        var race = try Self.race { $0.redFlag.lapsOff = 1 }
        Self.lineUp(&race)
        #expect(race.place("7").penaltyLaps == 0)
        try race.flag(.green, 700_000)
        Self.goOn(&race, from: 710_000)
        #expect(Self.cars.map { race.laps($0).laps } == [7, 7])
        #expect(Self.cars.map { race.place($0).penaltyLaps } == [1, 1] && race.order == Self.cars)
    }

    @Test("no lap is taken off where the race was not resumed: ended under red, or the chequered flag shown next")
    func noLapOff() throws {
        var ended = try Self.race { $0.redFlag.lapsOff = 1 }
        try ended.act(.end, 700_000)
        #expect(ended.place("7").penaltyLaps == 0)
        var chequered = try Self.race { $0.redFlag.lapsOff = 1 }
        try chequered.flag(.chequered, 700_000)
        #expect(chequered.place("7").penaltyLaps == 0)
    }

    @Test("resumed and then shown the chequered flag by hand, everybody finishes at the Line")
    func thenChequered() throws {
        var race = try Self.race()
        Self.lineUp(&race)
        try race.flag(.green, 700_000)
        for (place, car) in Self.cars.enumerated() { race.cross(car, .pitExit, 705_000 + Int64(place) * 1000) }
        try race.flag(.chequered, 720_000)
        #expect(race.chequered == 720_000 && race.place("7").status != .finished)
        Self.goOn(&race, from: 712_000)
        #expect(Self.cars.map { race.place($0).status } == [.finished, .finished])
        #expect(race.chequered == 720_000 && race.laps("7").laps == 7)
    }

    @Test("a provisional crossing under red completes the lap and brings no flag")
    func provisionalUnderRed() throws {
        var race = try Self.race()
        race.cross("7", .second, 590_000)
        try race.flag(.green, 640_000)
        // Its Line at about 630 s was missed.
        race.cross("7", .first, 665_000)
        #expect(race.timekeeper.provisional.count == 1 && race.laps("7").laps == 6)
        #expect(race.timekeeper.provisional.first.map { $0.at < ShortRace.instant(640_000) } == true)
        #expect(race.chequered == nil)
    }

    @Test("the laps of the race completed under red bring no flag either")
    func byLaps() throws {
        var race = try Self.race {
            $0.duration = nil
            $0.laps = 6
        }
        Self.lineUp(&race)
        #expect(race.chequered == nil && race.laps("7").laps == 6)
        try race.flag(.green, 700_000)
        Self.goOn(&race, from: 710_000)
        #expect(race.chequered == 810_000 && race.laps("7").laps == 7)
    }

    @Test("in qualifying the time runs out under red, as it does under green")
    func qualifying() throws {
        var race = try Self.race(kind: .qualifying)
        Self.lineUp(&race)
        #expect(race.chequered == 600_000 && race.place("7").status == .finished)
    }
}
