import Foundation
import Glibc
import Testing

extension WholeOutside {
    /// The live board as browsers get it, through the real programs.
    struct LiveBoards {
        @Test("three browsers through a whole race, one that joins late and one whose line breaks, have its result")
        func wholeRace() async throws {
            let folder = try Folder()
            let race = try await Self.faulty(41, in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                let web = try RunningWeb(following: daemon, in: folder)
                let boards = (1...3).map { folder.path("board\($0).json") }
                let steady = try web.browser("--out", boards[0])
                let broken = try web.browser("--out", boards[1], "--cut-every", "7")
                let replay = try daemon.replay(race, "--speed", "240", "--linger", "1s")
                try await daemon.status { $0.inputs.crossings > race.crossings / 2 }
                let late = try web.browser("--out", boards[2])
                try await replay.ended(within: 90).well()
                for browser in [steady, broken, late] {
                    let said = try await browser.ended(within: 60).well().text
                    #expect(said.contains("\"failures\": 0"), "\(said)")
                }
                // A line that breaks goes on where it stood: only the first board was whole.
                #expect(broken.text.contains("{\"board\": 0, "), "\(broken.text)")
                for board in boards {
                    let compared = try await web.compare(board).well().text
                    #expect(compared.contains("cells of 30 cars"))
                }
                try await Self.refuses(web)
                let began = ContinuousClock.now
                web.child.signal(SIGTERM)
                try await web.child.ended(within: 5).well()
                #expect(ContinuousClock.now - began < .seconds(3))
            }
        }

        @Test("killed in the middle, the daemon and the board's server, each comes back, and a browser has the result")
        func killed() async throws {
            let folder = try Folder()
            let race = try await Self.faulty(42, in: folder)
            let stand = try Stand()
            let journal = "journal: {directory: \"\(folder.newPath("journal"))\"}"
            var daemon = try RunningDaemon(event: race.event, on: stand, in: folder, more: journal)
            let web = try RunningWeb(following: daemon, in: folder)
            let board = folder.path("board.json")
            let browser = try web.browser("--out", board, "--timeout", "100")
            let replay = try daemon.replay(race, "--speed", "240", "--linger", "60s")
            defer { replay.kill() }
            try await daemon.status { $0.inputs.crossings > race.crossings / 5 }
            try await web.killed()
            try await daemon.status { $0.inputs.crossings > race.crossings * 2 / 5 }
            daemon.child.signal(SIGKILL)
            _ = try await daemon.child.ended(within: 5)
            // Long enough to be seen: the beat says for how long nothing was heard.
            try await Task.sleep(for: .seconds(2))
            daemon = try RunningDaemon(event: race.event, on: stand, in: folder, more: journal)
            try await daemon.status { $0.inputs.crossings > race.crossings * 3 / 5 }
            try await web.killed()
            let said = try await browser.ended(within: 100).well().text
            let silence = try #require(said.firstMatch(of: /longest silence (\d+) ms/)).1
            #expect(try #require(Int(silence)) >= 1000, "\(said)")
            try await web.compare(board).well()
            try await daemon.stopped().well()
        }

        /// A race in which some do not comply with their stop.
        static func faulty(_ seed: Int, in folder: Folder) async throws -> Recorded {
            let directory = folder.newPath("race")
            try await lapwing(
                "simulate", "-o", directory, "--seed", "\(seed)", "--success-penalties", "--stop-faults", "200",
                in: folder
            ).well()
            return try Recorded(directory)
        }

        /// What is not there, what nobody may ask, and what is asked too often.
        private static func refuses(_ web: RunningWeb) async throws {
            let wrong = [
                "/nothing": 404, "/api/sessions/other/board": 404, "/api/sessions/race/cars/4711": 404,
                "/api/sessions/race/explain": 400, "/api/sessions/race/explain?car=4711": 404,
                "/api/sessions/race/explain?car=1&lap=x": 400, "/assets/x/board.js": 404,
            ]
            for (path, status) in wrong {
                let answer = try await web.get(path)
                #expect(answer.status == status && answer.text.contains("refusal"), "\(path): \(answer)")
            }
            let page = try await web.get("/")
            #expect(page.status == 200 && !page.text.contains("/HASH/"))
            let asset = try #require(page.text.firstMatch(of: #/"(\/assets\/[^"]+\.js)"/#)).1
            #expect(try await web.get(String(asset)).status == 200)
            let results = try await web.get("/api/sessions/race/results")
            #expect(results.status == 200 && results.text.contains("\"classification\""))
            let many = try await run(
                Project.python, [Project.client("board.py"), "hammer", "--web", web.address, "--session", "race"],
                in: web.folder
            ).well().text
            #expect(many.contains("asked too often: 503 with Retry-After"), "\(many)")
        }
    }
}
