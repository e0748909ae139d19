import Testing
import Timing

@Suite("Whose a transponder is, and when")
struct WornTests {
    private static let (one, two) = (Transponder(4701), Transponder(4702))

    private static func worn(_ transponder: Transponder, by car: String, from: Int64? = nil, until: Int64? = nil)
        -> Act.Kind
    {
        .assign(
            transponder, CarNumber(car),
            WearingTime(from: from.map(ShortRace.instant), until: until.map(ShortRace.instant)))
    }

    /// Laps of 100 s of 4701 and of 101 s of 4702. On lap 4 both are in the pit lane, from 390 s to 450 s and from
    /// 394 s to 469 s.
    private static func race() -> ShortRace {
        var race = ShortRace("7", "8")
        for (transponder, lap, stop) in [(4701, 100_000, 60_000), (4702, 101_000, 75_000)] as [(UInt32, Int64, Int64)] {
            for count in 0..<6 as Range<Int64> {
                let from = count * lap + (count > 3 ? stop : 0)
                race.cross(transponder: transponder, .first, from + lap * 3 / 10)
                race.cross(transponder: transponder, .second, from + lap * 6 / 10)
                guard count == 3 else {
                    race.cross(transponder: transponder, .line, from + lap)
                    continue
                }
                race.cross(transponder: transponder, .pitEntry, from + lap - 10_000)
                race.cross(transponder: transponder, .linePit, from + lap)
                race.cross(transponder: transponder, .pitExit, from + lap - 10_000 + stop)
            }
        }
        return race
    }

    @Test("two cars that wore each other's until the stop: the laps before it are the other's")
    func swapped() throws {
        var race = Self.race()
        let unswapped = Picture(race.timekeeper)
        try race.act(Self.worn(Self.one, by: "8", until: 420_000), 700_000, id: "one")
        try race.act(Self.worn(Self.two, by: "7", until: 420_000), 700_000, id: "two")
        // 7 comes into the pit lane with 4702 and leaves it with 4701.
        #expect(race.laps("7").laps == 6 && race.laps("8").laps == 6)
        #expect(race.laps("7").bestNumber == 6 && race.laps("8").bestNumber == 2)
        #expect(race.stops("7").map(\.duration) == [56_000] && race.stops("8").map(\.duration) == [79_000])
        try race.act(.withdraw("one"), 710_000)
        try race.act(.withdraw("two"), 710_000)
        #expect(Picture(race.timekeeper).rows == unswapped.rows)
    }

    @Test("told with the instant from which they wear their own it is the same")
    func fromTheStop() throws {
        var until = Self.race()
        try until.act(Self.worn(Self.one, by: "8", until: 420_000), 700_000)
        try until.act(Self.worn(Self.two, by: "7", until: 420_000), 700_000)
        var from = Self.race()
        for (transponder, car) in [(Self.one, "8"), (Self.two, "7")] {
            try from.act(Self.worn(transponder, by: car), 700_000)
        }
        for (transponder, car) in [(Self.one, "7"), (Self.two, "8")] {
            try from.act(Self.worn(transponder, by: car, from: 420_000), 700_000)
        }
        #expect(Picture(until.timekeeper).rows == Picture(from.timekeeper).rows)
    }

    @Test("a transponder lent and lent on: each car has what it did with it")
    func lentOn() throws {
        var race = ShortRace("7", "8", "9")
        for lap in 1...6 as ClosedRange<Int64> { race.cross(transponder: 9001, .line, lap * 100_000) }
        let spare = Transponder(9001)
        try race.act(Self.worn(spare, by: "7", from: 0, until: 250_000), 650_000)
        try race.act(Self.worn(spare, by: "8", from: 250_000, until: 450_000), 651_000)
        #expect(["7", "8", "9"].map { race.laps($0).laps } == [2, 2, 0])
        #expect(race.timekeeper.unknown.held(spare)?.crossings.count == 2, "afterwards it is unassigned")
        try race.act(Self.worn(spare, by: "9", from: 450_000), 652_000)
        #expect(race.timekeeper.unknown.held.isEmpty)
    }

    @Test("the beginning is in the time, the end is not")
    func limits() throws {
        var race = ShortRace("7")
        for at in [99_999, 199_999, 300_000] as [Int64] { race.cross(transponder: 9001, .line, at) }
        try race.act(Self.worn(Transponder(9001), by: "7", from: 199_999, until: 300_000), 310_000)
        #expect(race.laps("7").laps == 1 && race.place("7").total == 199_999)
    }

    @Test("of two that include an instant the later beginning holds, whichever was said last")
    func laterBeginning() throws {
        for isLaterFirst in [true, false] {
            var race = ShortRace("7", "8")
            for lap in 1...4 as ClosedRange<Int64> { race.cross(transponder: 9001, .line, lap * 100_000) }
            let whole = Self.worn(Transponder(9001), by: "7", from: 0)
            let part = Self.worn(Transponder(9001), by: "8", from: 150_000)
            try race.act(isLaterFirst ? part : whole, 410_000)
            try race.act(isLaterFirst ? whole : part, 411_000)
            #expect(race.laps("7").laps == 1 && race.laps("8").laps == 3)
        }
    }

    @Test("of two for the whole session the later word holds, also for one that is the entry list's")
    func laterWord() throws {
        var race = ShortRace("7", "8", "9")
        race.drive("7", laps: 2, of: 100_000)
        try race.act(Self.worn(Self.one, by: "8"), 210_000)
        try race.act(Self.worn(Self.one, by: "9"), 211_000, id: "later")
        #expect(["7", "8", "9"].map { race.laps($0).laps } == [0, 0, 2])
        try race.act(.withdraw("later"), 220_000)
        #expect(["7", "8", "9"].map { race.laps($0).laps } == [0, 2, 0])
    }

    @Test("the wrong car from the start, told while it races: everything it did is the other's, and what comes is")
    func wrongFromTheStart() throws {
        var race = ShortRace("7", "8")
        race.lap(["7"], laps: 3, of: 100_000)
        let effect = try race.act(Self.worn(Self.one, by: "8"), 310_000)
        #expect(effect.reassigned.map(\.laps) == [3] && effect.reassigned.map(\.crossings) == [9])
        #expect(race.order == ["8", "7"] && race.place("7").status == .notStarted)
        race.cross(transponder: 4701, .line, 400_000)
        #expect(race.laps("8").laps == 4 && race.laps("7").laps == 0)
    }

    /// Car 7 with two transponders, the second 60 ms behind the first.
    private static func offset() -> ShortRace {
        var race = ShortRace("7", "8", isStarted: false)
        let session = race.timekeeper.session
        var entries = session.entries
        entries[0] = Entry(
            number: CarNumber("7"), carClass: "GT3", team: "Team", transponders: [one, Transponder(9001)],
            transponderOffsets: [Transponder(9001): Milliseconds(60)], drivers: entries[0].drivers)
        race.timekeeper = Timekeeper(
            Session(
                id: session.id, name: session.name, circuit: session.circuit, rules: session.rules, entries: entries))
        race.start()
        return race
    }

    @Test("the second transponder of a car changes no lap time, whichever of the two is read")
    func secondTransponder() {
        var race = Self.offset()
        for lap in 1...5 as ClosedRange<Int64> {
            if lap % 2 == 1 { race.cross(transponder: 4701, .line, lap * 100_000) }
            race.cross(transponder: 9001, .line, lap * 100_000 + 60)
            #expect(race.laps("7").laps == Int(lap) && race.laps("7").last == 100_000)
        }
        #expect(race.place("7").total == 500_000)
    }

    @Test("lent to another car it is read as it comes: the offset is of the car in whose entry it stands")
    func offsetOfTheCar() throws {
        var race = Self.offset()
        race.cross(transponder: 9001, .line, 100_060)
        #expect(race.place("7").total == 100_000)
        try race.act(Self.worn(Transponder(9001), by: "8"), 110_000)
        #expect(race.laps("7").laps == 0 && race.place("8").total == 100_060)
    }

    @Test("from when to when goes by the instant before the offset is taken off")
    func offsetAndTime() throws {
        var race = Self.offset()
        race.cross(transponder: 9001, .line, 100_060)
        try race.act(Self.worn(Transponder(9001), by: "8", from: 0, until: 100_060), 110_000)
        #expect(race.place("7").total == 100_000 && race.laps("8").laps == 0)
        try race.act(Self.worn(Transponder(9001), by: "8", from: 0, until: 100_061), 111_000)
        #expect(race.laps("7").laps == 0 && race.place("8").total == 100_060)
    }
}
