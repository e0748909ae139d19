import Foundation
import Testing

@Suite("Grids from the command line")
struct GridTests {
    private static let event = """
        event: Endurance
        circuit: {name: C, loops: [{id: 1, name: Line, kind: line}]}
        series: {name: S, race: {classifiedPercent: 70, classifiedBasis: overall}}
        sessions:
          - {id: q1, name: Q1, kind: qualifying}
          - {id: q2, name: Q2, kind: qualifying}
          - {id: q3, name: Q3, kind: qualifying}
          - {id: race, name: The race, kind: race, grid: {rule: average, of: [q1, q2, q3]}}
        entries:
          - {number: 7, class: GT3, team: A, transponders: [1], drivers: []}
          - {number: 07, class: GT3, team: B, transponders: [2], drivers: []}
          - {number: 28, class: GT3, team: C, transponders: [3], drivers: []}
          - {number: 63, class: GT3, team: D, transponders: [4], drivers: []}

        """

    /// Results of a session, as few members as a grid needs.
    private func results(_ session: String, _ cars: [(String, Int?)], penalties: String = "[]") -> String {
        let rows = cars.enumerated().map { place, car in
            let best = car.1.map { "\($0)" } ?? "null"
            return #"{"number":"\#(car.0)","position":\#(place + 1),"status":"finished","bestLapMs":\#(best)}"#
        }
        return #"{"v":1,"type":"results","session":"\#(session)","classification":[\#(rows.joined(separator: ","))],"#
            + #""penalties":\#(penalties)}"#
    }

    /// Three sessions, in which 07 is a millisecond ahead of 7 and then has two places to go back.
    private func files(in folder: Folder) throws -> [String] {
        let penalty =
            #"[{"id":"a","by":"stewards","atMs":5,"car":"07","kind":"grid","value":2,"reason":"block","state":"applied"}]"#
        return [
            try folder.write(results("q1", [("7", 105_123), ("07", 105_123), ("28", 99_000)]), to: "q1.json"),
            try folder.write(
                results("q2", [("07", 105_455), ("7", 105_456), ("28", nil)], penalties: penalty), to: "q2.json"),
            try folder.write(results("q3", [("28", 99_000), ("7", 106_001), ("07", 106_001)]), to: "q3.json"),
        ]
    }

    @Test("the average of three sessions makes a grid, and beside each place stands why")
    func text() async throws {
        let folder = try Folder()
        let event = try folder.write(Self.event, to: "event.yaml")
        let files = try files(in: folder)
        let all = ["grid", event, "race", "--results"] + files
        let text = try await run(Project.program("lapwing"), all, in: folder).well()
        #expect(
            text.text == """
                The race · C · grid: average of q1, q2, q3

                POS  NO  CLASS  TEAM  BECAUSE
                  1   7  GT3    A     1:45.123 + 1:45.456 + 1:46.001 = 5:16.580, average 1:45.526
                  2  28  GT3    C     1:39.000 + 1:39.000 = 3:18.000, average 1:39.000; no time in q2
                  3  07  GT3    B     1:45.123 + 1:45.455 + 1:46.001 = 5:16.579, average 1:45.526; 2 places back: block
                  4  63  GT3    D     in no result: back of the grid, in order of the entry list

                """)
        struct Sheet: Decodable {
            struct Place: Decodable {
                let place: Int
                let number: String
                let sumMs: Int?
                let timesMs: [Int?]?
            }
            let session: String
            let grid: [Place]
        }
        let json = try await run(Project.program("lapwing"), all + ["--format", "json"], in: folder).well()
        let sheet = try JSONDecoder().decode(Sheet.self, from: Data(json.text.utf8))
        #expect(sheet.session == "race")
        #expect(sheet.grid.map(\.place) == [1, 2, 3, 4])
        #expect(sheet.grid.map(\.number) == ["7", "28", "07", "63"])
        #expect(sheet.grid.map(\.sumMs) == [316_580, 198_000, 316_579, nil])
        #expect(sheet.grid[1].timesMs == [99_000, nil, 99_000])
    }

    @Test("what is missing or strange among the results is said, and there is no grid")
    func refusals() async throws {
        let folder = try Folder()
        let event = try folder.write(Self.event, to: "event.yaml")
        let files = try files(in: folder)
        let strange = try folder.write(results("q1", [("99", 1)]), to: "strange.json")
        let other = try folder.write(results("fp", []), to: "other.json")
        let asked: [(arguments: [String], words: String)] = [
            (["race", "--results", files[0], files[2]], "no results of q2"),
            (["q1", "--results", files[0]], "session q1 has no key grid"),
            (["race9", "--results", files[0]], "there are q1, q2, q3, race"),
            (["race", "--results", files[0], "q1=\(files[1])"], "a second file with results of q1"),
            (["race", "--results", strange], "car \"99\" is not in the entry list"),
            (["race", "--results", other], "results of \"fp\", which the event does not have"),
            (["race", "--results", event], "event.yaml: "),
        ]
        for each in asked {
            let ended = try await run(Project.program("lapwing"), ["grid", event] + each.arguments, in: folder)
            #expect(ended.status != 0 && ended.text.isEmpty)
            #expect(ended.errors.contains(each.words), "\(ended.errors)")
        }
    }

    @Test("the classification of a race is the grid of the next, which the event then takes as its starting order")
    func fromClassification() async throws {
        let folder = try Folder()
        let race = try await Race.simulated(77).recorded(in: folder)
        let before = try String(contentsOfFile: race.event, encoding: .utf8)
        let next = "sessions:\n  - {id: first, name: First, kind: race}\n  - id: \"race\"\n"
        let ruled = before.replacing("sessions:\n  - id: \"race\"\n", with: next)
            .replacing("kind: race\n", with: "kind: race\n    grid: {rule: result, of: [first]}\n")
        let event = try folder.write(ruled, to: "next.yaml")
        let classified = try await lapwing("classify", race.directory, "--format", "json", in: folder).well()
        let file = try folder.write(classified.text, to: "first.json")
        let order = try await lapwing(
            "grid", event, "race", "--results", "first=\(file)", "--format", "yaml", in: folder
        ).well()
        let wanted = try await race.classified(in: folder).rows.map(\.number)
        #expect(order.lines.dropFirst() == ArraySlice(wanted.map { "- \"\($0)\"" }))
        try folder.write(order.text, to: "grid.yaml")
        let started = ruled.replacing("grid: {rule: result", with: "startingOrder: grid.yaml\n    grid: {rule: result")
        let checked = try await lapwing(
            "check", folder.write(started, to: "started.yaml"), folder.path("grid.yaml"), in: folder)
        #expect(try checked.well().lines.count == 2)
    }
}
