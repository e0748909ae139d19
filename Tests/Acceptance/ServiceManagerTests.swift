import Foundation
import Testing

extension WholeRaces {
    /// What systemd hears (sd_notify(3)).
    struct ServiceManager {
        @Test(
            "the service manager hears that the daemon is ready, alive and stopping",
            arguments: [false, true])
        func notifies(_ isAbstract: Bool) async throws {
            let folder = try Folder()
            let race = try await Race.simulated(1).recorded(in: folder)
            let name = isAbstract ? "@lapwing-acceptance-\(UUID().uuidString)" : folder.path("notify")
            let manager = try DatagramSocket(name)
            let daemon = try RunningDaemon(
                event: race.event, on: Stand(), in: folder,
                environment: ["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "400000"])
            var heard = try await heard(by: manager, until: "WATCHDOG=1", times: 5)
            #expect(heard.first == "READY=1")
            #expect(heard.count { $0 == "READY=1" } == 1)
            let status = try #require(heard.first { $0.hasPrefix("STATUS=") })
            #expect(status.utf8.count > 12)
            #expect(!heard.contains("STOPPING=1"))

            daemon.child.signal(SIGTERM)
            heard = try await self.heard(by: manager, until: "STOPPING=1", times: 1)
            #expect(heard.contains { $0.hasPrefix("STATUS=") })
            try await daemon.child.ended(within: 5).well()
        }

        @Test("without a watchdog interval, and with another's, nothing is amiss")
        func anotherWatchdog() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(1).recorded(in: folder)
            let manager = try DatagramSocket(folder.path("notify"))
            let daemon = try RunningDaemon(
                event: race.event, on: Stand(), in: folder, environment: ["NOTIFY_SOCKET": folder.path("notify")])
            let heard = try await heard(by: manager, until: "READY=1", times: 1)
            #expect(heard.first == "READY=1")
            try await daemon.stopped().well()
            let absent = try RunningDaemon(
                event: race.event, on: Stand(), in: folder, environment: ["NOTIFY_SOCKET": folder.path("nobody")])
            try await absent.status { _ in true }
            try await absent.stopped().well()
        }

        /// Assignments heard, in order, until one has come so often.
        private func heard(by manager: DatagramSocket, until wanted: String, times: Int) async throws -> [String] {
            var heard: [String] = []
            let deadline = ContinuousClock.now + .seconds(15)
            while heard.count(where: { $0 == wanted }) < times {
                guard ContinuousClock.now < deadline else { throw Trouble("\(wanted) never came, only \(heard)") }
                try await Task.sleep(for: .milliseconds(10))
                heard += manager.received().flatMap { $0.split(separator: "\n").map(String.init) }
            }
            return heard
        }
    }
}
