import Board
import Client
import Recording
import Simulation
import Testing
import Timing
import Wire

@Suite("A page that takes the ticks has the board")
struct TickTests {
    @Test("a whole race, in steps of any size", arguments: 1...6 as ClosedRange<UInt64>)
    func wholeRace(seed: UInt64) throws {
        var race = try ToldBoards(seed: seed)
        var random = SeededGenerator(seed: seed, stream: 3)
        var before = race.state
        var page = ToldPage(before.json)
        var ticks = 0
        var rest = race.recording.inputs[...]
        while !rest.isEmpty {
            let count = random.int(in: 1...40)
            try race.take(rest.prefix(count))
            rest = rest.dropFirst(count)
            let state = race.state
            guard let tick = state.tick(from: before) else { continue }
            page.take(try JSON(tick.bytes))
            #expect(page.differences(from: try JSON(state.json.bytes)) == [])
            before = state
            ticks += 1
        }
        #expect(ticks > 50 && page.faults == [])
    }

    @Test("the columns that are the publication's are those of the results, in every row, at the end of a race")
    func sameAsResults() throws {
        var race = try ToldBoards(seed: 2018)
        let grid = ToldPage(race.state.json)
        try race.take(race.recording.inputs)
        let page = ToldPage(race.state.json)
        let results = try race.results
        let cars = try #require(results["classification"]?.elements)
        let entered = race.session.entries.count
        #expect(cars.count == entered)
        let columns = [
            "position", "classPosition", "status", "laps", "gapMs", "gapLaps", "intervalMs", "intervalLaps",
            "classGapMs",
            "classGapLaps", "classIntervalMs", "classIntervalLaps", "lastLapMs", "bestLapMs", "bestLap", "sectorsMs",
            "totalMs", "estimated", "lastLoop", "lastMs", "stintFromMs", "driverFromMs",
        ]
        for car in cars {
            let number = try #require(car["number"]?.text)
            for column in columns {
                let shown = try page.value(column, of: number)
                #expect(shown == car[column], "\(column) of \(number)")
            }
            #expect(try page.value("gapIsNow", of: number) == car["gapIsNow"] ?? .bool(true))
        }
        // Places are counted from those on the grid, and in its cup each has its own.
        var gains: Set<Int64> = []
        var cups: [String] = []
        for car in cars {
            let number = try #require(car["number"]?.text)
            let from = try grid.value("position", of: number).integer
            if let from, let place = car["position"]?.integer {
                #expect(try page.value("gained", of: number).integer == from - place)
                gains.insert(from - place)
            }
            if let place = try page.value("cupPosition", of: number).integer {
                cups.append("\(car["class"]?.text ?? "") \(car["cup"]?.text ?? "") \(place)")
            }
        }
        #expect(gains.count > 5 && Set(cups).count == cups.count && cups.count > 10)
    }

    @Test("nothing new is no tick, and no transponder goes out")
    func quiet() throws {
        var race = try ToldBoards(seed: 3)
        try race.take(race.recording.inputs.prefix(3000))
        let state = race.state
        #expect(state.tick(from: state) == nil)
        #expect(!String(decoding: state.json.bytes, as: UTF8.self).contains("transponder"))
    }

    @Test("the laps of an opened row are those that were told, and the sectors of each add up to its time")
    func openedLaps() throws {
        var race = try ToldBoards(seed: 2018)
        try race.take(race.recording.inputs)
        var added = 0
        for row in race.table.classification where row.laps > 0 {
            let laps = try #require(race.memory.laps[row.car])
            #expect(laps.last?.lap == row.laps && laps.last?.time == row.lastLap)
            for lap in laps {
                let sectors = lap.sectors.compactMap(\.self)
                guard sectors.count == lap.sectors.count else { continue }
                #expect(sectors.reduce(.zero, +) == lap.time, "car \(row.car), lap \(lap.lap)")
                added += 1
            }
        }
        #expect(added > 300)
    }

    @Test("a row on the way has the sectors of its lap, and those of the lap before are marked")
    func sectors() throws {
        var race = try ToldBoards(seed: 5)
        var signs: Set<[Int64]> = []
        var rest = race.recording.inputs[...]
        while !rest.isEmpty {
            try race.take(rest.prefix(25))
            rest = rest.dropFirst(25)
            let page = ToldPage(race.state.json)
            let told = try page.value("sectorSigns", of: race.session.entries[0].number.text).elements ?? []
            signs.insert(told.map { min(0, $0.integer ?? 0) })
        }
        // After the first, the second and the third sector of a lap.
        #expect(signs.isSuperset(of: [[0, -1, -1], [0, 0, -1], [0, 0, 0]]))
        #expect(!signs.contains([-1, 0, 0]) && !signs.contains([-1, -1, 0]))
    }
}
