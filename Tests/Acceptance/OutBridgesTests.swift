import Foundation
import Glibc
import Testing

extension WholeHouse {
    /// The bridges to Multiloop and to files between the real daemon and those who read them.
    struct SpeakingOthers {
        private struct Told: Decodable {
            struct Lap: Decodable, Equatable {
                let rank: Int
                let laps: Int
                let total: Int
                let last: Int
                let best: Int
                let bestLap: Int
            }

            let faults: [String]
            let laps: [String: Lap]
            let entries: [String: String]
            let kinds: [String: [String: Int]]
        }

        private func bridge(_ arguments: [String], to stand: Stand, in folder: Folder) throws -> Child {
            let addresses = ["--publication", stand.publication, "--query", stand.query]
            return try Child(Project.program("lapwing-bridge"), arguments + addresses, in: folder)
        }

        private func until(
            _ what: String, within seconds: Double = 20, of child: Child, _ isReached: () throws -> Bool
        ) async throws {
            let deadline = ContinuousClock.now + .seconds(seconds)
            while try !isReached() {
                guard child.isRunning, ContinuousClock.now < deadline else {
                    throw Trouble("not reached: \(what)\n\(child.text.suffix(2000))\(child.errorText.suffix(2000))")
                }
                try await Task.sleep(for: .milliseconds(20))
            }
        }

        @Test("clients of Multiloop, one early and one late, have the results at the end, with no gap in a sequence")
        func multiloop() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(52).recorded(in: folder)
            let ports = try Ports(1)
            try await withDaemon(event: race.event, in: folder) { daemon in
                let port = "\(ports.numbers[0])"
                let bridge = try bridge(
                    ["multiloop", "--listen", "127.0.0.1:\(port)", "--usac", "--track-length", "3.444"],
                    to: daemon.stand, in: folder)
                defer { bridge.kill() }
                try await until("it listens", of: bridge) { bridge.errorText.contains("listens") }
                func client() async throws -> Child {
                    let child = try Child(
                        Project.python, [Project.client("multiloop_client.py"), port], in: folder)
                    try await until("a client is in", of: child) { child.text.contains("connected") }
                    return child
                }
                let early = try await client()
                let replay = try daemon.replay(race, "--speed", "600", "--linger", "1s")
                try await daemon.status { $0.inputs.crossings > race.crossings / 2 }
                let late = try await client()
                try await replay.ended(within: 60).well()
                try await daemon.holds(race)
                let results = try await daemon.results()
                // A beat and a repeated car come each second: what came before has been told.
                try await Task.sleep(for: .seconds(3))
                for client in [early, late] {
                    client.signal(SIGTERM)
                    let text = try await client.ended(within: 10).well().text
                    let line = Data((text.split(separator: "\n").last ?? "").utf8)
                    let told = try JSONDecoder().decode(Told.self, from: line)
                    #expect(told.faults == [])
                    #expect(told.entries.count == results.rows.count && told.laps.count == results.rows.count)
                    for row in results.rows {
                        let lap = try #require(told.laps[row.number])
                        #expect(
                            lap
                                == .init(
                                    rank: row.position ?? lap.rank, laps: row.laps, total: row.totalMs ?? 0,
                                    last: row.lastLapMs ?? 0, best: row.bestLapMs ?? 0, bestLap: row.bestLap ?? 0),
                            "\(row.number)")
                    }
                    for command in ["H", "C", "S", "L", "F", "R", "T", "E", "V", "USAC:S"] {
                        #expect(told.kinds[command] != nil, "\(command)")
                    }
                }
            }
        }

        @Test(
            "the files of a race, imported again as Al Kamel's and as TSL's, give its result; who reads has them whole")
        func files() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                let (early, late) = (folder.newPath("early"), folder.newPath("late"))
                let bridge = try bridge(["csv", "--to", early, "--every", "100"], to: daemon.stand, in: folder)
                defer { bridge.kill() }
                let replay = try daemon.replay(race, "--speed", "600", "--linger", "1s")
                let names = ["alkamel-results.csv", "alkamel-laps.csv", "tsl-sector-analysis.csv"]
                // Who reads as long as the race is sent meets the files in the middle of their rewriting, however
                // seldom it comes to read.
                var read: [String: Set<Data>] = [:]
                try await until("each file was rewritten while it was read", of: bridge) {
                    for name in names {
                        let bytes = FileManager.default.contents(atPath: "\(early)/\(name)") ?? Data()
                        guard !bytes.isEmpty else { continue }
                        #expect(bytes.suffix(2) == Data([0x0D, 0x0A]), "\(name)")
                        read[name, default: []].insert(bytes)
                    }
                    return names.allSatisfy { (read[$0]?.count ?? 0) > 3 } || !replay.isRunning
                }
                #expect(names.allSatisfy { (read[$0]?.count ?? 0) > 1 }, "\(read.mapValues(\.count))")
                try await daemon.status { $0.inputs.crossings > race.crossings / 2 }
                let second = try self.bridge(["csv", "--to", late], to: daemon.stand, in: folder)
                defer { second.kill() }
                try await replay.ended(within: 60).well()
                try await daemon.holds(race)
                let results = try await daemon.results()
                func content(_ directory: String, _ name: String) -> String {
                    String(
                        decoding: FileManager.default.contents(atPath: "\(directory)/\(name)") ?? Data(), as: UTF8.self)
                }
                let all = names + ["alkamel-pit-stops.csv", "tsl-classification.csv"]
                try await until("both have the same files", of: bridge) {
                    all.allSatisfy { !content(early, $0).isEmpty && content(early, $0) == content(late, $0) }
                }
                // Each lap has a row and no lap is missing.
                let laps = content(early, "alkamel-laps.csv").split(separator: "\r\n").count - 1
                #expect(laps == results.rows.reduce(0) { $0 + $1.laps })
                let stops = content(early, "alkamel-pit-stops.csv").split(separator: "\r\n").count - 1
                #expect(stops == results.rows.reduce(0) { $0 + $1.stops.count })
                for (system, files) in [
                    ("alkamel", ["alkamel-laps.csv", "alkamel-results.csv"]),
                    ("tsl", ["tsl-sector-analysis.csv", "tsl-classification.csv"]),
                ] {
                    let again = folder.newPath(system)
                    try await lapwing(
                        "import", system, "\(early)/\(files[0])", "\(early)/\(files[1])", "-o", again, "--duration",
                        "60 min", "--date", "2026-05-01", in: folder
                    ).well()
                    let classified = try RaceResults(
                        try await lapwing("classify", again, "--format", "json", in: folder).well().text)
                    let drove = results.rows.filter { $0.laps > 0 }
                    let told = Dictionary(classified.rows.map { ($0.number, $0) }) { first, _ in first }
                    for row in drove {
                        let read = try #require(told[row.number], "\(system) \(row.number)")
                        #expect(read.laps == row.laps && read.bestLapMs == row.bestLapMs, "\(system) \(row.number)")
                        #expect(read.lastLapMs == row.lastLapMs, "\(system) \(row.number)")
                    }
                }
            }
        }
    }
}
