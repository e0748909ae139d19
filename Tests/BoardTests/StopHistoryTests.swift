import Board
import Client
import Recording
import Testing
import Timing
import Wire

@Suite("What came of the mandatory stops, and when")
struct StopHistoryTests {
    private static let faults: Set<String> = ["short", "early", "late", "missed", "over"]

    @Test(
        "the last of each car is what its cell reads: told at the exit, or when the window closed",
        arguments: 1...6 as ClosedRange<UInt64>)
    func wholeRace(seed: UInt64) throws {
        var race = try ToldBoards(seed: seed)
        try race.take(race.recording.inputs)
        let page = ToldPage(race.state.json)
        var told: Set<String> = []
        for row in race.table.classification {
            let history = try page.value("stopHistory", of: row.car.text).elements ?? []
            let state = try page.value("stop", of: row.car.text).elements?.first?.text ?? ""
            guard let last = history.last?.elements else {
                #expect(["notOwed", "excused", "open", "notOpen", "lastChance", ""].contains(state), "car \(row.car)")
                continue
            }
            let verdict = try #require(race.table.verdicts(of: row.car).first { $0.id == "stop1" })
            let visit = verdict.visit.map { row.stops[$0 - 1] }
            told.insert(state)
            #expect(last[0].text == (state == "mayGo" ? "hold" : state), "car \(row.car)")
            switch state {
            case "served", "short", "unproved", "driverChange":
                if let left = visit?.left { #expect(last[1].integer == left.count) }
                #expect(history.first?.elements?[0].text == "hold")
                #expect(history.first?.elements?[1].integer == visit?.entered?.count)
            case "early", "missed": #expect(last[1].integer == verdict.closes?.count)
            default: break
            }
        }
        #expect(told.contains("served") && told.count > 1)
    }

    @Test("on the way nothing that was told is told otherwise, or at another time")
    func onTheWay() throws {
        var race = try ToldBoards(seed: 4)
        let cars = race.table.classification.map(\.car.text)
        var before: [String: [[JSON]]] = [:]
        var rest = race.recording.inputs[...]
        while !rest.isEmpty {
            try race.take(rest.prefix(40))
            rest = rest.dropFirst(40)
            let page = ToldPage(race.state.json)
            for car in cars {
                // State and instant: while a car is in, its line says when it may leave.
                let told = (try page.value("stopHistory", of: car).elements ?? []).map {
                    Array(($0.elements ?? []).prefix(2))
                }
                #expect(Array(told.prefix(before[car]?.count ?? 0)) == before[car] ?? [], "car \(car)")
                before[car] = told
            }
        }
        #expect(before.values.count { !$0.isEmpty } > 10)
    }

    @Test("where faults are not shown before they are decided on, none of them is told")
    func unseen() throws {
        var race = try ToldBoards(seed: 1, view: PublicView(showsVerdicts: false))
        try race.take(race.recording.inputs)
        let page = ToldPage(race.state.json)
        for row in race.table.classification {
            let told = try page.value("stopHistory", of: row.car.text).elements ?? []
            #expect(Self.faults.isDisjoint(with: told.compactMap { $0.elements?.first?.text }))
        }
    }

    @Test("the stint of a car that drives no more ends: at its finish, or where it was seen last")
    func stintEnds() throws {
        var race = try ToldBoards(seed: 2018)
        let before = ToldPage(race.state.json)
        try race.take(race.recording.inputs)
        let page = ToldPage(race.state.json)
        var finished = 0
        for row in race.table.classification {
            #expect(try before.value("stintToMs", of: row.car.text) == .null)
            let end = try page.value("stintToMs", of: row.car.text).integer
            if row.status.known == .finished {
                #expect(end == row.total.map { ($0 - row.penalty).count })
                finished += 1
            } else if row.status.known == .retired {
                #expect(end == row.lastSeen?.count)
            }
        }
        #expect(finished > 10)
    }
}
