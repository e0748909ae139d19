import Client
import Testing
import Timing
import Wire

@Suite("What is read is what the core knows")
struct CoreValuesTests {
    @Test("rows, flags, decisions, doubts and verdicts of generated races", arguments: 1...6 as ClosedRange<UInt64>)
    func snapshot(seed: UInt64) throws {
        let race = try TroubledRace(seed: seed)
        var told = ToldRace(race.session, epoch: 42)
        for (index, input) in race.inputs.enumerated() {
            told.take(input)
            if index == race.inputs.count / 2 { try hold(told) }
        }
        try hold(told)
    }

    private func hold(_ told: borrowing ToldRace) throws {
        let entries = told.session.entries
        let snapshot = try PublishedSnapshot(JSON(told.snapshot))
        #expect(snapshot.epoch == 42 && snapshot.sequence == UInt64(told.deltas.count))
        #expect(snapshot.now == max(told.timekeeper.now, Instant(milliseconds: 0)))
        let race = snapshot.race
        #expect(race.kind.known == told.session.kind && race.phase.known == told.timekeeper.phase)
        #expect(race.flag.known == told.timekeeper.flag && race.result?.known == told.timekeeper.result)
        #expect(race.start == told.timekeeper.startedAt && race.end == told.timekeeper.endedAt)
        #expect(race.chequered == told.timekeeper.chequeredAt && race.duration == told.timekeeper.duration)
        #expect(
            race.bestLap?.time == told.timekeeper.bestLap?.time && race.bestLap?.lap == told.timekeeper.bestLap?.lap)
        let order = told.timekeeper.classification.map { entries[$0.slot].number }
        #expect(snapshot.rows.map(\.car) == order)
        #expect(RaceTable(snapshot).classification == snapshot.rows)
        for (row, car) in zip(snapshot.rows, told.timekeeper.classification) { hold(row, car, told) }
        let findings = snapshot.findings
        let flags = told.timekeeper.flags
        #expect(findings.flags.map(\.flag.known) == flags.map(\.flag))
        #expect(findings.flags.map(\.from) == flags.map(\.from) && findings.flags.map(\.to) == flags.map(\.to))
        let penalties = told.timekeeper.penalties
        #expect(findings.penalties.map(\.id) == penalties.map(\.act.id))
        #expect(findings.penalties.map(\.added) == penalties.map(\.added))
        #expect(findings.penalties.map(\.state.known) == penalties.map(\.state))
        let doubts = told.timekeeper.doubts
        #expect(findings.doubts.map(\.crossing) == doubts.map(\.crossing))
        #expect(findings.doubts.map(\.kind.known) == doubts.map(\.kind))
        let infringements = told.timekeeper.infringements
        #expect(findings.infringements.map(\.kind.known) == infringements.map(\.kind))
        #expect(findings.infringements.map(\.by) == infringements.map(\.verdict.by))
        #expect(findings.net.map(\.gap) == told.timekeeper.netClassification.map(\.gap))
        let judged = findings.verdicts.filter { $0.obligation == nil || $0.state.known == nil }
        #expect(judged == [])
    }

    private func hold(_ row: PublishedRow, _ car: CarIndex, _ told: borrowing ToldRace) {
        let standing = told.timekeeper.standing(of: car)
        #expect(row.position == standing.position && row.classPosition == standing.classPosition)
        #expect(row.gap == standing.gap.time && row.gapLaps == standing.gap.laps)
        #expect(row.interval == standing.interval.time && row.intervalLaps == standing.interval.laps)
        #expect(row.classGap == standing.classGap.time && row.classGapLaps == standing.classGap.laps)
        #expect(row.classInterval == standing.classInterval.time)
        #expect(row.classIntervalLaps == standing.classInterval.laps)
        #expect(row.isGapNow == standing.isGapNow)
        let stint = told.timekeeper.stint(of: car)
        let start = told.timekeeper.startedAt
        #expect(row.stintBegan == start.flatMap { start in stint.began.map { $0 - start } })
        #expect(row.driverBegan == start.flatMap { start in stint.driverBegan.map { $0 - start } })
        #expect(row.status.known == standing.status && row.total == standing.total)
        #expect(row.penalty == standing.penalty && row.penaltyLaps == standing.penaltyLaps)
        let lapping = told.timekeeper.lapping(of: car)
        #expect(row.laps == lapping.laps && row.lastLap == lapping.lastLap)
        #expect(row.bestLap == lapping.bestLap && row.bestLapNumber == lapping.bestLapNumber)
        #expect(row.lastLoop == lapping.lastLoop && row.lastSeen == lapping.lastSeen)
        #expect(row.isEstimated(.total) == lapping.isTotalEstimated)
        #expect(row.isEstimated(.lastLap) == lapping.isLastLapEstimated)
        let sectors = told.timekeeper.sectors(of: car)
        #expect(row.sectors == sectors.map(\.latestTime) && row.bestSectors == sectors.map(\.bestTime))
        let stops = told.timekeeper.stops(of: car)
        #expect(row.stops.map(\.duration) == stops.map(\.duration))
        #expect(row.stops.map(\.counts) == stops.map(\.counts))
    }

    @Test("results have the snapshot's rows, with their entries")
    func results() throws {
        let race = try TroubledRace(seed: 9)
        var told = ToldRace(race.session)
        for input in race.inputs { told.take(input) }
        let snapshot = try PublishedSnapshot(Self.withoutCorrections(JSON(told.snapshot)))
        let results = try PublishedResults(JSON(told.results))
        #expect(results.classification.map(\.row) == snapshot.rows)
        #expect(results.classification.map(\.entry.car) == snapshot.rows.map(\.car))
        #expect(Set(results.classification.map(\.entry)) == Set(snapshot.entries))
        #expect(results.findings == snapshot.findings && results.race == snapshot.race)
        #expect(try PublishedResults(file: JSON(told.results)) == results)
    }

    /// What was told before is of the publication, and not of the result.
    private static func withoutCorrections(_ json: JSON) -> JSON {
        switch json {
        case .object(let members):
            .object(
                members.filter { $0.name != "corrected" }.map { .init($0.name, withoutCorrections($0.value)) })
        case .array(let elements): .array(elements.map(withoutCorrections))
        default: json
        }
    }

    @Test("a file may leave out what a message may not")
    func file() throws {
        let file = try JSON(
            Array(#"{"v":1,"type":"results","classification":[{"number":"7","bestLapMs":91000}]}"#.utf8))
        let results = try PublishedResults(file: file)
        #expect(results.classification.map(\.row.car) == [CarNumber("7")])
        #expect(results.classification.first?.row.bestLap == Milliseconds(91_000))
        #expect(results.race.isRace && results.findings.flags.isEmpty)
        #expect(throws: Refusal.self) { try PublishedResults(file) }
        let error = #expect(throws: Refusal.self) {
            try PublishedHeartbeat(JSON(Array(#"{"v":1,"type":"heartbeat"}"#.utf8)))
        }
        #expect(error?.reason == .missingField && error?.field == "session")
    }

    @Test("a word that is not known is kept, a member that is not known is ignored, another version is refused")
    func unknown() throws {
        let race = try TroubledRace(seed: 2)
        var told = ToldRace(race.session)
        for input in race.inputs.prefix(200) { told.take(input) }
        let text = String(decoding: try #require(told.deltas.last), as: UTF8.self)
        let known = try PublishedDelta(JSON(Array(text.utf8)))
        let more = try PublishedDelta(
            JSON(Array(text.replacing(#""rows":["#, with: #""mood":{"good":[1]},"rows":["#).utf8)))
        #expect(more == known)
        let outcome = #""outcome":"\#(known.outcome.text)""#
        let other = try PublishedDelta(JSON(Array(text.replacing(outcome, with: #""outcome":"levitated""#).utf8)))
        #expect(other.outcome.text == "levitated" && other.outcome.known == nil)
        #expect(throws: Refusal.self) {
            try PublishedDelta(JSON(Array(text.replacing(#"{"v":1"#, with: #"{"v":2"#).utf8)))
        }
    }

    @Test("a frame of a delta has its head, and says the same in another epoch")
    func frames() throws {
        let race = try TroubledRace(seed: 2)
        var one = ToldRace(race.session, epoch: 1)
        var two = ToldRace(race.session, epoch: 4_711_000)
        for input in race.inputs.prefix(300) {
            one.take(input)
            two.take(input)
        }
        for (left, right) in zip(one.deltas, two.deltas) {
            let (first, second) = (try #require(DeltaFrame(left)), try #require(DeltaFrame(right)))
            let delta = try PublishedDelta(JSON(right))
            #expect(second.epoch == delta.epoch && second.sequence == delta.sequence)
            if case .crossing(let crossing) = delta.input {
                #expect(second.crossing == crossing.id)
            } else {
                #expect(second.crossing == nil)
            }
            #expect(first.bytes != second.bytes && first.withoutEpoch == second.withoutEpoch)
        }
        #expect(DeltaFrame(Array("{}".utf8)) == nil)
    }
}
