import Foundation
import Testing

/// Files of other systems, from `lapwing import` to `lapwing classify`, each a few laps.
@Suite("Sessions of other systems")
struct ImportedSessionsTests {
    /// What goes in, and what comes out: each car as `number laps best lap`, the best in milliseconds.
    struct Session: CustomTestStringConvertible {
        let name: String
        let system: String
        let files: [String: String]
        var more: [String] = []
        let kind: String
        let classified: [String]
        var told: [String] = []

        var testDescription: String { name }
    }

    private static let laps =
        "NUMBER, DRIVER_NUMBER, LAP_NUMBER, LAP_TIME, CROSSING_FINISH_LINE_IN_PIT, S1, S2, S3, ELAPSED, HOUR,"
        + "DRIVER_NAME,PIT_TIME,CLASS,GROUP,TEAM,MANUFACTURER,FLAG_AT_FL,\n"
    private static let sheet =
        "POS,NUMBER,LAP,TIME,GAP_FIRST,GAP_PREVIOUS,KPH, LAPS,TEAM,CLASS,DRIVER1_FIRSTNAME,DRIVER1_LICENSE\n"

    private static let qualifying = """
        7,1,1,6:40.000,,5:50.000,30.000,20.000,6:40.000,14:06:40.000,Ann,5:20.000,GT3,,Team,Make,GF,
        7,1,2,1:38.000,,40.000,30.000,28.000,8:18.000,14:08:18.000,Ann,,GT3,,Team,Make,GF,
        7,1,3,1:39.000,,41.000,30.000,28.000,9:57.000,14:09:57.000,Ann,,GT3,,Team,Make,GF,
        7,1,4,1:50.000,B,41.000,30.000,39.000,11:47.000,14:11:47.000,Ann,,GT3,,Team,Make,RF,
        8,1,1,6:50.000,,6:00.000,30.000,20.000,6:50.000,14:06:50.000,Bob,5:30.000,GT3,,Team,Make,GF,
        8,1,2,1:38.500,,40.500,30.000,28.000,8:28.500,14:08:28.500,Bob,,GT3,,Team,Make,GF,

        """

    static let sessions = [
        Session(
            name: "qualifying that ended under red, its quickest time deleted", system: "alkamel",
            files: [
                "laps.csv": laps + qualifying,
                "results.csv": sheet
                    + "1,8,2,1:38.500,-,-,1,2,Team,GT3,Bob,Gold\n2,7,3,1:39.000,-,-,1,4,Team,GT3,Ann,Platinium\n",
            ], kind: "qualifying", classified: ["8 2 98500 2", "7 4 99000 3"],
            told: ["results.csv:3: the sheet does not count", "results.csv:3: the grade \"Platinium\""]),
        Session(
            name: "the same as practice", system: "alkamel",
            files: ["laps.csv": laps + qualifying], more: ["--kind", "practice"], kind: "practice",
            classified: ["7 4 98000 2", "8 2 98500 2"], told: ["No row shows the chequered flag"]),
        Session(
            name: "the older header, without classes, a row missing and UTF-16", system: "alkamel",
            files: [
                "laps.csv": "UTF-16:NUMBER; LAPNUMBER; LAPTIME; ELAPSED; HOUR\n7;1;1:40.0;1:40.0;14:01:40\n"
                    + "7;3;1:38.0;4:58.0;14:04:58\n8;1;1:41.0;1:41.0;14:01:41\n8;2;1:39.0;3:20.0;14:03:20\n"
            ], kind: "race", classified: ["7 3 98000 3", "8 2 99000 2"],
            told: ["laps.csv:3", "\"unknown\""]),
        Session(
            name: "Swiss Timing", system: "swisstiming",
            files: [
                "SectorList.csv":
                    "Bib;Class;Driver1;Car;Lap;Time;Sector1Time;Sector2Time\n4;GT3;Ann;Car;1;1:50.000;1:00.000;50.000\n"
                    + "4;GT3;Ann;Car;2;1:45.000;55.000;50.000\nBib;Class;Driver1;Car;Lap;Time;Sector1Time;Sector2Time\n"
                    + "4;GT3;Ann;Car;3;55.000;55.000;\n5;GT3;Bob;Car;1;1:51.000;1:01.000;50.000\n"
                    + "5;GT3;Bob;Car;2;1:46.000;56.000;50.000\n"
            ], kind: "race", classified: ["4 2 105000 2", "5 2 106000 2"], told: ["SectorList.csv:5"]),
        Session(
            name: "plain RMonitor", system: "rmonitor",
            files: [
                "stream.txt": "$B,1,\"Practice 1\"\n$F,99,\"00:20:00\",\"14:00:00\",\"00:00:00\",\"Green \"\n"
                    + "$J,\"7\",\"00:00:00.000\",\"00:01:10.000\"\n$G,1,\"7\",,\"00:01:10.000\"\n"
                    + "$J,\"7\",\"00:01:40.000\",\"00:02:50.000\"\n$G,1,\"7\",1,\"00:02:50.000\"\n"
                    + "$J,\"7\",\"00:01:38.000\",\"00:04:28.000\"\n$G,1,\"7\",2,\"00:04:28.000\"\n"
                    + "$J,\"8\",\"00:00:00.000\",\"00:03:00.000\"\n$G,2,\"8\",,\"00:03:00.000\"\n"
                    + "$J,\"8\",\"00:01:30.000\",\"00:04:30.000\"\n$G,1,\"8\",1,\"00:04:30.000\"\n"
            ], kind: "practice", classified: ["8 1 90000 1", "7 2 98000 2"], told: ["stream.txt:2"]),
    ]

    private func write(_ files: [String: String], in folder: Folder) throws -> [String] {
        try files.sorted { $0.key < $1.key }.map { name, text in
            guard text.hasPrefix("UTF-16:") else { return try folder.write(text, to: name) }
            let units = Array(text.dropFirst(7).utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            try Data([0xFF, 0xFE] + units).write(to: folder.url.appending(path: name))
            return folder.path(name)
        }
    }

    @Test("order, best laps and laps are those of the files", arguments: sessions)
    func classified(_ session: Session) async throws {
        let folder = try Folder()
        let files = try write(session.files, in: folder)
        let out = folder.path("out")
        let said = try await run(
            Project.program("lapwing"), ["import", session.system] + files + ["-o", out] + session.more, in: folder
        ).well().text
        for told in session.told { #expect(said.contains(told), "\(said)") }
        let event = try String(contentsOfFile: "\(out)/event.yaml", encoding: .utf8)
        #expect(event.contains("kind: \(session.kind)"))
        let rows = try await lapwing("classify", out, "--format", "csv", in: folder).well().lines
        let titles = rows[0].split(separator: ",", omittingEmptySubsequences: false)
        let places = try ["number", "laps", "bestLapMs", "bestLap"].map { title in
            try #require(titles.firstIndex { $0 == title })
        }
        #expect(
            rows.dropFirst().map { row in
                let fields = row.split(separator: ",", omittingEmptySubsequences: false)
                return places.map { String(fields[$0]) }.joined(separator: " ")
            } == session.classified)
    }

    @Test("an event that would be refused is not left behind, and what was there stays")
    func refused() async throws {
        let folder = try Folder()
        let good = try folder.write(Self.laps + Self.qualifying, to: "good.csv")
        // No event has a number so long.
        let bad = try folder.write(
            Self.laps + Self.qualifying.replacing("\n8,", with: "\n80000000000000000008,"), to: "bad.csv")
        let out = folder.path("out")
        let first = try await lapwing("import", "alkamel", bad, "-o", out, in: folder)
        #expect(first.status == 1 && first.errors.contains("nothing is imported"))
        #expect(!FileManager.default.fileExists(atPath: out))
        try await lapwing("import", "alkamel", good, "-o", out, in: folder).well()
        let before = try Data(contentsOf: URL(filePath: "\(out)/event.yaml"))
        let second = try await lapwing("import", "alkamel", bad, "-o", out, in: folder)
        #expect(second.status == 1)
        #expect(try Data(contentsOf: URL(filePath: "\(out)/event.yaml")) == before)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(left.allSatisfy { !$0.contains("import-") }, "\(left)")
    }

    @Test(
        "a file that is no text, or of no known columns, is refused as what it is",
        arguments: [
            ("PK\u{3}\u{4}xxxx[Content_Types].xml", "a spreadsheet (xlsx)"), ("<!DOCTYPE html>\n<html>", "HTML"),
            ("NUMBR,LAP_NUMBR,ELAPSED\n7,1,1:40.0\n", "\"LAP_NUMBR\" for LAP_NUMBER"),
        ])
    func foreign(content: String, said: String) async throws {
        let folder = try Folder()
        let file = try folder.write(content, to: "laps.csv")
        let ended = try await lapwing("import", "alkamel", file, "-o", folder.path("out"), in: folder)
        #expect(ended.status == 1 && ended.errors.contains(said), "\(ended.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
    }
}
