import Testing
import Timing

@Suite("What was shown, and is another now")
struct CorrectionTests {
    @Test(
        "a crossing late by five seconds corrects what stood in the row; one late by less is only late",
        arguments: [4_999, 5_000] as [Int64])
    func late(by: Int64) {
        var race = ShortRace("7", "8")
        race.lap(["7", "8"], laps: 2, of: 100_000)
        race.cross("8", .first, 230_000 + by)
        race.cross("7", .first, 230_000)
        let told = race.correction("8")
        #expect((told != nil) == (by == 5_000))
        if by == 5_000 {
            #expect(told?.at == ShortRace.instant(235_000) && told?.position == 1 && told?.laps == nil)
            #expect(race.correction("7")?.position == 2 && race.correction("7")?.gap == nil)
        }
    }

    @Test("a lap that is declared void is a correction, with what stood there")
    func voided() throws {
        var race = ShortRace("7", "8")
        race.lap(["7", "8"], laps: 2, of: 100_000)
        race.cross("7", .line, 300_000)
        let lap = try race.latest()
        #expect(race.correction("7") == nil)
        try race.act(.void(lap), 310_000)
        let told = race.correction("7")
        #expect(told?.at == ShortRace.instant(310_000) && told?.laps == 3 && told?.total == .ms(300_000))
        // What comes in time afterwards takes nothing away.
        race.cross("8", .first, 330_000)
        #expect(race.correction("7") == told)
    }

    @Test("before the start nothing stands that could be corrected")
    func beforeTheStart() throws {
        var race = ShortRace("7", isStarted: false)
        race.cross("7", .line, -60_000)
        race.cross("7", .line, -90_000)
        #expect(race.correction("7") == nil)
    }
}

extension ShortRace {
    fileprivate func correction(_ car: String) -> Correction? {
        timekeeper.car(CarNumber(car)).flatMap { timekeeper.correction(of: $0) }
    }
}
