import Testing
import Timing

@Suite("Penalties to be served, red flags and tolerances")
struct RedFlagPenaltyTests {
    /// What becomes of a penalty by a visit at 190.000 that lasts so long, the red flag shown from one instant to the
    /// other; the way through the pit lane lasts 30 s where it is known.
    private static func isServed(
        _ kind: PenaltyKind, duration: Int64, red: (Int64, Int64)? = nil, transit: Milliseconds? = .seconds(30),
        rules change: (inout RaceRules) -> Void = { _ in }
    ) throws -> Bool {
        var rules = RaceRules.hour
        change(&rules)
        let circuit = Circuit(name: "Ring", lengthMetres: 2000, pitTransit: transit, loops: Circuit.short.loops)
        var race = ShortRace("7", rules: rules, circuit: circuit)
        race.drive("7", laps: 1, of: 100_000)
        try race.act(.penalty(CarNumber("7"), kind, reason: "speeding"), 110_000)
        if let red, red.0 <= 190_000 { try race.flag(.red, red.0) }
        if let red, red.1 <= 190_000 { try race.flag(.green, red.1) }
        race.cross("7", .pitEntry, 190_000)
        race.cross("7", .linePit, 195_000)
        if let red, red.0 > 190_000 { try race.flag(.red, red.0) }
        if let red, red.1 > 190_000 { try race.flag(.green, red.1) }
        race.cross("7", .pitExit, 190_000 + duration)
        return race.timekeeper.penalties.first?.state == .served
    }

    @Test("the tolerance of a drive-through is the rulebook's", arguments: [(32_000, true), (32_001, false)])
    func driveThrough(duration: Int64, isServed: Bool) throws {
        #expect(
            try Self.isServed(.driveThrough, duration: duration) { $0.driveThroughOver = .seconds(2) } == isServed)
    }

    @Test(
        "the tolerance of a stop-and-go is the rulebook's",
        arguments: [(39_999, false), (40_000, true), (45_000, true), (45_001, false)])
    func stopAndGo(duration: Int64, isServed: Bool) throws {
        let kind = PenaltyKind.stopAndGo(.seconds(10))
        #expect(try Self.isServed(kind, duration: duration) { $0.stopAndGoOver = .seconds(5) } == isServed)
    }

    @Test("a stop-and-go without a most is served however long the car stands")
    func withoutMost() throws {
        let kind = PenaltyKind.stopAndGo(.seconds(10))
        #expect(try Self.isServed(kind, duration: 600_000) { $0.stopAndGoOver = nil })
        #expect(try !Self.isServed(kind, duration: 39_999) { $0.stopAndGoOver = nil })
        #expect(try Self.isServed(kind, duration: 600_000, transit: nil) { $0.stopAndGoOver = nil })
        #expect(try !Self.isServed(kind, duration: 9_999, transit: nil) { $0.stopAndGoOver = nil })
    }

    @Test("where the transit is unknown it is 60 s, whatever the tolerance")
    func withoutTransit() throws {
        let kind = PenaltyKind.stopAndGo(.seconds(10))
        #expect(try Self.isServed(.driveThrough, duration: 60_000, transit: nil))
        #expect(try !Self.isServed(.driveThrough, duration: 60_001, transit: nil))
        #expect(try Self.isServed(kind, duration: 70_000, transit: nil))
        #expect(try !Self.isServed(kind, duration: 70_001, transit: nil))
    }

    @Test("the time under the red flag does not count")
    func red() throws {
        #expect(try Self.isServed(.driveThrough, duration: 100_000, red: (200_000, 260_000)))
        #expect(try !Self.isServed(.driveThrough, duration: 100_001, red: (200_000, 260_000)))
        let kind = PenaltyKind.stopAndGo(.seconds(10))
        #expect(try Self.isServed(kind, duration: 100_000, red: (200_000, 260_000)))
        #expect(try !Self.isServed(kind, duration: 99_999, red: (200_000, 260_000)))
    }

    @Test("a visit begun under red serves nothing, unless such a visit is one like any other")
    func begunUnderRed() throws {
        #expect(try !Self.isServed(.driveThrough, duration: 35_000, red: (190_000, 200_000)))
        #expect(try Self.isServed(.driveThrough, duration: 35_000, red: (180_000, 190_000)))
        #expect(
            try Self.isServed(.driveThrough, duration: 35_000, red: (190_000, 200_000)) {
                $0.obligations.stops = MandatoryStops()
                $0.obligations.stops?.underRed = true
            })
    }
}
