import Foundation
import Glibc
import Rulebook
import Timing

/// Addresses and files of one run: a loopback address of its own, a temporary folder.
final class Stand: Sendable {
    let folder: String
    let feeds: [FeedAddresses]
    let publication: String
    let query: String
    let control: String
    private let host: String
    private static let firstPort = 5550

    /// `number` names the run within this process. With keys control is on the network, too, and the feeds, which have
    /// none, are not.
    init(number: Int, hasKeys: Bool) throws {
        let place = Int(getpid()) &* 251 &+ number
        host = "127.\(64 + place / 64_516 % 128).\(1 + place / 254 % 254).\(1 + place % 254)"
        var name = Array("/tmp/lapwing-chaos-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { throw systemFailure("no folder could be made in /tmp") }
        folder = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let host = host
        func address(_ place: Int) -> String { "tcp://\(host):\(Self.firstPort + place)" }
        let folder = folder
        func near(_ name: String) -> String { "ipc://\(folder)/\(name)" }
        feeds =
            hasKeys
            ? [FeedAddresses(feed: near("feed"), recovery: near("recovery"))]
            : [
                FeedAddresses(feed: address(0), recovery: address(1)),
                FeedAddresses(feed: address(2), recovery: address(3)),
            ]
        publication = address(10)
        query = address(11)
        control = hasKeys ? address(12) : near("control")
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// Where a line of the harness' own listens that leads to an address of the stand.
    func near(_ address: String) -> String {
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]) else {
            return address
        }
        return "\(address[..<colon]):\(port + 100)"
    }

    var event: String { "\(folder)/event.yaml" }
    var configuration: String { "\(folder)/lapwing.yaml" }
    /// Where the disk is put that has little room; the journal lies in it in every run.
    var disk: String { "\(folder)/disk" }
    var log: String { "\(folder)/lapwingd.log" }
    var clock: String { "\(folder)/clock" }
    /// Where the daemon reports as to a service manager.
    var notify: String { "\(folder)/notify" }
    /// Where a journal is moved to.
    var away: String { "\(folder)/away" }

    /// The folder of the session's journal. The daemon names it by the event; here there is only one.
    func journal() throws -> String {
        let files = FileManager.default
        let top = "\(disk)/journal"
        let found = try files.contentsOfDirectory(atPath: top).flatMap { event in
            try files.contentsOfDirectory(atPath: "\(top)/\(event)").map { "\(top)/\(event)/\($0)" }
        }
        guard let journal = found.first, found.count == 1 else {
            throw Failure("\(top) has \(found.count) journals instead of one")
        }
        return journal
    }

    /// Writes the event and the daemon's configuration.
    func write(_ plan: Plan) throws {
        try FileManager.default.createDirectory(atPath: "\(disk)/journal", withIntermediateDirectories: true)
        let pair = plan.kind == .standbyDisk ? [Second.pair(of: self, isPrimary: true)] : []
        try write(plan.race.event.yaml(), to: event)
        var lines = ["event: event.yaml", "session: \(plan.race.session.id)", "feeds:"]
        for (place, addresses) in feeds.prefix(plan.script.feeds).enumerated() {
            let isCut = plan.lines.contains(.feed)
            let feed = isCut ? near(addresses.feed) : addresses.feed
            let recovery = isCut ? near(addresses.recovery) : addresses.recovery
            lines.append("  - {name: feed \(place + 1), connect: \"\(feed)\", recovery: \"\(recovery)\"}")
        }
        lines += [
            "publication: \(publication)", "query: \(query)", "control: \(control)",
            "journal: {directory: disk/journal, segment: \(plan.segmentBytes)}",
            // Acts come at the speed at which the race is played.
            "limits: {requestsPerSecond: 1000000, publicationQueue: 200000, feedQueue: 200000}",
        ]
        lines += plan.kind == .replacedKey ? KeyRing.configuration : pair
        try write(lines.joined(separator: "\n") + "\n", to: configuration)
    }

    func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }
}
