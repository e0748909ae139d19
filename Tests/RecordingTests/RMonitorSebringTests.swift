import Foundation
import Recording
import Rulebook
import Testing
import Timing

@Suite("Sebring 2009 by RMonitor")
struct RMonitorSebringTests {
    /// What two sides say of one record, where they differ.
    struct Difference: Hashable {
        let record: Int
        let original: Int64
        let ours: Int64
    }

    private let sebring: RMonitorSebring
    private let imported: Imported

    init() throws {
        (sebring, imported) = try RMonitorSebring.read()
    }

    private var midnight: Int64 { imported.recording.acts[0].at.milliseconds - RMonitorSebring.start }

    /// The imported crossings of the Line of each car, in milliseconds since the start.
    private var lines: [String: [Int64]] {
        var owners: [Transponder: String] = [:]
        for entry in imported.recording.event.entries { owners[entry.transponders[0]] = entry.number.text }
        var lines: [String: [Int64]] = [:]
        for crossing in imported.recording.crossings where [1, 2].contains(crossing.loop.value) {
            guard let car = owners[crossing.transponder] else { continue }
            lines[car, default: []].append(crossing.at.milliseconds - imported.recording.acts[0].at.milliseconds)
        }
        return lines
    }

    // MARK: What is imported

    @Test("all 684 crossings come as they were timed, and nothing else")
    func crossings() throws {
        let recording = imported.recording
        #expect(sebring.crossings.count == 684 && recording.crossings.count == 684)
        #expect(midnight == 14_271 * 86_400_000, "27 January 2009")
        let names = [LoopID(1): "SFT", LoopID(2): "SFP", LoopID(10): "PIP", LoopID(11): "POP"]
        var owners = [Transponder(1_176_302): "Tx1176302"]
        for entry in recording.event.entries { owners[entry.transponders[0]] = entry.number.text }
        let expected = sebring.crossings.sorted { ($0.at, $0.line) < ($1.at, $1.line) }
        for (crossing, plain) in zip(recording.crossings, expected) {
            #expect(crossing.at.milliseconds - midnight == plain.at)
            #expect(names[crossing.loop] == plain.name && owners[crossing.transponder] == plain.car)
            #expect(!crossing.isEstimated && crossing.driver == 0)
        }
        #expect(
            [1, 2, 10, 11].map { loop in recording.crossings.count { $0.loop.value == loop } } == [422, 87, 88, 87])
        let sent = zip(sebring.crossings, sebring.crossings.dropFirst())
        #expect(sent.contains { $0.at > $1.at }, "the stream has crossings out of their order")
    }

    @Test("13 cars are entered with their own transponders, in three classes")
    func entries() throws {
        let event = imported.recording.event
        #expect(event.name == "Sebring International Raceway" && event.circuit.lengthMetres == 5955)
        #expect(event.sessions[0].name == "Test Session 5")
        let entered = imported.entered
        #expect(
            entered == [
                "21 LMGT2", "5 LMGT2", "45 LMGT2", "46 LMGT2", "44 LMGT2", "40 LMGT2", "92 LMGT2", "15 LMP2", "9 LMP1",
                "11 LMGT2", "28 LMGT2", "66 LMP1", "87 LMGT2",
            ])
        let gigliotti = try #require(event.entries.first { $0.number == CarNumber("28") })
        #expect(gigliotti.transponders == [Transponder(7_347_646)] && gigliotti.vehicle == "Riley Corvette  C6")
        #expect(gigliotti.drivers.map(\.name) == ["Gigliotti", "Drissi", "Ruhlman", "Goossens"])
        let notes = imported.notes
        #expect(notes.contains("1 crossing(s) have a transponder that is not assigned to a car."))
    }

    @Test("the start is measured, flags and end are known to the second")
    func course() {
        let notes = imported.notes
        #expect(notes.contains { $0.contains("agree on 504 time(s): 14:10:04.243") })
        let flags = imported.flags
        #expect(
            flags == ["~green@0", "~red@889757", "~green@1087757", "~chequered@7792757"],
            "14:24:54, 14:28:12 and 16:19:57")
        let end = imported.acts.last
        #expect(end == "import-end@7944757", "16:22:29: the first record without a flag")
        #expect(notes.contains("7 crossing(s) lie after the end of the session."))
        #expect(notes.contains { $0.hasPrefix("4 crossing(s) of the Line under a red flag end a lap here") })
    }

    @Test("the recording reads back from its files as it was written")
    func file() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sebring-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try imported.recording.write(directory: folder, notes: imported.notes)
        let recording = try Recording.read(directory: folder)
        let isSame = recording.event == imported.recording.event && recording.crossings == imported.recording.crossings
        #expect(isSame)
        let acts = imported.recording.acts.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
        #expect(recording.acts.map(\.kind) == acts.map(\.kind))
        #expect(recording.acts.map(\.at) == acts.map(\.at))
    }

    // MARK: Plain arithmetic

    @Test("508 $J are 508 crossings; totals differ at the four crossings under red alone")
    func totals() throws {
        var differences: Set<Difference> = []
        for (car, passings) in sebring.passingsByCar {
            let lines = try #require(lines[car])
            #expect(lines.count == passings.count)
            for (line, passing) in zip(lines, passings) where line != passing.total {
                differences.insert(Difference(record: passing.line, original: passing.total, ours: line))
            }
        }
        #expect(sebring.passings.count == 508 && sebring.passingsByCar.count == 13)
        #expect(
            differences
                == Set(UnderRed.all.map { Difference(record: $0.passing, original: $0.total, ours: $0.wouldBe) }))
    }

    @Test("495 lap times are differences of crossings, but for the four that follow a crossing under red")
    func lapTimes() throws {
        var differences: Set<Difference> = []
        var compared = 0
        for (car, passings) in sebring.passingsByCar {
            let lines = try #require(lines[car])
            #expect(passings[0].lap == 0, "the first crossing begins the first lap")
            for place in passings.indices.dropFirst() {
                compared += 1
                let time = lines[place] - lines[place - 1]
                guard time != passings[place].lap else { continue }
                differences.insert(
                    Difference(record: passings[place].line, original: passings[place].lap, ours: time))
                #expect(passings[place].lap == lines[place] - lines[place - 2], "from the crossing before the red one")
            }
        }
        #expect(compared == 495)
        #expect(
            differences
                == Set(
                    UnderRed.all.map {
                        Difference(record: $0.nextPassing, original: $0.nextLap, ours: $0.nextWouldBe)
                    }))
    }

    @Test("the crossings that the original system did not count are all those of the Line under red")
    func underRed() throws {
        let red = imported.recording.acts.filter { $0.id.hasPrefix("import-flag-") }.map(\.at.milliseconds)
        let crossed = sebring.crossings.filter { $0.isLine && red[1] <= $0.at + midnight && $0.at + midnight < red[2] }
        #expect(Set(crossed.map(\.line)) == Set(UnderRed.all.map(\.crossing)))
        #expect(crossed.allSatisfy { $0.name == "SFP" })
        for known in UnderRed.all {
            let own = sebring.crossings.filter { $0.car == known.car && $0.isLine }
            let place = try #require(own.firstIndex { $0.line == known.crossing })
            #expect(own[place].at - RMonitorSebring.start == known.wouldBe)
            #expect(own[place - 1].at - RMonitorSebring.start == known.total)
            #expect(own[place + 1].line == known.nextCrossing)
        }
    }

    @Test("laps, totals and order of the final result follow from the crossings for 13 of 13")
    func result() throws {
        let final = RMonitorSebring.final(sebring.results)
        #expect(final.count == 13)
        let uncounted = Set(UnderRed.all.map(\.car))
        let rows = try lines.map { car, lines in
            // The first crossing begins a lap.
            let laps = lines.count - 1 - (uncounted.contains(car) ? 1 : 0)
            return (car: car, laps: laps, total: try #require(lines.last))
        }
        let order = rows.sorted { (-$0.laps, $0.total) < (-$1.laps, $1.total) }
        for (place, row) in order.enumerated() {
            let original = try #require(final[row.car])
            #expect(original.position == place + 1 && original.number == row.laps && original.time == row.total)
        }
    }

    @Test("best laps follow from the crossings for 12 of 13; the 13th is a lap that was deleted")
    func bests() throws {
        let final = RMonitorSebring.final(sebring.bests).filter { $0.value.time != 3_599_999 }
        #expect(final.count == 13)
        var differing: [String] = []
        for (car, lines) in lines {
            let original = try #require(final[car])
            let laps = counted(lines, car: car)
            let best = try #require(laps.indices.min { (laps[$0], $0) < (laps[$1], $1) })
            if original.time != laps[best] || original.number != best + 1 { differing.append(car) }
            guard car == DeletedLap.car else { continue }
            #expect(best + 1 == DeletedLap.lap && laps[best] == DeletedLap.time)
            // Without it the best is the original system's.
            let kept = laps.indices.filter { $0 != best }
            let second = try #require(kept.min { laps[$0] < laps[$1] })
            #expect(original.number == second + 1 && original.time == laps[second])
        }
        #expect(differing == [DeletedLap.car])
    }

    /// Lap times as the original system counts: a crossing under red ends none.
    private func counted(_ lines: [Int64], car: String) -> [Int64] {
        let uncounted = UnderRed.all.first { $0.car == car }?.wouldBe
        let ends = lines.filter { $0 != uncounted }
        return zip(ends.dropFirst(), ends).map { $0 - $1 }
    }

    @Test("the deleted lap was the car's best for a time, then the one before it was again")
    func deletedLap() throws {
        let own = sebring.bests.filter { $0.car == DeletedLap.car }
        func row(_ line: Int) throws -> RMonitorSebring.Row { try #require(own.first { $0.line == line }) }
        for line in [DeletedLap.shown, DeletedLap.lastShown] {
            #expect(try row(line).number == DeletedLap.lap && row(line).time == DeletedLap.time)
        }
        #expect(try row(DeletedLap.withdrawn).number == DeletedLap.before.lap)
        #expect(try row(DeletedLap.withdrawn).time == DeletedLap.before.time)
        #expect(!own.contains { $0.line > DeletedLap.lastShown && $0.number == DeletedLap.lap })
        let crossings = sebring.crossings.filter { [DeletedLap.began, DeletedLap.ended].contains($0.line) }
        #expect(crossings.map(\.car) == [DeletedLap.car, DeletedLap.car])
        #expect(crossings[1].at - crossings[0].at == DeletedLap.time)
        // No other car's best lap ever became slower: it was the only one deleted.
        for (car, rows) in Dictionary(grouping: sebring.bests, by: \.car) where car != DeletedLap.car {
            #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.time >= $1.time })
        }
    }

    @Test("the total of the final result is the last $J for 13 of 13")
    func lastTotal() throws {
        let final = RMonitorSebring.final(sebring.results)
        for (car, passings) in sebring.passingsByCar { #expect(passings.last?.total == final[car]?.time) }
    }
}
