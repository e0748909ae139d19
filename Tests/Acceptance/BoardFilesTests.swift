import Foundation
import Glibc
import Testing

extension WholeOutside {
    /// The board out of files that any web server hands on.
    struct BoardFiles {
        @Test("a page out of files is the result, on the way and at the end; it says when nobody writes, and goes on")
        func wholeRace() async throws {
            let folder = try Folder()
            let race = try await LiveBoards.faulty(44, in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                let files = folder.path("public/timing")
                let web = try RunningWeb(following: daemon, in: folder, "--publish-to", files)
                let server = try FileServer(folder.path("public"), in: folder)
                try await Self.isWritten(files)
                let page = "\(server.address)/timing/"
                let witness = try Witness(page, in: folder)
                let replay = try daemon.replay(race, "--speed", "200", "--linger", "60s")
                defer { replay.kill() }
                try await daemon.status { $0.inputs.crossings > 100 }
                let seen = try await run(
                    Project.python,
                    [
                        Project.client("board_browser.py"), page, "--lapwing", try Project.program("lapwing").path,
                        "--query", daemon.stand.query, "--moments", "3", "--every", "1", "--settle", "5", "--hold",
                        "\(replay.id)",
                    ], in: folder, within: 60)
                #expect(seen.status == 0 && seen.text.contains("compared at 3 moments"), "\(seen.text)\(seen.errors)")
                try await witness.sees { $0.word == "LIVE" }

                // The race waits for the writer: there is something to write when it is back.
                replay.signal(SIGSTOP)
                web.child.signal(SIGKILL)
                let killed = Date.now
                _ = try await web.child.ended(within: 5)
                try Self.areWhole(files)
                try await witness.seesItCut(at: killed)
                try web.startAgain()
                let again = Date.now
                try await witness.sees(after: again) { !$0.isGrey && $0.word != "LATE" }
                replay.signal(SIGCONT)
                try await daemon.status(within: 60) { $0.inputs.crossings >= race.crossings }
                try await witness.sees { $0.word == "FINISHED" }
                try await witness.compares(with: daemon)
                try Self.areWhole(files)
                let ticks = try FileManager.default.contentsOfDirectory(atPath: "\(files)/sessions/race/ticks")
                #expect(Set(ticks.map { $0.prefix { $0 != "-" } }).count == 1, "ticks of the process before are left")
            }
        }

        @Test("killed at whatever instant, it leaves files that are whole, and goes on in them")
        func killed() async throws {
            let folder = try Folder()
            let race = try await LiveBoards.faulty(46, in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                let files = folder.path("timing")
                let replay = try daemon.replay(race, "--speed", "400", "--linger", "60s")
                defer { replay.kill() }
                let web = try RunningWeb(following: daemon, in: folder, "--publish-to", files)
                try await Self.isWritten(files)
                var runs: Set<String> = []
                for instant in [20, 330, 610, 870, 1130] {
                    let before = try Self.now(files)
                    try await Task.sleep(for: .milliseconds(instant))
                    web.child.signal(SIGKILL)
                    _ = try await web.child.ended(within: 5)
                    try Self.areWhole(files)
                    runs.insert(before.run)
                    try web.startAgain()
                    try await Self.goesOn(files, after: before.run)
                }
                #expect(runs.count == 5)
            }
        }

        /// Waits until another process writes there.
        private static func goesOn(_ files: String, after run: String) async throws {
            let deadline = ContinuousClock.now + .seconds(20)
            while try now(files).run == run {
                guard ContinuousClock.now < deadline else { throw Trouble("nothing new is written to \(files)") }
                try await Task.sleep(for: .milliseconds(20))
            }
        }

        private static func now(_ files: String) throws -> Now {
            let data = FileManager.default.contents(atPath: "\(files)/sessions/race/now.json") ?? Data()
            return try JSONDecoder().decode(Now.self, from: data)
        }

        /// Waits until there is a page to load.
        private static func isWritten(_ files: String) async throws {
            let deadline = ContinuousClock.now + .seconds(20)
            while !FileManager.default.fileExists(atPath: "\(files)/sessions/race/now.json") {
                guard ContinuousClock.now < deadline else { throw Trouble("nothing is written to \(files)") }
                try await Task.sleep(for: .milliseconds(20))
            }
        }

        /// Each file that has its name is whole, and what now.json names is there.
        private static func areWhole(_ files: String) throws {
            let manager = FileManager.default
            var read = 0
            for name in try manager.subpathsOfDirectory(atPath: files) where name.hasSuffix(".json") {
                let data = try #require(manager.contents(atPath: "\(files)/\(name)"))
                #expect(throws: Never.self, "\(name)") { try JSONSerialization.jsonObject(with: data) }
                read += 1
            }
            #expect(read > 30)
            let session = "\(files)/sessions/race"
            let now = try Self.now(files)
            for tick in max(1, now.first)..<max(1, now.tick + 1) {
                #expect(manager.fileExists(atPath: "\(session)/ticks/\(now.run)-\(tick).json"), "tick \(tick)")
            }
        }

        private struct Now: Decodable {
            let run: String
            let tick: Int
            let first: Int
        }
    }
}

/// A web server that knows nothing but files: Python's.
final class FileServer {
    private let ports: Ports
    private let child: Child

    var address: String { "http://127.0.0.1:\(ports.numbers[0])" }

    init(_ directory: String, in folder: Folder) throws {
        ports = try Ports(1)
        child = try Child(
            Project.python,
            ["-m", "http.server", "\(ports.numbers[0])", "--bind", "127.0.0.1", "--directory", directory], in: folder)
    }

    deinit { child.kill() }
}
