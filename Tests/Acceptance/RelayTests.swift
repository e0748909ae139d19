import Foundation
import Testing

extension WholeHouse {
    /// `lapwing-relay` between a real daemon and a real server of NATS.
    struct Relays {
        private struct Told: Decodable {
            let kills, deltas, stored, differing, publishedTwice, gaps, parts, wentBack, putRight: Int
            let once, inOrder, whole: Bool
        }

        /// Kills of one race: LAPWING_RELAY_KILLS, or a few.
        private static let kills =
            ProcessInfo.processInfo.environment["LAPWING_RELAY_KILLS"].flatMap { Int($0) } ?? 10

        @Test(
            "relay, server and daemon are killed at random: every delta is there once, in order; no part of the table goes back",
            arguments: [1, 2])
        func killed(relays: Int) async throws {
            let ended = try await played(
                by: "relay_kills.py", ports: 5, within: 60 + 2 * Double(Self.kills),
                "--kills", "\(Self.kills)", "--relays", "\(relays)", "--seed", "\(relays)")
            try ended.well()
            let told = try JSONDecoder().decode(Told.self, from: Data(ended.text.utf8))
            #expect(told.kills == Self.kills && told.deltas > 2000 && told.stored == told.deltas)
            #expect(told.once && told.inOrder && told.whole, "\(ended.text)")
            #expect(told.differing == 0 && told.publishedTwice == 0 && told.gaps == 0, "\(ended.text)")
            #expect(told.parts > 500 && told.wentBack == 0 && told.putRight == 0, "\(ended.text)")
            print("relays \(relays): \(ended.text)")
        }

        @Test(
            "a browser that reads the cloud's NATS alone has the result, over kills of relay and servers; it may say nothing"
        )
        func browser() async throws {
            let ended = try await played(
                by: "relay_browser.py", ports: 9, within: 150, "--root", Project.root.path)
            #expect(ended.status == 0, "\(ended.text)\(ended.errors)")
            #expect(ended.text.contains("{\"rows\": 30, \"seq\": 2693}"), "\(ended.text)")
        }

        @Test(
            "what a relay was away for too long to get is said, and a snapshot stands in its place before what follows")
        func gap() async throws {
            let ended = try await played(by: "relay_gap.py", ports: 5, within: 90)
            #expect(ended.status == 0, "\(ended.text)\(ended.errors)")
        }

        @Test("the shown session of a meeting changes ten times: the streams have every session whole, and its table")
        func sessions() async throws {
            let folder = try Folder()
            let weekend = folder.newPath("weekend")
            try await lapwing("simulate", "--meeting", "--seed", "7", "-o", weekend, in: folder).well()
            let ended = try await played(weekend, by: "relay_sessions.py", ports: 5, within: 180, in: folder)
            #expect(ended.status == 0, "\(ended.text)\(ended.errors)")
        }

        @Test("a server that wants TLS and credentials lets in who has both; who lacks one is told which")
        func secured() async throws {
            let folder = try Folder()
            let short = try ShortFolder()
            let ports = try Ports(1)
            defer { withExtendedLifetime((short, ports)) {} }
            let ended = try await run(
                Project.python,
                [
                    Project.client("relay_secured.py"), "--programs", Project.programs.path, "--work", short.path,
                    "--ports", "\(ports.numbers[0])",
                ], in: folder, within: 100)
            #expect(ended.status == 0, "\(ended.text)\(ended.errors)")
        }

        /// A simulated race through daemon, relay and servers of NATS, which a client starts and kills.
        private func played(
            by client: String, ports count: Int, within seconds: Double, _ more: String...
        ) async throws -> Ended {
            let folder = try Folder()
            let race = try await Race.simulated(7).recorded(in: folder)
            return try await played(race.directory, by: client, ports: count, within: seconds, more, in: folder)
        }

        private func played(
            _ directory: String, by client: String, ports count: Int, within seconds: Double, _ more: [String] = [],
            in folder: Folder
        ) async throws -> Ended {
            let short = try ShortFolder()
            let ports = try Ports(count)
            // Both are held until the client has ended.
            defer { withExtendedLifetime((short, ports)) {} }
            return try await run(
                Project.python,
                [
                    Project.client(client), "--programs", Project.programs.path, "--race", directory,
                    "--work", short.path, "--ports", ports.numbers.map(String.init).joined(separator: ","),
                ] + more, in: folder, within: seconds)
        }
    }
}
