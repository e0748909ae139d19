import Foundation
import Rulebook
import Testing
import Timing

@Suite("What a series only assumes")
struct AssumptionTests {
    private static let series = """
        name: Asia
        race:
          duration: 60 min
          classifiedPercent: 75
          classifiedBasis: class
        stops:
          window: {opens: 25 min, closes: 35 min}
        penalties: {shortStop: driveThrough}
        qualifying: {duration: 15 min}
        points: {scale: [25, 18]}
        assumed:
          - race.classifiedPercent
          - stops.window.opens
          - stops.minimum
          - penalties.shortStop
          - qualifying.duration
          - points.scale

        """

    private func told(_ path: String, _ folder: Folder) -> [String] {
        assumptions(path: path).map { $0.description.replacingOccurrences(of: folder.path + "/", with: "") }
    }

    @Test("a series' assumptions are told with the place of the value; what is not given is the event's to state")
    func series() throws {
        let folder = try Folder()
        let path = try folder.write("s.yaml", Self.series)
        #expect(check(path: path) == [])
        #expect(
            told(path, folder) == [
                "s.yaml:4: race.classifiedPercent: assumed 75", "s.yaml:7: stops.window.opens: assumed 25 min",
                "s.yaml:14: stops.minimum: not given: the event's bulletin sets it",
                "s.yaml:8: penalties.shortStop: assumed driveThrough", "s.yaml:9: qualifying.duration: assumed 15 min",
                "s.yaml:10: points.scale: assumed [25, 18]",
            ])
    }

    @Test("an event's own word, in every session that it concerns, takes an assumption off")
    func event() throws {
        let folder = try Folder()
        try folder.write("s.yaml", Self.series)
        let text = """
            event: E
            circuit: {name: C, loops: [{id: 1, name: Line, kind: line}]}
            series: s.yaml
            sessions:
              - {id: q, name: Q, kind: qualifying, duration: 20 min}
              - {id: r1, name: R1, kind: race, stops: {minimum: 85 s}, classifiedPercent: 70, penalties: none}
              - {id: r2, name: R2, kind: race, stops: none, penalties: {shortStop: laps 1}}
            entries: [{number: 1, class: GT3, team: T, transponders: [], drivers: []}]

            """
        let path = try folder.write("e.yaml", text)
        #expect(check(path: path) == [])
        let left = [
            "s.yaml:4: race.classifiedPercent: assumed 75", "s.yaml:7: stops.window.opens: assumed 25 min",
            "s.yaml:10: points.scale: assumed [25, 18]",
        ]
        #expect(told(path, folder) == left)
        let daemon = try folder.write("d.yaml", Sample.with(Sample.daemon, "event.yaml", "e.yaml"))
        #expect(told(daemon, folder) == left)
    }

    @Test("other files assume nothing")
    func others() throws {
        let folder = try Folder()
        #expect(assumptions(path: try folder.write("c.yaml", Sample.circuit)) == [])
        #expect(assumptions(path: try folder.write("s.yaml", Sample.series)) == [])
        #expect(assumptions(path: "\(folder.path)/nowhere.yaml") == [])
        #expect(assumptions(path: try folder.write("e.csv", "number\n")) == [])
    }

    @Test("the demonstration's event leaves no stop time to be assumed")
    func demonstration() {
        let keys = assumptions(path: "\(ConfigTests.config)/events/sepang-2018.yaml").map(\.key)
        #expect(keys.contains("stops.window.by") && !keys.contains("stops.minimum"))
    }
}
