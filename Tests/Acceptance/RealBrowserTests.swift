import Foundation
import Testing

extension WholeOutside {
    /// The live board in a real browser.
    struct RealBrowsers {
        @Test("at ten moments and at the end the page is the result, cell by cell; the end of the line is said")
        func wholeRace() async throws {
            let folder = try Folder()
            let directory = folder.newPath("race")
            try await lapwing(
                "simulate", "-o", directory, "--seed", "43", "--success-penalties", "--stop-faults", "200", in: folder
            ).well()
            let race = try Recorded(directory)
            try await withDaemon(event: race.event, in: folder) { daemon in
                let web = try RunningWeb(following: daemon, in: folder)
                let replay = try daemon.replay(race, "--speed", "60", "--linger", "1s")
                defer { replay.kill() }
                try await daemon.status { $0.inputs.crossings > 100 }
                var options = [
                    Project.client("board_browser.py"), "http://\(web.address)/", "--lapwing",
                    try Project.program("lapwing").path, "--query", daemon.stand.query, "--moments", "10", "--hold",
                    "\(replay.id)", "--until-ended", "--patience", "60", "--kill", "\(web.child.id)",
                ]
                if let axe = Project.axe { options += ["--axe", axe] }
                let seen = try await run(Project.python, options, in: folder, within: 200)
                #expect(seen.status == 0, "\(seen.text)\(seen.errors)")
                #expect(seen.text.contains("compared at 10 moments"))
            }
        }
    }
}
