import Foundation
import Testing

extension WholeRaces {
    /// `lapwing-relay` between a real daemon and a real server of NATS.
    struct Relays {
        private struct Told: Decodable {
            let kills, deltas, stored, differing, publishedTwice, gaps: Int
            let once, inOrder, whole: Bool
        }

        /// Kills of one race: LAPWING_RELAY_KILLS, or a few.
        private static let kills =
            ProcessInfo.processInfo.environment["LAPWING_RELAY_KILLS"].flatMap { Int($0) } ?? 10

        @Test(
            "relay, server and daemon are killed at random: the stream has every delta once, in order, the same bytes",
            arguments: [1, 2])
        func killed(relays: Int) async throws {
            let folder = try Folder()
            let short = try ShortFolder()
            let race = try await Race.simulated(7).recorded(in: folder)
            let ports = try Ports(5)
            let ended = try await run(
                Project.python,
                [
                    Project.client("relay_kills.py"), "--programs", Project.programs.path, "--race", race.directory,
                    "--work", short.path, "--ports", ports.numbers.map(String.init).joined(separator: ","), "--kills",
                    "\(Self.kills)", "--relays", "\(relays)", "--seed", "\(relays)",
                ], in: folder, within: 60 + 2 * Double(Self.kills))
            try ended.well()
            let told = try JSONDecoder().decode(Told.self, from: Data(ended.text.utf8))
            #expect(told.kills == Self.kills && told.deltas > 2000 && told.stored == told.deltas)
            #expect(told.once && told.inOrder && told.whole, "\(ended.text)")
            #expect(told.differing == 0 && told.publishedTwice == 0 && told.gaps == 0, "\(ended.text)")
            print("relays \(relays): \(ended.text)")
        }

        @Test(
            "a browser that reads the cloud's NATS alone has the result, over kills of relay and servers; it may say nothing"
        )
        func browser() async throws {
            let folder = try Folder()
            let short = try ShortFolder()
            let race = try await Race.simulated(7).recorded(in: folder)
            let ports = try Ports(9)
            let ended = try await run(
                Project.python,
                [
                    Project.client("relay_browser.py"), "--programs", Project.programs.path, "--race", race.directory,
                    "--work", short.path, "--ports", ports.numbers.map(String.init).joined(separator: ","), "--root",
                    Project.root.path,
                ], in: folder, within: 150)
            #expect(ended.status == 0, "\(ended.text)\(ended.errors)")
            #expect(ended.text.contains("{\"rows\": 30, \"seq\": 2693}"), "\(ended.text)")
        }

        @Test(
            "what a relay was away for too long to get is said, and a snapshot stands in its place before what follows")
        func gap() async throws {
            let folder = try Folder()
            let short = try ShortFolder()
            let race = try await Race.simulated(7).recorded(in: folder)
            let ports = try Ports(5)
            let ended = try await run(
                Project.python,
                [
                    Project.client("relay_gap.py"), "--programs", Project.programs.path, "--race", race.directory,
                    "--work", short.path, "--ports", ports.numbers.map(String.init).joined(separator: ","),
                ], in: folder, within: 90)
            #expect(ended.status == 0, "\(ended.text)\(ended.errors)")
        }
    }
}
