import Recording
import Rulebook
import Testing
import Timing

@Suite("Real races", .enabled(if: RealRaces.arePresent, RealRaces.absence))
struct RealRaceTests {
    @Test("an Al Kamel race keeps every lap, sector, stop and flag", arguments: RealRaces.alKamel)
    func alKamel(_ race: RealRaces.AlKamel) throws {
        let files = try race.files()
        let imported = try AlKamelImport.read(files: files, options: ImportOptions(date: "2025-03-15"))
        let recording = imported.recording
        try expectSound(recording)
        let plain = try PlainRace(recording)
        let rows = PlainRows(files[0].text).rows
        #expect(recording.event.entries.count == race.cars)
        #expect(plain.laps.values.map(\.count).reduce(0, +) == race.laps)
        #expect(rows.count == race.laps)
        for row in rows {
            let number = try #require(Int(row["LAP_NUMBER"] ?? ""))
            let lap = try #require(plain.laps[CarNumber(row["NUMBER"] ?? "")])[number - 1]
            #expect(lap.end - plain.start == PlainRows.milliseconds(row["ELAPSED"] ?? ""))
            #expect(lap.end - lap.begin == PlainRows.milliseconds(row["LAP_TIME"] ?? ""))
            #expect(lap.endsInPit == (row["CROSSING_FINISH_LINE_IN_PIT"] == "B"))
            #expect(lap.driver == UInt8(row["DRIVER_NUMBER"] ?? ""))
            expectSectors(lap, ["S1", "S2", "S3"].map { PlainRows.milliseconds(row[$0] ?? "") })
        }
        try expectPairs(recording, rows: rows, race: race)
        let flags = recording.acts.filter { $0.id.hasPrefix("import-flag-") }
        #expect(flags.count == race.flags)
        #expect(flags.first?.at.milliseconds == plain.start)
    }

    /// Each estimated pair is as long as the file says, and lies between the sector loops beside it.
    private func expectPairs(
        _ recording: Recording, rows: [[String: String]], race: RealRaces.AlKamel
    ) throws {
        let plain = try PlainRace(recording)
        var pairs = 0
        for row in rows where row["PIT_TIME"]?.isEmpty == false {
            let number = try #require(Int(row["LAP_NUMBER"] ?? ""))
            let laps = try #require(plain.laps[CarNumber(row["NUMBER"] ?? "")])
            guard let entry = laps[number - 2].instants[LoopID(10)] else { continue }
            let exit = try #require(laps[number - 1].instants[LoopID(11)])
            #expect(exit - entry == PlainRows.milliseconds(row["PIT_TIME"] ?? ""))
            let before = laps[number - 2].instants[LoopID(4)] ?? laps[number - 2].begin
            let after = laps[number - 1].instants[LoopID(3)] ?? laps[number - 1].end
            #expect(before < entry && entry < laps[number - 2].end)
            #expect(laps[number - 2].end < exit && exit < after)
            pairs += 1
        }
        #expect(pairs == race.pairs)
        #expect(rows.count { $0["PIT_TIME"]?.isEmpty == false } == race.stops)
        #expect(recording.crossings.count(where: \.isEstimated) == 2 * pairs)
        let pitLoops = recording.crossings.count { $0.loop == LoopID(10) || $0.loop == LoopID(11) }
        #expect(pitLoops == 2 * pairs)
    }

    @Test("GT World Challenge Asia keeps every lap, sector and pit-lane instant as measured")
    func tsl() throws {
        let files = try [RealRaces.file(RealRaces.classification), RealRaces.file(RealRaces.sectorAnalysis)]
        let imported = try TSLImport.read(files: files, options: ImportOptions(date: "2024-06-16"))
        let recording = imported.recording
        try expectSound(recording)
        let plain = try PlainRace(recording)
        let rows = PlainRows(files[1].text).rows
        let midnight: Int64 = plain.start - 41_536_227
        #expect(midnight % 86_400_000 == 0)
        #expect(recording.event.entries.count == 22)
        #expect(rows.count == 745)
        #expect(plain.laps.values.map(\.count).reduce(0, +) == 745)
        for row in rows {
            let number = try #require(Int(row["lapnumber"] ?? ""))
            let lap = try #require(plain.laps[CarNumber(row["nr"] ?? "")])[number - 1]
            func at(_ column: String) -> Int64? {
                PlainRows.milliseconds(row[column] ?? "").map { $0 + midnight }
            }
            #expect(lap.end == at("time_of_day"))
            #expect(lap.instants[LoopID(10)] == at("time_in_lap"))
            #expect(lap.instants[LoopID(11)] == at("time_out_lap"))
            #expect(lap.endsInPit == (row["in_lap"] == "TRUE"))
            expectSectors(
                lap, (1...3).map { PlainRows.milliseconds(row["sector_\($0)_time"] ?? "") })
        }
        #expect(recording.crossings.count { $0.loop == LoopID(10) } == 29)
        #expect(recording.crossings.count { $0.loop == LoopID(11) } == 28)
        #expect(recording.crossings.allSatisfy { !$0.isEstimated })
    }

    /// The sectors that the file states are the times between crossings, wherever these are known.
    private func expectSectors(_ lap: PlainRace.Lap, _ sectors: [Int64?]) {
        let marks = [lap.begin, lap.instants[LoopID(3)], lap.instants[LoopID(4)], lap.end]
        for (sector, time) in sectors.enumerated() {
            guard let time else { continue }
            guard let from = marks[sector], let to = marks[sector + 1] else {
                #expect(sectors.count(where: { $0 != nil }) < 3, "a lap with all sectors has all boundaries")
                continue
            }
            #expect(to - from == time)
        }
        // A boundary is there exactly where the sectors on one side of it reach it.
        #expect((marks[1] != nil) == (sectors[0] != nil || (sectors[1] != nil && sectors[2] != nil)))
        #expect((marks[2] != nil) == (sectors[2] != nil || (sectors[0] != nil && sectors[1] != nil)))
    }

    /// Numbers are gapless in order of time; each crossing belongs to a loop, an entry and one of its crew.
    private func expectSound(_ recording: Recording) throws {
        let event = recording.event
        let session = try #require(event.sessions.first)
        #expect(session.entries == event.entries && session.circuit == event.circuit)
        #expect(recording.crossings.map(\.id.number) == (1...UInt64(recording.crossings.count)).map { $0 })
        for (before, after) in zip(recording.crossings, recording.crossings.dropFirst()) {
            #expect(before.at <= after.at)
        }
        for (before, after) in zip(recording.acts, recording.acts.dropFirst()) {
            #expect(before.at <= after.at)
        }
        let loops = Set(event.circuit.loops.map(\.id))
        var crews: [Transponder: Set<UInt8>] = [:]
        for (place, entry) in event.entries.enumerated() {
            #expect(entry.transponders == [Transponder(UInt32(1001 + place))])
            crews[entry.transponders[0]] = Set(entry.drivers.map(\.id)).union([0])
        }
        #expect(
            recording.crossings.allSatisfy {
                loops.contains($0.loop) && crews[$0.transponder]?.contains($0.driver) == true
            })
        let firsts = event.entries.compactMap { entry in
            recording.crossings.first {
                $0.transponder == entry.transponders[0] && ($0.loop == LoopID(1) || $0.loop == LoopID(2))
            }?.at
        }
        #expect(firsts == firsts.sorted())
        let end = try #require(recording.acts.last)
        #expect(end.kind == .end)
        #expect(end.at.milliseconds == recording.crossings.last.map { $0.at.milliseconds + 1 })
    }

    @Test(
        "laps and time of the crossings give the official result",
        arguments: RealRaces.alKamel.filter(\.hasSheet))
    func officialOrder(_ race: RealRaces.AlKamel) throws {
        let files = try race.files()
        let recording = try AlKamelImport.read(files: files, options: ImportOptions()).recording
        let official = PlainRows(files[1].text).rows.map { row in
            PlainRace.Result(
                car: row["NUMBER"] ?? "", laps: Int(row["LAPS"] ?? "") ?? -1,
                total: PlainRows.milliseconds(row["TOTAL_TIME"] ?? "") ?? -1)
        }
        var order = try PlainRace(recording).order(penalties: penalties(race))
        if race.name.hasPrefix("2024-virginia") {
            // The stewards put car 27 in 22nd place, its own laps and time unchanged.
            let moved = try #require(order.firstIndex { $0.car == "27" })
            order.insert(order.remove(at: moved), at: 21)
        }
        #expect(order == official)
    }

    private func penalties(_ race: RealRaces.AlKamel) -> [String: Int64] {
        race.name.hasPrefix("2025-detroit") ? ["25": 17_000, "77": 17_000, "4": 17_000] : [:]
    }

    @Test("laps and time of the crossings and two penalties give the official result of GTWC Asia")
    func officialOrderTSL() throws {
        let sheet = try RealRaces.file(RealRaces.classification)
        let files = try [RealRaces.file(RealRaces.sectorAnalysis), sheet]
        let recording = try TSLImport.read(files: files, options: ImportOptions()).recording
        let official = PlainRows(sheet.text).rows.map { row in
            PlainRace.Result(
                car: row["No."] ?? "", laps: Int(row["Laps"] ?? "") ?? -1,
                total: PlainRows.milliseconds(row["Total Time"] ?? "") ?? -1)
        }
        #expect(try PlainRace(recording).order(penalties: ["918": 5_000, "5": 42_000]) == official)
        #expect(try PlainRace(recording).order() != official)
    }

    @Test("the chequered flag falls when the winner finishes, shown or not", arguments: RealRaces.alKamel)
    func chequered(_ race: RealRaces.AlKamel) throws {
        let recording = try AlKamelImport.read(files: try race.files(), options: ImportOptions()).recording
        let plain = try PlainRace(recording)
        let winner = try #require(plain.order().first)
        let flag = try #require(recording.acts.first { $0.id == "import-chequered" })
        #expect(flag.at.milliseconds - plain.start == winner.total)
        #expect(flag.kind == .flag(.chequered, isEstimated: race.name == "2021-lime-rock-park"))
        for (_, laps) in plain.laps {
            #expect(laps.count { $0.end >= flag.at.milliseconds } <= 1)
        }
    }

    @Test("crews of a result sheet come with grade and nation")
    func crews() throws {
        let race = try #require(RealRaces.alKamel.first)
        let event = try AlKamelImport.read(files: try race.files(), options: ImportOptions()).recording.event
        let winner = try #require(event.entries.first { $0.number == CarNumber("3") })
        #expect(winner.vehicle == "Chevrolet Corvette C8.R")
        #expect(winner.carClass == "GTLM")
        #expect(winner.drivers.first { $0.name == "Antonio Garcia" }?.grade == "Platinum")
        #expect(winner.drivers.first { $0.name == "Jordan Taylor" }?.nation == "USA")
    }
}
