import Foundation
import Recording
import Rulebook
import Simulation
import Testing
import Timing

@Suite("The simulated hour at Sepang")
struct SimulatedRaceTests {
    static let seeds = Array(1...8) as [UInt64]

    @Test("the same seed is the same race, byte for byte", arguments: seeds)
    func determinism(seed: UInt64) {
        let first = SimulatedRace.run(RaceSetting(seed: seed))
        let second = SimulatedRace.run(RaceSetting(seed: seed))
        #expect(first.recording.crossings == second.recording.crossings, "seed \(seed)")
        #expect(first.recording.acts == second.recording.acts, "seed \(seed)")
        #expect(first.truth == second.truth && first.truth.json == second.truth.json, "seed \(seed)")
        #expect(first.event == second.event, "seed \(seed)")
        #expect(digest(first) != digest(.run(RaceSetting(seed: seed + 1))), "seed \(seed)")
    }

    @Test("seed 1 is the same race in every process and on every machine")
    func pinned() {
        // Changes only when the simulator is changed on purpose.
        #expect(digest(.run(RaceSetting(seed: 1))) == 457_152_024_716_847_384)
    }

    @Test("22 GT3 and 8 GT4 with grades that fit their cups", arguments: seeds)
    func field(seed: UInt64) {
        let event = SimulatedRace.run(RaceSetting(seed: seed)).event
        #expect(event.series.map(\.name) == ["Blancpain GT Series Asia 2018"])
        #expect(event.circuit.name == "Sepang International Circuit")
        #expect(event.circuit.lengthMetres == 5543)
        #expect(event.circuit.loops.map(\.id.value) == [1, 2, 3, 4, 10, 11])
        #expect(event.entries.filter { $0.carClass == "GT3" }.count == 22, "seed \(seed)")
        #expect(event.entries.filter { $0.carClass == "GT4" }.count == 8, "seed \(seed)")
        #expect(event.sessions[0].entries == event.entries)
        #expect(event.sessions[0].rules.duration == .minutes(60))
        let numbers = event.entries.map(\.number.text)
        #expect(Set(numbers).count == 30, "seed \(seed)")
        #expect(Set(numbers).isSuperset(of: ["7", "07", "007"]), "seed \(seed)")
        #expect(Set(event.entries.flatMap(\.transponders)).count == 30, "seed \(seed)")
        #expect(Set(event.entries.flatMap(\.drivers).map(\.name)).count == 60, "seed \(seed)")
        #expect(Set(event.entries.map(\.team)).count == 30, "seed \(seed)")
        for entry in event.entries {
            let grades = entry.drivers.compactMap(\.grade)
            switch entry.cup {
            case "Pro/Am":
                #expect(grades[0] == "Bronze" && grades[1] != "Bronze", "seed \(seed), \(entry.number)")
            case "Silver": #expect(grades == ["Silver", "Silver"], "seed \(seed), \(entry.number)")
            case "Am/Am": #expect(grades == ["Bronze", "Bronze"], "seed \(seed), \(entry.number)")
            default: Issue.record("cup \(entry.cup ?? "none"), seed \(seed), \(entry.number)")
            }
            #expect(entry.carClass == "GT3" || entry.cup == "Am/Am", "seed \(seed), \(entry.number)")
        }
    }

    @Test("every car that is still running stops once in the window and changes drivers", arguments: seeds)
    func stops(seed: UInt64) throws {
        let race = SimulatedRace.run(RaceSetting(seed: seed))
        var changes = 0
        for row in race.truth.classification {
            let stops = row.stops.filter { $0.purpose == .driverChange }
            if row.status == "finished" { #expect(stops.count == 1, "seed \(seed), \(row.number)") }
            for stop in stops {
                let inMs = try #require(stop.inMs)
                #expect((1_500_000..<2_100_000).contains(inMs), "seed \(seed), \(row.number)")
                guard let outMs = stop.outMs else { continue }
                #expect(outMs - inMs >= 85_000, "seed \(seed), \(row.number)")
                #expect(stop.driverOut != nil && stop.driverOut != stop.driverIn, "seed \(seed)")
                changes += 1
            }
            for visit in row.stops where visit.purpose == .driveThrough {
                guard let inMs = visit.inMs, let outMs = visit.outMs else { continue }
                #expect((28_000...30_000).contains(outMs - inMs), "seed \(seed), \(row.number)")
                #expect(visit.driverOut == visit.driverIn, "seed \(seed), \(row.number)")
            }
        }
        #expect(changes >= 20, "seed \(seed)")
    }

    @Test(
        "the recording starts, ends after its last crossing and leaves the flag to the rules",
        arguments: seeds)
    func acts(seed: UInt64) throws {
        let race = SimulatedRace.run(RaceSetting(seed: seed))
        let acts = race.recording.acts
        #expect(acts.map(\.id) == ["sim-start", "sim-end"] && acts.allSatisfy { $0.by == "simulator" })
        #expect(acts.map(\.kind) == [.start, .end])
        #expect(acts[0].at.milliseconds == 1_526_715_136_227)
        let last = try #require(race.recording.crossings.last)
        #expect(acts[1].at == last.at + Milliseconds(1), "seed \(seed)")
        // Cars come in after the flag: the recording goes on, the race does not.
        let flag = try #require(race.truth.chequeredMs)
        let afterFlag = race.recording.crossings.filter { $0.at.milliseconds > flag }
        #expect(afterFlag.contains { $0.loop == LoopID(10) } && afterFlag.contains { $0.loop == LoopID(2) })
    }

    @Test("full course yellows are shown and withdrawn in turn, and slow everybody down")
    func fullCourseYellows() {
        var setting = RaceSetting(seed: 3)
        let clear = SimulatedRace.run(setting)
        setting.fullCourseYellows = 2
        let race = SimulatedRace.run(setting)
        let acts = race.recording.acts
        #expect(
            acts.map(\.id) == [
                "sim-start", "sim-fcy-1", "sim-green-1", "sim-fcy-2", "sim-green-2", "sim-end",
            ])
        #expect(zip(acts, acts.dropFirst()).allSatisfy { $0.at < $1.at })
        #expect(race.truth.classification[0].laps < clear.truth.classification[0].laps)
    }

    @Test("the truth is a JSON file with a row a car", arguments: seeds)
    func json(seed: UInt64) throws {
        let race = SimulatedRace.run(RaceSetting(seed: seed))
        let object = try JSONSerialization.jsonObject(with: Data(race.truth.json.utf8))
        let file = try #require(object as? [String: Any])
        let rows = try #require(file["classification"] as? [[String: Any]])
        #expect(file["chequeredMs"] as? Int64 == race.truth.chequeredMs)
        #expect(rows.count == race.truth.classification.count)
        for (read, row) in zip(rows, race.truth.classification) {
            #expect(read["number"] as? String == row.number.text, "seed \(seed)")
            #expect(read["laps"] as? Int == row.laps, "seed \(seed)")
            #expect(read["totalMs"] as? Int64 == row.totalMs, "seed \(seed)")
            #expect(read["position"] as? Int == row.position, "seed \(seed)")
            #expect((read["stops"] as? [[String: Any]])?.count == row.stops.count, "seed \(seed)")
        }
    }
}
