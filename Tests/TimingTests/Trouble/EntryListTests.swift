import Testing
import Timing

/// The entry list while cars are out.
@Suite("The entry list lives")
struct EntryListTests: ~Copyable {
    var race = ShortRace("7", "8", "9")

    private func late(_ number: String = "99", transponder: UInt32 = 4799) -> Entry {
        Entry(
            number: CarNumber(number), carClass: "GT3", team: "Late", transponders: [Transponder(transponder)],
            drivers: [])
    }

    /// What a person says, with the numbers of the moment.
    private mutating func say(_ kind: Act.Kind, _ ms: Int64, id: String) throws {
        let act = Act(id: id, at: ShortRace.instant(ms), by: "timekeeper", kind: kind)
        _ = try race.timekeeper.apply(race.timekeeper.entered(act))
    }

    /// Why it is refused; nil where it is taken.
    private mutating func refusal(of kind: Act.Kind, id: String) -> ActRefusal? {
        do {
            try say(kind, 105_000, id: id)
        } catch {
            return error as? ActRefusal
        }
        return nil
    }

    private mutating func change(
        _ car: String, _ ms: Int64, id: String, swapsWith other: String? = nil, isFromStart: Bool = true,
        _ say: (inout EntryDetails) -> Void
    ) throws {
        var details = EntryDetails()
        say(&details)
        let change = EntryChange(
            .change, CarNumber(car), details, swapsWith: other.map { CarNumber($0) }, isFromStart: isFromStart)
        try self.say(.entry(change), ms, id: id)
    }

    @Test("a late entry that is on the track already has its laps")
    mutating func late() throws {
        race.lap(["7", "8"], laps: 2, of: 100_000)
        race.cross(transponder: 4799, .line, 99_000)
        race.cross(transponder: 4799, .line, 198_000)
        #expect(race.timekeeper.unknown.held.count == 1)
        try say(.entry(EntryChange(adding: late(), isFromStart: true)), 210_000, id: "late")
        #expect(race.laps("99").laps == 2)
        #expect(race.order == ["99", "7", "8", "9"])
        #expect(race.timekeeper.unknown.held.isEmpty)
        try say(.withdraw("late"), 211_000, id: "back")
        #expect(race.order == ["7", "8", "9"])
        #expect(race.timekeeper.unknown.held(Transponder(4799))?.crossings.count == 2)
    }

    @Test("entered from an instant on it has the laps since then")
    mutating func fromAnInstant() throws {
        race.lap(["7"], laps: 3, of: 100_000)
        for lap in 1...3 { race.cross(transponder: 4799, .line, Int64(lap) * 101_000) }
        try say(.entry(EntryChange(adding: late(), isFromStart: false)), 150_000, id: "late")
        #expect(race.laps("99").laps == 2)
        #expect(race.timekeeper.unknown.held(Transponder(4799))?.crossings.count == 1)
    }

    @Test("two cars that swap their numbers keep their laps and decisions")
    mutating func swapped() throws {
        race.lap(["7"], laps: 2, of: 100_000)
        race.lap(["8"], laps: 1, of: 150_000)
        try say(.penalty(CarNumber("7"), .time(.seconds(5)), reason: "before"), 200_500, id: "before")
        try change("7", 201_000, id: "swap", swapsWith: "8") { $0.number = CarNumber("8") }
        // From here on the car of two laps is 8, and people call it so.
        try say(.penalty(CarNumber("8"), .laps(1), reason: "after"), 202_000, id: "after")
        #expect(race.laps("8").laps == 2 && race.laps("7").laps == 1)
        #expect(race.place("8").penalty == 5000 && race.place("8").penaltyLaps == 1)
        #expect(race.place("7").penalty == 0 && race.place("7").penaltyLaps == 0)
        let told = race.timekeeper.penalties.map { race.timekeeper.numbered($0.act).kind }
        #expect(told.first == .penalty(CarNumber("8"), .time(.seconds(5)), reason: "before"))
        try say(.withdraw("swap"), 203_000, id: "back")
        #expect(race.laps("7").laps == 2)
        #expect(race.place("7").penalty == 5000 && race.place("7").penaltyLaps == 1)
    }

    @Test("a number that another car had first may be given to a new one")
    mutating func numberAgain() throws {
        race.lap(["7"], laps: 1, of: 100_000)
        try say(.penalty(CarNumber("7"), .time(.seconds(5)), reason: "before"), 100_500, id: "before")
        try change("7", 101_000, id: "away") { $0.number = CarNumber("77") }
        try say(.entry(EntryChange(adding: late("7"), isFromStart: true)), 102_000, id: "new")
        try say(.penalty(CarNumber("7"), .time(.seconds(10)), reason: "after"), 103_000, id: "after")
        #expect(race.place("77").penalty == 5000)
        #expect(race.place("7").penalty == 10_000)
        #expect(race.laps("77").laps == 1)
        #expect(refusal(of: .withdraw("away"), id: "no") == .numberTaken(CarNumber("7"), by: CarNumber("7")))
    }

    @Test("another transponder from an instant on takes nothing from before")
    mutating func transponder() throws {
        race.drive("7", laps: 2, of: 100_000)
        race.cross(transponder: 4799, .line, 300_000)
        try change("7", 250_000, id: "new", isFromStart: false) { $0.transponders = [Transponder(4799)] }
        #expect(race.laps("7").laps == 3)
        // No car has the old one from then on.
        race.cross(transponder: 4701, .line, 400_000)
        #expect(race.laps("7").laps == 3)
        #expect(race.timekeeper.unknown.held(Transponder(4701))?.crossings.count == 1)
    }

    @Test(
        "a number that is taken and a transponder that is worn are refused, also where taking back would make them so")
    mutating func refused() throws {
        let seven = CarNumber("7")
        var number = EntryDetails()
        number.number = seven
        var worn = EntryDetails()
        worn.transponders = [Transponder(4701)]
        func change(_ details: EntryDetails) -> Act.Kind {
            .entry(EntryChange(.change, CarNumber("8"), details, isFromStart: true))
        }
        func withdrawn(_ car: String) -> Act.Kind {
            .entry(EntryChange(.withdraw, CarNumber(car), isFromStart: true))
        }
        #expect(refusal(of: change(number), id: "a") == .numberTaken(seven, by: seven))
        #expect(
            refusal(of: change(worn), id: "b") == .transponderWorn(Transponder(4701), by: seven, and: CarNumber("8")))
        let again = Act.Kind.entry(EntryChange(adding: late("7"), isFromStart: true))
        #expect(refusal(of: again, id: "c") == .numberTaken(seven, by: seven))
        #expect(refusal(of: withdrawn("70"), id: "d") == .unknownCar(CarNumber("70")))
        try self.change("7", 2000, id: "bare") { $0.transponders = [] }
        #expect(refusal(of: change(worn), id: "taken") == nil)
        #expect(
            refusal(of: .withdraw("bare"), id: "e")
                == .transponderWorn(Transponder(4701), by: seven, and: CarNumber("8")))
        #expect(refusal(of: withdrawn("9"), id: "gone") == nil)
        #expect(refusal(of: withdrawn("9"), id: "f") == .withdrawnBefore(CarNumber("9"), by: "gone"))
    }

    @Test("withdrawn it has no place and keeps its laps; taken back it is where it was")
    mutating func withdrawn() throws {
        race.lap(["7", "8", "9"], laps: 2, of: 100_000)
        try say(.entry(EntryChange(.withdraw, CarNumber("7"), isFromStart: false)), 210_000, id: "gone")
        race.lap(["7", "8", "9"], laps: 1, of: 100_000, from: 200_000)
        #expect(race.place("7").status == .withdrawn)
        #expect(race.place("7").position == nil && race.laps("7").laps == 3)
        #expect(race.order == ["8", "9", "7"])
        #expect(race.place("8").position == 1 && race.place("8").gap == .nothing)
        // Its transponder is free for another car.
        try say(.entry(EntryChange(adding: late(transponder: 4701), isFromStart: false)), 305_000, id: "late")
        race.cross(transponder: 4701, .line, 400_000)
        #expect(race.laps("7").laps == 3 && race.laps("99").laps == 1)
        try say(.withdraw("late"), 401_000, id: "late-back")
        try say(.withdraw("gone"), 402_000, id: "gone-back")
        #expect(race.place("7").position == 1 && race.laps("7").laps == 4)
    }

    @Test("withdrawn for the whole session it has led no lap, and is not classified at the end")
    mutating func withdrawnFromStart() throws {
        race.lap(["7", "8"], laps: 2, of: 100_000)
        try say(.entry(EntryChange(.withdraw, CarNumber("7"), isFromStart: true)), 210_000, id: "gone")
        try race.flag(.chequered, 220_000)
        race.cross("7", .line, 299_000)
        race.cross("8", .line, 301_000)
        #expect(race.chequered == 201_000)
        try race.act(.end, 400_000)
        #expect(race.order == ["8", "9", "7"])
        #expect(race.place("7").status == .withdrawn && race.place("8").status == .finished)
    }

    @Test("in another class it is placed there")
    mutating func otherClass() throws {
        race.lap(["7", "8", "9"], laps: 1, of: 100_000)
        try change("7", 101_000, id: "class") { $0.carClass = "GT4" }
        #expect(race.place("7").position == 1 && race.place("7").classPosition == 1)
        #expect(race.place("8").classPosition == 1 && race.place("9").classPosition == 2)
    }
}
