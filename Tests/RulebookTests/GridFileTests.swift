import Rulebook
import Testing
import Timing

@Suite("Grids and starting orders in an event")
struct GridFileTests {
    /// An event of five sessions and three cars; `last` stands behind the last race's kind.
    private func text(_ last: String) -> String {
        """
        event: Meeting
        circuit: {name: C, loops: [{id: 1, name: Line, kind: line}]}
        series: {name: S, race: {classifiedPercent: 75, classifiedBasis: class}}
        sessions:
          - {id: q1, name: Q1, kind: qualifying}
          - {id: q2, name: Q2, kind: qualifying}
          - {id: qr1, name: Qualifying race 1, kind: race}
          - {id: qr2, name: Qualifying race 2, kind: race}
          - {id: main, name: Main race, kind: race, \(last)}
          - {id: q9, name: After it, kind: qualifying}
        entries:
          - {number: 7, class: GT3, team: A, transponders: [1], drivers: []}
          - {number: 07, class: GT3, team: B, transponders: [2], drivers: []}
          - {number: 28, class: GT4, team: C, transponders: [3], drivers: []}

        """
    }

    private func event(_ last: String) throws -> Event {
        let folder = try Folder()
        return try Event.load(path: folder.write("e.yaml", text(last)))
    }

    /// The faults of what stands in line 9, without its place.
    private func told(_ last: String) throws -> [String] {
        try faults(text(last)).map { fault in
            #expect(fault.hasPrefix("x.yaml:9:"))
            return fault.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? ""
        }
    }

    @Test(
        "a grid is made by one of six rules, and an event that is written out keeps it",
        arguments: [
            ("{rule: best, of: [q2]}", GridRule.best(of: "q2")),
            ("{rule: average, of: [q1, q2]}", .average(of: ["q1", "q2"])),
            ("{rule: sum, of: [q2, q1]}", .sum(of: ["q2", "q1"])),
            ("{rule: superPole, of: [q1, q2], places: 20}", .superPole("q2", places: 20, after: ["q1"])),
            ("{rule: result, of: [qr2]}", .result(of: "qr2")),
            ("{rule: points, of: [qr1, qr2], points: [8, 6, 4, 3]}", .points([8, 6, 4, 3], of: ["qr1", "qr2"])),
        ])
    func rules(_ written: String, _ rule: GridRule) throws {
        let event = try event("grid: \(written)")
        #expect(event.grids == ["main": rule])
        let folder = try Folder()
        #expect(try Event.load(path: folder.write("again.yaml", event.yaml())) == event)
    }

    @Test("a grid comes only out of sessions that there are, that fit the rule and that were before")
    func sessions() throws {
        let before = "expected a qualifying or practice session before this one: q1, q2; write"
        #expect(
            try told("grid: {rule: best, of: [q3]}") == [
                "sessions[5].grid.of[1]: found \"q3\", \(before) q1"
            ])
        #expect(
            try told("grid: {rule: best, of: [qr1]}") == [
                "sessions[5].grid.of[1]: found \"qr1\", \(before) q1"
            ])
        #expect(
            try told("grid: {rule: average, of: [q1, q9]}") == [
                "sessions[5].grid.of[2]: found \"q9\", \(before) q1"
            ])
        #expect(
            try told("grid: {rule: result, of: [main]}") == [
                "sessions[5].grid.of[1]: found \"main\", expected a race session before this one: qr1, qr2; "
                    + "write one of these"
            ])
    }

    @Test("a rule has the number of sessions that it needs, each once")
    func counts() throws {
        #expect(
            try told("grid: {rule: average, of: [q1]}") == [
                "sessions[5].grid.of: found one session, expected at least two sessions; "
                    + "add one, or choose a rule for one session"
            ])
        #expect(
            try told("grid: {rule: best, of: [q1, q2]}") == [
                "sessions[5].grid.of: found 2 sessions, expected one session; leave one, or choose a rule for several"
            ])
        #expect(
            try told("grid: {rule: sum, of: [q1, q1]}") == [
                "sessions[5].grid.of[2]: found \"q1\", which line 9 has already, expected a session that no other "
                    + "has; correct one of the two"
            ])
        #expect(
            try told("grid: {rule: best, of: []}") == [
                "sessions[5].grid.of: found an empty list, expected at least one of sessions; add one"
            ])
    }

    @Test("a super pole has places, points have a scale, and no other rule has either")
    func keys() throws {
        #expect(
            try told("grid: {rule: superPole, of: [q1, q2]}") == [
                "sessions[5].grid.places: found no such key, expected how many are in the super pole; "
                    + "add the key places"
            ])
        #expect(
            try told("grid: {rule: points, of: [qr1, qr2]}") == [
                "sessions[5].grid.points: found no such key, expected the points for the places, first place "
                    + "first; add the key points"
            ])
        #expect(
            try told("grid: {rule: best, of: [q1], places: 3}") == [
                "sessions[5].grid.places: found an unknown key, expected one of rule, of; remove it"
            ])
        #expect(
            try told("grid: {rule: superpole, of: [q1, q2], places: 3}") == [
                "sessions[5].grid.rule: found \"superpole\", expected one of best, average, sum, superPole, result, "
                    + "points; write superPole"
            ])
        #expect(
            try told("grid: q1") == [
                "sessions[5].grid: found \"q1\", expected the keys rule, of, places, points; "
                    + "write it as \"key: value\" lines"
            ])
    }

    @Test("only a race starts from a grid")
    func races() throws {
        let text = text("duration: 60 min").replacing(
            "name: Q2, kind: qualifying", with: "name: Q2, kind: qualifying, grid: {rule: best, of: [q1]}")
        #expect(
            try faults(text) == [
                "x.yaml:6:48: sessions[2].grid: found a grid for a qualifying session, expected a grid for a race "
                    + "only; remove it, or write kind: race"
            ])
    }

    @Test("a starting order puts its cars first, and who is not in it follows in order of the entry list")
    func startingOrder() throws {
        let event = try event("startingOrder: [28, 07]")
        #expect(
            event.sessions.map { $0.entries.map(\.number.text) } == [
                ["7", "07", "28"], ["7", "07", "28"], ["7", "07", "28"], ["7", "07", "28"], ["28", "07", "7"],
                ["7", "07", "28"],
            ])
        #expect(event.entries.map(\.number.text) == ["7", "07", "28"])
        let folder = try Folder()
        #expect(try Event.load(path: folder.write("again.yaml", event.yaml())) == event)
    }

    @Test("a starting order that was written to a file is read from there, and passes the check by itself")
    func file() throws {
        let folder = try Folder()
        let order = StartingOrder.yaml(["28", "7", "07"].map { CarNumber($0) }, of: "main")
        let path = try folder.write("grid.yaml", order)
        let event = try Event.load(path: folder.write("e.yaml", text("startingOrder: grid.yaml")))
        #expect(event.session("main")?.entries.map(\.number.text) == ["28", "7", "07"])
        #expect(check(path: path) == [])
    }

    @Test("a car that is not entered, or twice in a starting order, is a fault")
    func unknownCar() throws {
        #expect(
            try told("startingOrder: [28, 007]") == [
                "sessions[5].startingOrder[2]: found \"007\", expected a number of the entry list; write 07"
            ])
        #expect(
            try told("startingOrder: [7, 28, 7]") == [
                "sessions[5].startingOrder[3]: found \"7\", which line 9 has already, expected a number that no "
                    + "other has; correct one of the two"
            ])
        #expect(
            try told("startingOrder: []") == [
                "sessions[5].startingOrder: found an empty list, expected at least one of numbers; add one"
            ])
        #expect(try told("startingOrder: nowhere.yaml").first?.contains("which cannot be read") == true)
    }
}
