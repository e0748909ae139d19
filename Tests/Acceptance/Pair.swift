import Foundation
import Testing

/// The stands, journals and race of a pair.
struct Pair {
    enum Role: String { case primary, standby }

    let folder: Folder
    let race: Recorded
    private let stands: [Role: Stand]
    private let journals: [Role: String]
    private let sockets: ShortFolder

    init(_ race: Race = .simulated(41)) async throws {
        folder = try Folder()
        self.race = try await race.recorded(in: folder)
        stands = [.primary: try Stand(), .standby: try Stand()]
        journals = [.primary: folder.newPath("first"), .standby: folder.newPath("second")]
        sockets = try ShortFolder()
    }

    func address(_ role: Role) -> String {
        "ipc://\(sockets.path)/\(role == .primary ? "first" : "second")"
    }

    func journal(_ role: Role) -> String { journals[role] ?? "" }

    /// - Parameter alone: it has no other.
    func daemon(_ role: Role, alone: Bool = false) throws -> RunningDaemon {
        guard let stand = stands[role], let journal = journals[role] else { throw Trouble("no \(role)") }
        let (own, other) = (address(role), address(role == .primary ? .standby : .primary))
        let journals = "journal: {directory: \"\(journal)\"}"
        let more =
            alone
            ? [journals]
            : [
                journals,
                "pair: {role: \(role.rawValue), listen: \"\(own)\", "
                    + "peer: \"\(other)\", goneAfter: 1 s}",
            ]
        let configuration = stand.configuration(event: race.event, feeds: stands[.primary]?.feeds, more: more)
        return try RunningDaemon(configuration: configuration, on: stand, in: folder)
    }

    func started() async throws -> (first: RunningDaemon, second: RunningDaemon) {
        let first = try daemon(.primary)
        try await first.status { _ in true }
        let second = try daemon(.standby)
        try await first.status { $0.pair?.standby != nil }
        return (first, second)
    }

    /// The recording's commands, sent by hand: its player knows one address only. They are ahead of their crossings.
    func command(_ stand: Stand) async throws { try await command(stand) { _ in true } }

    /// All but the end of the session: it goes on.
    func begin(_ stand: Stand) async throws { try await command(stand) { !Self.isEnd($0) } }

    /// The end of the session alone.
    func end(_ stand: Stand) async throws { try await command(stand, Self.isEnd) }

    private static func isEnd(_ line: Substring) -> Bool { line.contains("\"action\":\"end\"") }

    private func command(_ stand: Stand, _ isMeant: (Substring) -> Bool) async throws {
        for line in try String(contentsOfFile: race.file, encoding: .utf8).split(separator: "\n")
        where line.contains("\"command\"") && isMeant(line) {
            let meant = #"{"anyway":true,"# + line.dropFirst()
            try await lapwing("control", "raw", meant, "--control", stand.control, in: folder).well()
        }
    }

    func order(_ daemon: RunningDaemon) async throws {
        let order = #"{"v":1,"type":"command","by":"race control","command":{"kind":"takeOver"}}"#
        try await lapwing("control", "raw", order, "--control", daemon.stand.control, in: folder).well()
    }

    /// Asks a daemon that may be a standby still, until it runs the session.
    func status(of daemon: RunningDaemon) async throws -> Status {
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            let asked = try await stranger(["status", "--query", daemon.stand.query], in: folder)
            if asked.status == 0 { return try JSONDecoder().decode(Status.self, from: Data(asked.text.utf8)) }
            // A question in the very moment of the takeover may get no answer.
            let words = asked.errors + asked.text
            let isUnderWay = words.contains("standby") || words.contains("did not answer")
            guard isUnderWay, ContinuousClock.now < deadline else {
                throw Trouble("\(asked.text)\(asked.errors)\n\(daemon.child.errorText.suffix(3000))")
            }
        }
    }

    func isRefused(by daemon: RunningDaemon) async throws {
        let asked = try await stranger(["status", "--query", daemon.stand.query], in: folder)
        #expect(asked.status != 0)
        #expect((asked.errors + asked.text).contains("standby"))
    }

    /// The copy has all that the other's journal has.
    func copied(by daemon: RunningDaemon, from other: RunningDaemon) async throws {
        try await other.status { status in
            guard let journal = status.journal, let copied = status.pair?.standby else { return false }
            return (copied.segment, copied.offset) == (journal.segment, journal.offset)
        }
        #expect(daemon.child.isRunning)
    }

    func expectsWholeRace(of daemon: RunningDaemon) async throws {
        try await daemon.status { $0.inputs.crossings >= race.crossings && $0.queues.lane == 0 }
        #expect(try await daemon.results().classification == race.classified(in: folder).classification)
    }
}
