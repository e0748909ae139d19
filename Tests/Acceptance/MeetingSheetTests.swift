import Foundation
import Testing

@Suite("The sheets of a meeting")
struct MeetingSheetTests {
    @Test("the timetable shows states, shifted times, what is late and which session boards follow")
    func timetable() async throws {
        let folder = try Folder()
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let document = try String(contentsOf: root.appending(path: "docs/protocol.md"), encoding: .utf8)
        let example = try #require(
            document.split(separator: "\n").first { $0.hasPrefix(#"{"v":1,"type":"meeting""#) })
        let ports = try Ports(1)
        let address = try #require(ports.addresses.first)
        let doubt =
            #""shared":[{"transponder":4711,"sessions":["race2","cup1"],"crossings":14,"lastAtMs":1526716900000}]"#
        let doubtful = String(example.dropLast()) + "," + doubt + "}"
        let file = try folder.write(doubtful, to: "answer.json")
        let daemon = try Child(Project.python, [Project.client("answering.py"), address, file], in: folder)
        defer { daemon.kill() }
        let lines = try await lapwing("timetable", "--query", address, in: folder).well().lines
        let words = lines.map { $0.split(separator: " ").map(String.init) }
        #expect(lines.count == 8, "\(lines)")
        #expect(lines[0].hasPrefix("Sepang 2018, 16:01:52"), "\(lines[0])")
        #expect(words[2] == ["race1", "Race", "1", "abandoned", "12:30:00", "12:31:00", "+0:01:00"], "\(lines[2])")
        #expect(words[4] == [">", "race2", "Race", "2", "armed", "15:50:00", "16:05:00", "+0:15:00"], "\(lines[4])")
        #expect(lines[5] == "race1: abandoned: stopped after two laps: barrier")
        #expect(lines[6] == "race1-part2: a further part of race1")
        #expect(lines[7].hasPrefix("DOUBTFUL  transponder 4711 is in the entry lists of race2 and cup1"), "\(lines[7])")
        withExtendedLifetime(ports) {}
    }
}

extension WholeRaces {
    struct CheckingIn {
        @Test("before anything has crossed a loop every car is told as not seen, and a script is told that too")
        func nobody() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                _ = try await daemon.status { $0.seq == 0 }
                let told = try await lapwing("check-in", "--query", daemon.stand.query, in: folder)
                #expect(told.status == 1)
                let count = told.lines.count { $0.hasPrefix("NOT SEEN  car ") }
                #expect(count > 3 && count == told.lines.count - 1, "\(told.lines)")
                #expect(told.lines.first?.contains("0 transponders seen, \(count) not seen, 0 unknown") == true)
            }
        }
    }
}
