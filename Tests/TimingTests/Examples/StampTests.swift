import Testing
import Timing

@Suite("Stamps are cut to the millisecond, never rounded")
struct StampTests {
    @Test("a stamp of 24:59.999999 is 24:59.999", arguments: [0, 1, 499, 500, 999] as [Int64])
    func cut(micros: Int64) {
        var race = ShortRace("7")
        race.cross(transponder: 4701, .pitEntry, 1_499_999, micros: micros)
        #expect(race.stops("7").map(\.entered) == [1_499_999])
        #expect(race.laps("7").lastSeen == 1_499_999)
    }

    @Test("the next microsecond is 25:00.000")
    func next() {
        var race = ShortRace("7")
        race.cross(transponder: 4701, .pitEntry, 1_499_999, micros: 1000)
        #expect(race.stops("7").map(\.entered) == [1_500_000])
    }

    @Test("both ends of a lap are cut before they are subtracted")
    func lap() {
        var race = ShortRace("7")
        race.cross(transponder: 4701, .line, 100_000, micros: 999)
        race.cross(transponder: 4701, .line, 190_001, micros: 0)
        // 90.000001 s apart by the decoder; 90.001 s by the milliseconds that everybody reads.
        #expect(race.laps("7").last == 90_001)
        #expect(race.laps("7").laps == 2)
    }

    @Test("before 1970 too a stamp is cut towards the past")
    func longAgo() {
        #expect(Instant(cutting: -1).milliseconds == -1)
        #expect(Instant(cutting: -1000).milliseconds == -1)
        #expect(Instant(cutting: -1001).milliseconds == -2)
        #expect(Instant(cutting: 0).milliseconds == 0)
    }

    @Test("the stamp itself stays in evidence as it was")
    func evidence() {
        let crossing = Crossing(
            id: CrossingID(decoder: 1, epoch: 1, number: 1), stamp: 1_499_999_999,
            transponder: Transponder(1), loop: LoopID(1))
        #expect(crossing.stamp == 1_499_999_999)
        #expect(crossing.at.milliseconds == 1_499_999)
    }
}
