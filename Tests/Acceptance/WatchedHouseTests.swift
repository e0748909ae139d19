import Foundation
import Glibc
import Testing

extension WholeHouse {
    /// What is wrong with the house shows on `watch`.
    struct WatchedHouse {
        @Test("watch says that a feed was never heard, which transponders were not seen, and that the daemon is gone")
        func watched() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(1).recorded(in: folder)
            let stand = try Stand()
            let daemon = try RunningDaemon(event: race.event, on: stand, in: folder)
            try await daemon.status { _ in true }
            let watch = try Child(
                Project.program("lapwing"),
                ["watch", "--width", "160", "--publication", stand.publication, "--query", stand.query], in: folder)
            try await shows("FEED feed 1 NEVER HEARD at \(stand.feeds[0].connect)", watch, within: 20)
            #expect(watch.text.contains("\n0 transponders seen · "))
            // Picture and log are told by threads of their own.
            let words = "5 s after the start; nothing answers there: check host and port"
            let deadline = ContinuousClock.now + .seconds(20)
            while !daemon.child.errorText.contains(words), ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(daemon.child.errorText.contains(words))
            let status = try await lapwing("status", "--query", stand.query, in: folder).well()
            #expect(status.text.contains("NEVER HEARD (nothing answers there: check host and port)"))
            daemon.child.signal(SIGKILL)
            try await shows("NO WORD from the daemon for ", watch, within: 20)
            watch.kill()
        }

        @Test("a drive-through shows on watch, in the car's row and as an alert, and so does that it is taken back")
        func penalty() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let car = try await daemon.results().rows[0].number
                let places = ["--publication", daemon.stand.publication, "--query", daemon.stand.query]
                let watch = try Child(
                    Project.program("lapwing"), ["watch", "--stay", "--width", "200"] + places, in: folder)
                try await shows("POS  ", watch, within: 20)
                let program = try Project.program("lapwing")
                let decision = ["penalty", car, "--drive-through", "--reason", "contact", "--at", "-20min"]
                let desk = ["--control", daemon.stand.control]
                try await run(program, ["control"] + decision + ["--id", "dt-1"] + desk, in: folder).well()
                try await shows("car \(car): drive-through", watch, within: 20)
                try await shows(": contact (timekeeper)", watch, within: 20)
                let all = try await run(program, ["watch", "--once", "--width", "200"] + places, in: folder).well()
                    .lines
                let row = try #require(all.first { $0.split(separator: " ").dropFirst().first == Substring(car) })
                #expect(row.contains(#/DRIVE-THROUGH|\+\d+\.000/#), "\(row)")
                try await run(program, ["control", "withdraw", "dt-1"] + desk, in: folder).well()
                try await shows("car \(car): taken back: drive-through", watch, within: 20)
                watch.kill()
            }
        }

        private func shows(_ words: String, _ watch: Child, within seconds: Int) async throws {
            let deadline = ContinuousClock.now + .seconds(seconds)
            while !watch.text.contains(words) {
                guard ContinuousClock.now < deadline, watch.isRunning else {
                    throw Trouble("\"\(words)\" was not shown:\n\(watch.text.suffix(2000))\(watch.errorText)")
                }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}
