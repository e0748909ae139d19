import Foundation
import Rulebook
import Simulation
import Testing
import Timing
import Wire

@Suite("What generated races publish")
struct PublicationTests {
    /// As many races as usual, or fewer where `LAPWING_RACES` asks for few because every step is slow.
    private static func seeds(_ usual: ClosedRange<UInt64>) -> ClosedRange<UInt64> {
        let asked = ProcessInfo.processInfo.environment["LAPWING_RACES"].flatMap { UInt64($0) } ?? .max
        return usual.lowerBound...min(usual.upperBound, usual.lowerBound + max(min(asked, 1000), 1) - 1)
    }

    @Test(
        "snapshot and deltas make the next snapshot, however the inputs arrive",
        arguments: seeds(1...60),
        Arrival.allCases)
    func following(seed: UInt64, arrival: Arrival) throws {
        let simulated = SimulatedRace.run(.generated(seed: seed))
        let session = try #require(simulated.event.sessions.first)
        // Of every other race something is asked of the cars beside racing.
        var race = PublishedRace(seed % 2 == 0 ? session.owing(seed: seed) : session, epoch: seed)
        let name = "seed \(seed), \(arrival)"
        var table = try FollowedTable(snapshot: JSON(race.snapshot))
        let inputs = simulated.inputs(arrival, seed: seed)
        for (index, input) in inputs.enumerated() {
            let before = race.deltas.count
            race.take(input)
            for bytes in race.deltas[before...] {
                let delta = try JSON(Array(race.body(bytes)))
                try table.apply(delta)
                if let fault = table.positionFault {
                    Issue.record("\(name), after \(input): \(fault)")
                    return
                }
            }
            // Now and then and at the end what was followed is held against what is.
            guard index % 97 == 0 || index == inputs.count - 1 else { continue }
            let snapshot = try JSON(race.snapshot)
            let differences = table.differences(from: try FollowedTable(snapshot: snapshot))
            let placed = snapshot["rows"]?.elements?.filter { $0["position"] != .null }.compactMap {
                $0["number"]?.text
            }
            #expect(placed == table.order, "\(name), input \(index)")
            guard differences.isEmpty else {
                Issue.record("\(name), input \(index) (\(input)): \(differences.prefix(5))")
                return
            }
        }
        #expect(race.deltas.count > 20, "\(name)")
    }

    @Test(
        "every delta carries its topic, its session, its epoch and the next number",
        arguments: seeds(31...36))
    func envelope(seed: UInt64) throws {
        let simulated = SimulatedRace.run(.generated(seed: seed))
        var race = PublishedRace(try #require(simulated.event.sessions.first), epoch: 1_526_715_000_000)
        for input in simulated.inputs(.late, seed: seed) { race.take(input) }
        let topic = Array("timing/race ".utf8)
        for (index, bytes) in race.deltas.enumerated() {
            #expect(bytes.starts(with: topic))
            let delta = try JSON(Array(bytes[topic.count...]))
            #expect(delta["v"]?.integer == 1)
            #expect(delta["type"]?.text == "delta")
            #expect(delta["session"]?.text == "race")
            #expect(delta["epoch"]?.integer == 1_526_715_000_000)
            #expect(delta["seq"]?.integer == Int64(index + 1), "seed \(seed)")
            #expect(delta["outcome"]?.text.flatMap(Outcome.init(rawValue:)) != nil)
            guard case .object(let input)? = delta["input"] else {
                Issue.record("no input in delta \(index + 1)")
                return
            }
            #expect(input.count == 1 && ["crossing", "act", "time"].contains(input[0].name))
        }
        #expect(race.publication.sequence == UInt64(race.deltas.count))
    }

    @Test(
        "results are the snapshot's rows with their entries, in the same order; how they came about is not in them",
        arguments: seeds(37...42))
    func results(seed: UInt64) throws {
        let simulated = SimulatedRace.run(.generated(seed: seed))
        var race = PublishedRace(try #require(simulated.event.sessions.first))
        for input in simulated.inputs(.late, seed: seed) { race.take(input) }
        let (snapshot, results) = (try JSON(race.snapshot), try JSON(race.results))
        for name in ["v", "session", "epoch", "seq", "nowMs", "race"] + FollowedTable.listNames {
            #expect(results[name] == snapshot[name])
        }
        let rows = try #require(snapshot["rows"]?.elements)
        let classification = try #require(results["classification"]?.elements)
        let entries = try #require(snapshot["entries"]?.elements)
        #expect(rows.count == simulated.event.entries.count && classification.count == rows.count)
        for (row, place) in zip(rows, classification) {
            guard case .object(let told) = row, case .object(let all) = place else { continue }
            let members = told.filter { $0.name != "corrected" }
            for member in members { #expect(place[member.name] == member.value) }
            let entry = try #require(entries.first { $0["number"] == row["number"] })
            for name in ["class", "cup", "team", "vehicle", "drivers"] { #expect(place[name] == entry[name]) }
            #expect(Set(all.map(\.name)) == Set(members.map(\.name) + ["cup", "team", "vehicle", "drivers"]))
        }
        let positions = rows.map { $0["position"]?.integer ?? .max }
        #expect(positions == positions.sorted(), "seed \(seed)")
    }

    @Test("every doubt of the core is told, with its loop's name and the crossing to type", arguments: seeds(49...60))
    func doubts(seed: UInt64) throws {
        let simulated = SimulatedRace.run(.generated(seed: seed))
        let session = try #require(simulated.event.sessions.first)
        var race = PublishedRace(session)
        for input in simulated.inputs(.anyhow, seed: seed) { race.take(input) }
        let told = try JSON(race.snapshot)["doubts"]?.elements
        #expect(try JSON(race.results)["doubts"]?.elements == told)
        let doubts = race.timekeeper.doubts
        #expect(told?.count == doubts.count)
        for (doubt, json) in zip(doubts, told ?? []) {
            #expect(json["kind"]?.text == doubt.kind.rawValue && json["loop"]?.integer == Int64(doubt.loop.value))
            #expect(json["car"]?.text == session.entries[doubt.car.slot].number.text)
            #expect(json["name"]?.text == session.circuit.loops.first { $0.id == doubt.loop }?.name)
            #expect(json["count"]?.integer == Int64(doubt.count) && doubt.count > 0)
            #expect(json["firstMs"]?.integer == doubt.first.milliseconds)
            #expect(json["lastMs"]?.integer == doubt.last.milliseconds && doubt.last >= doubt.first)
            #expect(json["crossing"]?["decoder"]?.integer == Int64(doubt.crossing.decoder))
            #expect(json["crossing"]?["epoch"]?.integer == Int64(doubt.crossing.epoch))
            #expect(json["crossing"]?["number"]?.integer == Int64(doubt.crossing.number))
            switch doubt.kind {
            case .transponderOffset: #expect(json["detail"]?.integer == doubt.detail)
            case .driverContradicted: #expect((json["detail"] == .null) == (doubt.detail == 0))
            default: #expect(json["detail"] == .null)
            }
        }
    }

    @Test("the same inputs give the same bytes", arguments: seeds(43...48))
    func sameBytes(seed: UInt64) throws {
        let simulated = SimulatedRace.run(.generated(seed: seed))
        let session = try #require(simulated.event.sessions.first)
        let inputs = simulated.inputs(.late, seed: seed)
        var one = PublishedRace(session)
        var two = PublishedRace(session)
        for input in inputs { one.take(input) }
        for input in inputs { two.take(input) }
        #expect(one.deltas == two.deltas, "seed \(seed)")
        #expect(one.snapshot == two.snapshot, "seed \(seed)")
    }
}
