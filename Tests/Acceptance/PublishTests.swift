import Foundation
import Glibc
import Testing

extension WholeOutside {
    /// systemd/lapwing-publish: the board's files on their way to a content delivery network.
    struct Publishing {
        private static let script = Project.root.appending(path: "systemd/lapwing-publish")

        @Test("who reads the copy finds at every instant all that a file there names, over kills of writer and carrier")
        func order() async throws {
            let folder = try Folder()
            let race = try await LiveBoards.faulty(44, in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                let (files, copy, stage) = (folder.newPath("files"), folder.newPath("copy"), folder.newPath("stage"))
                for path in [copy, stage] {
                    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
                }
                let web = try RunningWeb(following: daemon, in: folder, "--publish-to", files)
                let replay = try daemon.replay(race, "--speed", "300", "--linger", "60s")
                defer { replay.kill() }
                try await daemon.status { $0.inputs.crossings > 100 }
                let over = folder.newPath("over")
                let carrying = try Child(
                    Project.python,
                    [
                        Project.client("publish_check.py"), "--script", Self.script.path, "--from", files, "--to", copy,
                        "--stage", stage, "--until", over,
                    ], in: folder)
                try await daemon.status { $0.inputs.crossings > race.crossings / 2 }
                try await web.killed()
                try await daemon.holds(race)
                try await Self.hasAllTicks(files)
                // Nothing is written any more: what was carried last can be compared.
                web.child.signal(SIGTERM)
                try await web.child.ended(within: 5).well()
                try Data().write(to: URL(filePath: over))
                let ended = try await carrying.ended(within: 60)
                #expect(ended.status == 0, "\(ended.text)\(ended.errors)")
                #expect(ended.text.contains("\"runs\": 1}"), "ticks of the process before are left: \(ended.text)")
            }
        }

        /// The board that is written is that of the end.
        private static func hasAllTicks(_ files: String) async throws {
            let deadline = ContinuousClock.now + .seconds(20)
            var before = Data()
            while ContinuousClock.now < deadline {
                let board = FileManager.default.contents(atPath: "\(files)/sessions/race/board.json") ?? Data()
                if board == before, String(decoding: board, as: UTF8.self).contains("\"phase\":\"ended\"") { return }
                before = board
                try await Task.sleep(for: .milliseconds(200))
            }
            throw Trouble("\(files): the board does not come to the end of the race")
        }

        @Test("without a page to carry, or without a place to carry it to, it says what to do")
        func refuses() async throws {
            let folder = try Folder()
            let shell = URL(filePath: "/bin/sh")
            let empty = try await run(
                shell, [Self.script.path, folder.path("nothing"), folder.path("to"), folder.path("stage")], in: folder)
            #expect(
                empty.status == 66 && empty.errors.contains("start lapwing-web with --publish-to"), "\(empty.errors)")
            let none = try await run(shell, [Self.script.path, folder.path("nothing")], in: folder)
            #expect(none.status == 64 && none.errors.contains("expected FROM TO"), "\(none.errors)")
        }
    }
}
