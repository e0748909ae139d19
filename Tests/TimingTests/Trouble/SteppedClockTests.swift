import Simulation
import Testing
import Timing

/// Twenty cars that lap in 100 s, each sector up to so much quicker or slower; the box of each loop is its own.
private struct Field: ~Copyable {
    static let cars: Int64 = 20
    /// The decoder at the first sector loop, whose clock may step.
    static let stepped: UInt32 = 3

    var race: ShortRace
    private var random: SeededGenerator
    private var number: UInt64 = 0
    private let noise: Int64

    init(cars: Int64 = cars, seed: UInt64 = 1, noise: Int64, circuit: Circuit = .short) {
        race = ShortRace(cars: (1...cars).map { "\($0)" }, circuit: circuit)
        random = SeededGenerator(seed: seed)
        self.noise = noise
    }

    /// From an instant on the clock of the box at a loop is ahead by `step`. Returns when a clock was named first.
    /// On each lap the field is by `slower` thousandths slower than on the first. In lap 1 it loses `inLap1` in each
    /// sector but the first.
    mutating func drive(
        laps: Int64, step: Int64 = 0, from stepAt: Int64 = .max, at loop: ShortRace.At = .first, cars: Int64 = cars,
        slower: Int64 = 0, inLap1: Int64 = 0
    ) -> Int64? {
        var readings: [(at: Int64, stamp: Int64, car: Int64, loop: ShortRace.At)] = []
        let loops = [(30, ShortRace.At.first), (60, .second), (100, .line)].filter { _, loop in
            race.timekeeper.session.circuit.loops.contains { $0.id == loop.id }
        }
        for car in 0..<cars {
            var at = car * 1500
            for lap in 0..<laps {
                var done: Int64 = 0
                for (share, passed) in loops {
                    at += (Int64(share) - done) * (1000 + lap * slower) + car * 20 + random.int(in: -noise...noise)
                    if lap == 0, done > 0 { at += inLap1 }
                    done = Int64(share)
                    let isOff = passed == loop && at >= stepAt
                    readings.append((at, isOff ? at + step : at, car, passed))
                }
            }
        }
        var found: Int64?
        for reading in readings.sorted(by: { ($0.at, $0.car) < ($1.at, $1.car) }) {
            number += 1
            _ = race.timekeeper.apply(
                Crossing(
                    id: CrossingID(decoder: UInt32(reading.loop.rawValue), epoch: 1, number: number),
                    stamp: (ShortRace.signal + reading.stamp) * 1000,
                    transponder: Transponder(4701 + UInt32(reading.car)), loop: reading.loop.id))
            if found == nil, !race.timekeeper.clocks.isEmpty { found = reading.at }
        }
        return found
    }
}

@Suite("A clock that steps by little")
struct SteppedClockTests {
    private static let stepAt: Int64 = 605_000

    @Test(
        "a clock that steps by 0.8 s is named within three laps, with the amount and since when",
        arguments: [800, -800] as [Int64], [1, 2, 3, 4, 5] as [UInt64])
    func step(by step: Int64, seed: UInt64) throws {
        var field = Field(seed: seed, noise: 150)
        let found = field.drive(laps: 16, step: step, from: Self.stepAt)
        #expect(found.map { $0 - Self.stepAt < 300_000 } == true)
        let clock = try #require(field.race.timekeeper.clocks.first)
        #expect(field.race.timekeeper.clocks.count == 1 && clock.decoder == Field.stepped && clock.against == nil)
        #expect(abs(clock.ahead.count - step) <= 150)
        let since = try #require(clock.since)
        #expect(abs((since - ShortRace.instant(Self.stepAt)).count) <= 60_000)
    }

    @Test("sectors that take 0.3 s more or less name no clock, in many races", arguments: 1...20 as ClosedRange<UInt64>)
    func noise(seed: UInt64) {
        var field = Field(seed: seed, noise: 300)
        #expect(field.drive(laps: 20) == nil)
    }

    @Test("a field that is a second slower on each lap, as in rain, names no clock", arguments: [10, -8] as [Int64])
    func rain(slower: Int64) {
        var field = Field(noise: 200)
        #expect(field.drive(laps: 20, slower: slower) == nil)
    }

    @Test("a field that was slow in lap 1 but for the first sector does not put a step of that loop on the Line")
    func lap1() {
        var field = Field(noise: 100)
        _ = field.drive(laps: 12, step: 1500, from: 225_000, inLap1: 1600)
        #expect(field.race.timekeeper.clocks.map(\.decoder) == [Field.stepped])
        #expect(field.race.timekeeper.clocks.allSatisfy { abs($0.ahead.count - 1500) <= 150 })
    }

    @Test("a clock that steps while the field gets slower is named all the same", arguments: [10, -8] as [Int64])
    func stepInRain(slower: Int64) throws {
        var field = Field(noise: 100)
        _ = field.drive(laps: 16, step: 800, from: Self.stepAt, slower: slower)
        let clock = try #require(field.race.timekeeper.clocks.first)
        #expect(field.race.timekeeper.clocks.count == 1 && clock.decoder == Field.stepped)
        #expect(abs(clock.ahead.count - 800) <= 200)
    }

    @Test("sectors that wander by a second hide a step of 0.4 s: what votes are at the loop is the measure")
    func wandering() {
        var field = Field(noise: 1000)
        #expect(field.drive(laps: 16, step: 400, from: Self.stepAt) == nil)
    }

    @Test("the Line's clock as any other's")
    func line() throws {
        var field = Field(noise: 100)
        _ = field.drive(laps: 16, step: 800, from: Self.stepAt, at: .line)
        #expect(field.race.timekeeper.clocks.map(\.decoder) == [1])
        #expect(field.race.timekeeper.clocks.allSatisfy { abs($0.ahead.count - 800) <= 150 })
    }

    @Test(
        "a lap that is short because the Line's clock stepped in it is no best lap",
        arguments: [1, 2, 3] as [UInt64])
    func best(seed: UInt64) throws {
        var field = Field(seed: seed, noise: 100)
        _ = field.drive(laps: 16, step: -800, from: Self.stepAt, at: .line)
        #expect(field.race.timekeeper.clocks.map(\.decoder) == [1])
        for car in 0..<Int(Field.cars) {
            let best = try #require(field.race.timekeeper.lapping(of: CarIndex(car)).bestLap)
            // Three sectors, each up to 0.1 s quicker than usual at both its ends.
            #expect(best.count >= 100_000 + 60 * Int64(car) - 600, "car \(car + 1)")
        }
    }

    @Test("less than 0.3 s is not looked for")
    func little() {
        var field = Field(noise: 50)
        #expect(field.drive(laps: 16, step: 200, from: Self.stepAt) == nil)
    }

    @Test("two cars alone cannot show it, three can: a car by itself may drive like that")
    func fewCars() {
        for (cars, isFound) in [(3, true), (4, true)] as [(Int64, Bool)] {
            var field = Field(cars: cars, noise: 50)
            #expect((field.drive(laps: 24, step: 800, from: Self.stepAt, cars: cars) != nil) == isFound)
        }
        var field = Field(cars: 20, noise: 50)
        #expect(field.drive(laps: 24, step: 800, from: Self.stepAt, cars: 2) == nil)
    }

    @Test("with two points a lap the clocks of both would look alike: nothing is named")
    func twoPoints() {
        let loops = Circuit.short.loops.filter { $0.kind == .line || $0.id == ShortRace.At.first.id }
        var field = Field(
            noise: 50, circuit: Circuit(name: "Short circuit", lengthMetres: 2000, loops: loops))
        #expect(field.drive(laps: 16, step: 800, from: Self.stepAt) == nil)
    }

    @Test("a clock that is off from the beginning, alone at its loop, shows nowhere")
    func fromTheBeginning() {
        var field = Field(noise: 100)
        #expect(field.drive(laps: 16, step: 800, from: 0) == nil)
    }

    @Test("what was found is taken away by the command that puts the clock right")
    func putRight() throws {
        var field = Field(noise: 100)
        _ = field.drive(laps: 16, step: 800, from: Self.stepAt)
        #expect(field.race.timekeeper.clocks.count == 1)
        let right = ClockCorrection(
            decoder: Field.stepped, from: (ShortRace.signal + Self.stepAt + 800) * 1000, ahead: 800_000)
        try field.race.act(.clock(right), 1_700_000)
        #expect(field.race.timekeeper.clocks.isEmpty)
    }
}
