import Foundation
import Glibc
import Testing

extension WholeRaces {
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
            #expect(daemon.child.errorText.contains("5 s after the start; nothing answers there: check host and port"))
            let status = try await lapwing("status", "--query", stand.query, in: folder).well()
            #expect(status.text.contains("NEVER HEARD (nothing answers there: check host and port)"))
            daemon.child.signal(SIGKILL)
            try await shows("NO WORD from the daemon for ", watch, within: 20)
            watch.kill()
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
