import Testing
import Timing

@Suite("Two transponders of one car at one distance")
struct TransponderOffsetTests {
    /// Laps of 100 s of a car with two transponders; the second is read so much later on each.
    private static func race(_ later: [Int64]) throws -> ShortRace {
        var race = ShortRace("7")
        try race.act(.assign(Transponder(9001), CarNumber("7"), .wholeSession), 0)
        for (lap, later) in later.enumerated() {
            let at = 100_000 * Int64(lap + 1)
            race.cross("7", .first, at - 70_000)
            race.cross("7", .line, at)
            race.cross(transponder: 9001, .line, at + later)
        }
        return race
    }

    @Test("read five times in a row at one distance the second is a doubt with that distance, told once")
    func steady() throws {
        let race = try Self.race([40, 42, 38, 40, 41, 40, 40])
        #expect(race.doubts == [.transponderOffset: 1])
        #expect(race.timekeeper.doubts.first?.detail == 41)
        #expect(race.timekeeper.lapping(of: CarIndex(0)).laps == 7)
    }

    @Test(
        "four times is not enough, and another distance begins anew",
        arguments: [[40, 40, 40, 40], [40, 40, 40, 90, 40, 40, 40]] as [[Int64]])
    func few(later: [Int64]) throws {
        #expect(try Self.race(later).doubts.isEmpty)
    }

    @Test("read at the same instant they are not apart")
    func together() throws {
        #expect(try Self.race([1, 1, 1, 1, 1, 1]).doubts.isEmpty)
    }
}
