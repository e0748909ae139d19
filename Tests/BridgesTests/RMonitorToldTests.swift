import Bridges
import Client
import Simulation
import Testing
import Timing
import Wire

@Suite("A client of RMonitor has the publication's table")
struct RMonitorToldTests {
    /// A board, and a client that is told what it tells.
    private struct Told {
        var board: ToldRace<RMonitorTeller>
        var client = ClientTable()
        /// Cars whose last lap only a passing before the client came has told.
        var unheard: Set<String> = []

        init(_ options: RMonitorOptions) { board = ToldRace(by: RMonitorTeller(options)) }

        mutating func join(_ snapshot: [UInt8]) throws {
            _ = try board.take(answer: [snapshot], to: .snapshot)
            _ = board.teller.told()
            anew()
        }

        mutating func anew() {
            guard let state = board.teller.state else { return }
            let reset = RMonitorRecord.Reset(timeOfDay: .zero, date: "01 jan 18")
            client.take(RMonitorWriter.lines(state.refresh(run: 1, beat: nil, reset: reset)))
            unheard = Set(state.rows.filter { $0.last != nil }.map(\.car))
        }

        mutating func take(_ frame: [UInt8]) throws {
            _ = try frame.withUnsafeBytes { try board.take(published: $0) }
            for turn in board.teller.told() {
                guard case .records(let records) = turn else {
                    anew()
                    continue
                }
                client.take(RMonitorWriter.lines(records))
                for case .passing(let passing) in records { unheard.remove(passing.registration) }
            }
        }

        /// What differs between the client's table and the publication's.
        func differences(_ table: RaceTable? = nil) throws -> [String] {
            let table = try #require(table ?? board.follower.table)
            let placed = table.classification.count { $0.position != nil }
            return table.classification.compactMap { row in
                guard let told = client.rows[row.car.text] else { return "\(row.car) is missing" }
                var wanted = told
                (wanted.laps, wanted.total) = (row.laps, row.total ?? .zero)
                // Behind the classified cars those without a position are counted on.
                wanted.position = row.position ?? max(told.position, placed + 1)
                (wanted.best, wanted.bestLap) = (row.bestLap ?? .zero, row.bestLapNumber ?? 0)
                if !unheard.contains(row.car.text) { wanted.last = row.laps > 0 ? row.lastLap : nil }
                return told == wanted ? nil : "\(row.car): \(told), wanted \(wanted)"
            }
        }
    }

    @Test(
        "after every delta of a race: positions, laps, total, last and best lap",
        arguments: 1...8 as ClosedRange<UInt64>)
    func everyDelta(seed: UInt64) throws {
        var race = try PublishedRaceStory(seed: seed)
        var options = RMonitorOptions()
        options.isEnhanced = seed % 2 == 0
        var told = Told(options)
        var late = Told(options)
        try told.join(race.snapshot)
        let inputs = race.inputs
        for (number, input) in inputs.enumerated() {
            if number == inputs.count / 2 { try late.join(race.snapshot) }
            guard let frame = race.take(input) else { continue }
            try told.take(frame)
            if number >= inputs.count / 2 { try late.take(frame) }
            let found = try told.differences() + (number >= inputs.count / 2 ? late.differences() : [])
            if !found.isEmpty {
                Issue.record("seed \(seed), input \(number) \(input): \(found)")
                return
            }
        }
        let last = RaceTable(try PublishedSnapshot(JSON(race.snapshot)))
        #expect(try told.differences(last) == [] && late.differences(last) == [])
        // At the end the order of those without a position is that of the results, too.
        for client in [told.client, late.client] {
            let order = last.classification.map { client.rows[$0.car.text]?.position }
            #expect(order == last.classification.enumerated().map { $1.position ?? $0 + 1 })
        }
        #expect(told.client.faults == [] && late.client.faults == [])
        let records = told.client.records
        #expect(records.count > 100 && records.contains { if case .passing = $0 { true } else { false } })
        #expect(records.contains { if case .crossing = $0 { true } else { false } } == options.isEnhanced)
        #expect(records.contains { if case .beat(let beat) = $0 { beat.flag == .yellow } else { false } })
    }

    @Test(
        "after every delta of a race of GT World Challenge Asia",
        .enabled(if: RealRace.isPresent, "needs the real races in ../shared/data, which are not there"))
    func realRace() throws {
        var race = try PublishedRaceStory(RealRace.gtwcAsia())
        var options = RMonitorOptions()
        options.isEnhanced = true
        var told = Told(options)
        try told.join(race.snapshot)
        var deltas = 0
        for (number, input) in race.inputs.enumerated() {
            guard let frame = race.take(input) else { continue }
            deltas += 1
            try told.take(frame)
            let found = try told.differences()
            if !found.isEmpty {
                Issue.record("input \(number) \(input): \(found)")
                return
            }
        }
        let last = RaceTable(try PublishedSnapshot(JSON(race.snapshot)))
        #expect(try told.differences(last) == [] && told.client.faults == [])
        #expect(deltas > 2000 && last.classification.count == 22 && last.classification[0].laps > 30)
    }

    @Test("a newcomer is told reset, run, track, classes, competitors, beat, race and best laps, in this order")
    func order() throws {
        let race = try PublishedRaceStory(seed: 3)
        var board = ToldRace(by: RMonitorTeller(.init()))
        _ = try board.take(answer: [race.snapshot], to: .snapshot)
        let state = try #require(board.teller.state)
        let beat = RMonitorRecord.Beat(idleAt: Instant(milliseconds: 0), ahead: .zero)
        let records = state.refresh(run: 7, beat: beat, reset: .init(timeOfDay: .zero, date: "01 jan 18"))
        let commands = RMonitorWriter.lines(records).split(separator: 0x0D).map { line in
            String(decoding: line.drop { $0 == 0x0A }.prefix { $0 != UInt8(ascii: ",") }, as: UTF8.self)
        }
        var order: [String] = []
        for command in commands where command != order.last && !command.isEmpty { order.append(command) }
        #expect(order == ["$I", "$B", "$E", "$C", "$A", "$COMP", "$F", "$G", "$H"])
        #expect(commands.count { $0 == "$G" } == race.session.entries.count)
    }

    @Test("a corrected total is told as a correction, with the place again and without a passing")
    func correction() throws {
        var race = try PublishedRaceStory(seed: 5)
        var told = Told(.init())
        try told.join(race.snapshot)
        for input in race.inputs { if let frame = race.take(input) { try told.take(frame) } }
        let table = try #require(told.board.follower.table)
        let row = try #require(table.classification.first { $0.status.known == .finished })
        let before = told.client.records.count
        let act = Act(
            id: "late", at: told.board.follower.now, by: "stewards",
            kind: .penalty(row.car, .time(.seconds(30)), reason: "unsafe release"))
        let frame = race.take(.act(act))
        try told.take(try #require(frame))
        let records = told.client.records[before...]
        let corrections = records.compactMap { if case .correction(let correction) = $0 { correction } else { nil } }
        #expect(corrections.map(\.by) == [.seconds(30)] && corrections.map(\.registration) == [row.car.text])
        let places = records.compactMap { if case .race(let place) = $0 { place.registration } else { nil } }
        #expect(places.contains(row.car.text))
        #expect(!records.contains { if case .passing = $0 { true } else { false } })
    }

    @Test("clients that do not know corrections have the corrected total by the place alone")
    func withoutCorrections() throws {
        var race = try PublishedRaceStory(seed: 5)
        var options = RMonitorOptions()
        options.avoidsCorrections = true
        var told = Told(options)
        try told.join(race.snapshot)
        for input in race.inputs { if let frame = race.take(input) { try told.take(frame) } }
        let table = try #require(told.board.follower.table)
        let row = try #require(table.classification.first { $0.status.known == .finished })
        let act = Act(
            id: "late", at: told.board.follower.now, by: "stewards",
            kind: .penalty(row.car, .time(.seconds(30)), reason: "unsafe release"))
        let total = told.client.rows[row.car.text]?.total
        let frame = race.take(.act(act))
        try told.take(try #require(frame))
        #expect(told.client.rows[row.car.text]?.total == total.map { $0 + .seconds(30) })
        #expect(try told.differences() == [])
        #expect(!told.client.records.contains { if case .correction = $0 { true } else { false } })
    }

    @Test("sessions keep the number of their run, and none has that of the idle run")
    func runs() {
        var runs = RunNumbers()
        let first = (1...120).map { runs.id(of: "session \($0)") }
        #expect(!first.contains(95) && first.allSatisfy { 1...99 ~= $0 } && Set(first.prefix(98)).count == 98)
        #expect(runs.id(of: "session 3") == 3)
    }
}
