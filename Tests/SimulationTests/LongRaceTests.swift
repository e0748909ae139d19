import Recording
import Rulebook
import Simulation
import Testing
import Timing

@Suite("Long races")
struct LongRaceTests {
    @Test("24 hours of 60 cars are 300,000 crossings and more")
    func day() throws {
        let race = SimulatedRace.longRace(cars: 60, hours: 24, seed: 24)
        #expect(race.event.entries.count == 60)
        #expect(race.recording.crossings.count >= 300_000)
        #expect(race.truth.classification.allSatisfy { $0.status == "finished" })
        #expect(
            race.truth.classification.allSatisfy {
                $0.stops.filter { $0.purpose == .driverChange }.count >= 20
            })
        let flag = try #require(race.truth.chequeredMs) - race.truth.startMs
        #expect((86_400_000...86_600_000).contains(flag))
    }

    @Test("a long race's laps are those of its crossings", arguments: [1, 2, 6])
    func hours(hours: Int) throws {
        let race = SimulatedRace.longRace(cars: 30, hours: hours, seed: UInt64(hours))
        let laps = Evidence(race).laps
        for (car, entry) in race.event.entries.enumerated() {
            #expect(
                try #require(race.row(of: entry)).laps == laps[car].count, "seed \(hours), \(entry.number)")
        }
    }
}
