import Foundation
import Glibc
import Testing

extension WholeRaces {
    /// Two daemons, of which one runs the session.
    struct Pairs {
        @Test("when the active daemon is gone and a subscriber asks the standby, that one goes on, and nothing is lost")
        func gone() async throws {
            let pair = try await Pair()
            let (first, second) = try await pair.started()
            let replay = try first.replay(pair.race, "--speed", "1200", "--only-crossings", "--linger", "60s")
            try await pair.command(first.stand)
            let before = try await first.status { $0.inputs.crossings > pair.race.crossings / 3 }
            try await first.status { $0.pair?.standby != nil }
            first.child.signal(SIGKILL)
            _ = try await first.child.ended(within: 5)
            // The question is the vote; until then the standby keeps still.
            let after = try await pair.status(of: second)
            #expect(after.epoch > before.epoch)
            #expect(after.seq + 1 >= before.seq, "what had been copied is there")
            defer { replay.kill() }
            try await pair.expectsWholeRace(of: second)

            // The first comes back and finds that the race is not its own any more.
            let again = try pair.daemon(.primary)
            try await pair.copied(by: again, from: second)
            try await pair.isRefused(by: again)
        }

        @Test("told to take over, the standby goes on where the other ends, and the other ends")
        func ordered() async throws {
            let pair = try await Pair()
            let (first, second) = try await pair.started()
            let replay = try first.replay(pair.race, "--speed", "1200", "--only-crossings", "--linger", "60s")
            try await pair.command(first.stand)
            try await first.status { $0.inputs.crossings > pair.race.crossings / 3 }
            try await pair.order(second)
            let ended = try await first.child.ended(within: 10)
            #expect(ended.errors.contains("the other daemon of the pair runs the session"))
            let after = try await pair.status(of: second)
            defer { replay.kill() }
            try await pair.expectsWholeRace(of: second)
            #expect(try await second.status().epoch == after.epoch)
        }

        @Test("a primary that is killed and comes back at once goes on in the same epoch")
        func back() async throws {
            let pair = try await Pair()
            let (first, second) = try await pair.started()
            let replay = try first.replay(pair.race, "--speed", "1200", "--only-crossings", "--linger", "60s")
            try await pair.command(first.stand)
            let before = try await first.status { $0.inputs.crossings > pair.race.crossings / 3 }
            first.child.signal(SIGKILL)
            _ = try await first.child.ended(within: 5)
            let again = try pair.daemon(.primary)
            let after = try await again.status { _ in true }
            #expect(after.epoch == before.epoch)
            defer { replay.kill() }
            try await pair.expectsWholeRace(of: again)
            try await pair.copied(by: second, from: again)
            try await pair.isRefused(by: second)
        }
    }
}

/// The stands, journals and race of a pair.
private struct Pair {
    enum Role: String { case primary, standby }

    let folder: Folder
    let race: Recorded
    private let stands: [Role: Stand]
    private let journals: [Role: String]
    private let ports: Ports

    init() async throws {
        folder = try Folder()
        race = try await Race.simulated(41).recorded(in: folder)
        stands = [.primary: try Stand(), .standby: try Stand()]
        journals = [.primary: folder.newPath("first"), .standby: folder.newPath("second")]
        ports = try Ports(2)
    }

    func daemon(_ role: Role) throws -> RunningDaemon {
        guard let stand = stands[role], let journal = journals[role] else { throw Trouble("no \(role)") }
        let (own, other) = role == .primary ? (0, 1) : (1, 0)
        let more = [
            "journal: {directory: \"\(journal)\"}",
            "pair: {role: \(role.rawValue), listen: \"\(ports.addresses[own])\", peer: \"\(ports.addresses[other])\", "
                + "goneAfter: 1 s}",
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
    func command(_ stand: Stand) async throws {
        for line in try String(contentsOfFile: race.file, encoding: .utf8).split(separator: "\n")
        where line.contains("\"command\"") {
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
