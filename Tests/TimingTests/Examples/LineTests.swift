import Testing
import Timing

@Suite("What counts at the Line, and what does not")
struct LineTests {
    @Test("the Line crossed within its minimum of the start signal is the start, not a lap")
    func start() {
        var race = ShortRace("7")
        #expect(race.place("7").status == .notStarted)
        #expect(race.cross("7", .line, 29_999).outcome == .start)
        #expect(race.laps("7").laps == 0)
        #expect(race.place("7").status == .onTrack)
        #expect(race.place("7").total == nil)
    }

    @Test("the Line crossed at its minimum after the start signal is a lap")
    func minimum() {
        var race = ShortRace("7")
        #expect(race.cross("7", .line, 30_000).outcome == .lap)
        #expect(race.laps("7").last == 30_000)
    }

    @Test("the Line crossed just after the start signal is the start, whatever loop was seen before")
    func startAfterSector() {
        var race = ShortRace("7")
        race.cross("7", .second, 3_000)
        #expect(race.cross("7", .line, 9_000).outcome == .start)
        #expect(race.laps("7").laps == 0)
    }

    @Test("lap 1 runs from the start signal, not from the Line crossed after it")
    func firstLap() {
        var race = ShortRace("7")
        race.cross("7", .line, 8_000)
        race.cross("7", .line, 108_000)
        #expect(race.laps("7").last == 108_000)
        #expect(race.place("7").total == 108_000)
    }

    @Test("a second crossing within the minimum is the same lap, and both stay in evidence")
    func again() throws {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        let first = try race.latest()
        #expect(race.cross("7", .line, 129_999).outcome == .again)
        #expect(race.laps("7").laps == 1)
        #expect(race.laps("7").lastSeen == 100_000)
        #expect(race.timekeeper.counts.crossings == 2)
        // Without the first the second is the lap: it had been kept.
        try race.act(.void(first), 130_000)
        #expect(race.laps("7").laps == 1)
        #expect(race.laps("7").last == 129_999)
    }

    @Test("the minimum runs from the crossing that counted, not from the one seen again")
    func minimumRuns() {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        race.cross("7", .line, 115_000)
        race.cross("7", .first, 125_000)
        #expect(race.cross("7", .line, 130_000).outcome == .lap)
    }

    @Test("the Line on the track and in the pit lane is one Line")
    func oneLine() {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        #expect(race.cross("7", .linePit, 109_999).outcome == .unexpected)
        #expect(race.laps("7").laps == 1)
        #expect(race.timekeeper.doubts.map(\.kind) == [.pitLoopOnTrack])
    }

    @Test("two decoders at the Line see one lap")
    func twoDecoders() {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        let other = Crossing(
            id: CrossingID(decoder: 2, epoch: 1, number: 1),
            stamp: (ShortRace.signal + 100_001) * 1000, transponder: Transponder(4701), loop: LoopID(1))
        #expect(race.timekeeper.apply(other).outcome == .again)
        #expect(race.laps("7").laps == 1)
    }

    @Test("a crossing received once more is known and changes nothing")
    func repeated() {
        var race = ShortRace("7", "8")
        race.cross("7", .line, 100_000)
        let before = Picture(race.timekeeper)
        let crossing = Crossing(
            id: CrossingID(decoder: 1, epoch: 1, number: 1),
            stamp: (ShortRace.signal + 100_000) * 1000, transponder: Transponder(4701), loop: LoopID(1))
        #expect(race.timekeeper.apply(crossing).outcome == .repeated)
        #expect(Picture(race.timekeeper) == before)
        #expect(race.timekeeper.changedRows.isEmpty)
        #expect(race.timekeeper.counts.crossings == 1)
    }

    @Test("the same number of a decoder's next epoch is another crossing")
    func epoch() {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        let crossing = Crossing(
            id: CrossingID(decoder: 1, epoch: 2, number: 1),
            stamp: (ShortRace.signal + 200_000) * 1000, transponder: Transponder(4701), loop: LoopID(1))
        #expect(race.timekeeper.apply(crossing).outcome == .lap)
    }

    @Test("what crosses before the start signal counts for nothing")
    func formationLap() {
        var race = ShortRace("7")
        #expect(race.cross("7", .line, -1).outcome == .beforeStart)
        #expect(race.laps("7").lastLoop == nil)
        #expect(race.place("7").status == .notStarted)
    }

    @Test("a loop that the circuit does not have says nothing")
    func unknownLoop() {
        var race = ShortRace("7")
        let crossing = Crossing(
            id: CrossingID(decoder: 1, epoch: 1, number: 99), stamp: (ShortRace.signal + 50_000) * 1000,
            transponder: Transponder(4701), loop: LoopID(9))
        #expect(race.timekeeper.apply(crossing).outcome == .unknownLoop)
        #expect(race.laps("7").lastLoop == nil)
    }

    @Test("a speed trap says where the car was, and nothing about order")
    func speedTrap() {
        var race = ShortRace("7", "8")
        #expect(race.cross("8", .speedTrap, 20_000).outcome == .speedTrap)
        #expect(race.order == ["7", "8"])
        #expect(race.laps("8").lastLoop == LoopID(12))
    }

    @Test("a start signal corrected by two seconds moves every time since the start")
    func correctedStart() throws {
        var race = ShortRace("7")
        race.cross("7", .line, 100_000)
        race.cross("7", .line, 200_000)
        race.cross("7", .pitEntry, 290_000)
        let effect = try race.act(.start, 2_000, id: "start again")
        #expect(effect.isCorrection)
        #expect(race.place("7").total == 198_000)
        #expect(race.laps("7").lastSeen == 288_000)
        #expect(race.laps("7").last == 100_000)
        #expect(race.stops("7").map(\.entered) == [288_000])
        #expect(race.timekeeper.changedParts(of: CarIndex(0)) == .all)
    }

    @Test("a second start signal taken back leaves every gap of the race as it was")
    func secondStartTakenBack() throws {
        func race(isStartedTwice: Bool) throws -> ShortRace {
            let cars = (1...60).map { "\($0)" }
            var race = ShortRace(cars: cars)
            for (place, car) in cars.enumerated() { race.cross(car, .first, 30_000 + Int64(place) * 100) }
            // All but the last come round.
            for (place, car) in cars.dropLast().enumerated() {
                race.cross(car, .second, 60_000 + Int64(place) * 100)
            }
            for (place, car) in cars.dropLast().enumerated() {
                race.cross(car, .line, 90_000 + Int64(place) * 100)
            }
            if isStartedTwice { try race.act(.start, 100_000, id: "by mistake") }
            race.cross("1", .first, 121_000)
            if isStartedTwice { try race.act(.withdraw("by mistake"), 121_000) }
            return race
        }
        let once = try race(isStartedTwice: false)
        let twice = try race(isStartedTwice: true)
        #expect(once.place("60").gap == Apart(ms: 5_900, laps: 0))
        #expect(twice.place("60").gap == Apart(ms: 5_900, laps: 0))
        let difference = Picture(twice.timekeeper).difference(
            from: Picture(once.timekeeper), as: ("twice", "once"))
        #expect(difference == nil)
    }
}
