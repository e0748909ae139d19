import Foundation
import Glibc
import Testing

extension WholeRaces {
    /// The entry list of a running daemon, by the commands that a timekeeper types.
    struct Entries {
        @Test("a late entry, a renumbered car and a withdrawal, followed by a stranger and kept through kill -9")
        func lives() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(31).recorded(in: folder)
            let event = try EventWithoutLast(race.event, in: folder)
            let stand = try Stand()
            let journal = "journal: {directory: \"\(folder.newPath("journal"))\"}"
            var daemon = try RunningDaemon(event: event.reduced, on: stand, in: folder, more: journal)
            defer { daemon.child.kill() }
            let replay = try daemon.replay(race, "--speed", "400", "--linger", "2s")
            try await daemon.status { $0.seq >= 100 }
            let follower = try Child(
                Project.python,
                [
                    Project.client("lapwing_client.py"), "follow", "--publication", stand.publication, "--query",
                    stand.query, "--session", race.session, "--timeout", "60",
                ], in: folder)
            try await daemon.status { $0.inputs.crossings > race.crossings / 3 }

            let shown = try await entry(daemon, "load", event.list).well().text
            #expect(shown.contains("add \(event.car): ") && shown.contains("nothing is done: --yes takes these 1"))
            let loaded = try await entry(daemon, "load", event.list, "--yes").well().text
            #expect(loaded.contains("car \(event.car) is entered: "), "\(loaded)")
            #expect(try await entry(daemon, "load", event.list).well().text.contains("no difference"))
            try await entry(daemon, "change", event.first, "--number", "909", "--id", "renumber").well()
            try await replay.ended(within: 60).well()
            try await daemon.status { $0.inputs.crossings >= race.crossings && $0.queues.lane == 0 }
            let followed = try await follower.ended(within: 90).well().text
            #expect(followed.contains("table equal"), "\(followed)")
            let screen = try await lapwing(
                "watch", "--once", "--width", "150", "--publication", stand.publication, "--query", stand.query,
                in: folder
            ).well().text
            #expect(screen.contains("909") && screen.contains(event.car))

            let renumbered = try await daemon.results()
            daemon = try await killed(daemon, event.reduced, journal)
            #expect(try await picture(daemon) == Self.picture(renumbered))
            // The number taken back, it is the race of the whole list.
            try await daemon.control("withdraw", "renumber").well()
            let whole = try await race.classified(in: folder)
            #expect(try await daemon.results().classification == whole.classification)

            try await entry(daemon, "withdraw", event.first, "--from-start", "--id", "gone").well()
            let withdrawn = try await daemon.results()
            #expect(withdrawn.rows.last?.number == event.first && withdrawn.rows.last?.position == nil)
            daemon = try await killed(daemon, event.reduced, journal)
            #expect(try await picture(daemon) == Self.picture(withdrawn))
            try await daemon.control("withdraw", "gone").well()
            #expect(try await daemon.results().classification == whole.classification)
        }

        @Test("what cannot be is refused with what, expected and remedy")
        func refused() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let rows = try await daemon.results().rows.map(\.number)
                let (one, other) = (rows[0], rows[1])
                let before = try await daemon.results().classification
                for (typed, words) in [
                    (["change", one, "--number", other], ["number \"\(other)\" is taken", "--swap"]),
                    (["add", one, "--class", "GT3"], ["number \"\(one)\" is taken", "lapwing entry change"]),
                    (["change", one + "x", "--team", "T"], ["no entry has number \"\(one)x\"", "write \(one)"]),
                    (["change", one, "--class", "GT33"], ["\"GT33\"", "insist with anyway"]),
                    (["withdraw", "nobody"], ["no entry has number \"nobody\""]),
                ] {
                    let ended = try await entry(daemon, typed)
                    #expect(ended.status == 1, "\(typed)")
                    for word in words { #expect(ended.errors.contains(word), "\(typed): \(ended.errors)") }
                }
                let would = try await entry(daemon, "withdraw", one, "--from-start", "--dry-run").well().text
                #expect(would.contains("dry run: nothing is done") && would.contains("entry of car \(one) withdrawn"))
                #expect(try await daemon.results().classification == before)
                let swapped = try await entry(daemon, "change", one, "--number", other, "--swap").well().text
                #expect(swapped.contains("car \(one) is car \(other) now"), "\(swapped)")
                let list = try await lapwing("entry", "list", "--query", daemon.stand.query, in: folder).well().text
                #expect(list.contains("entered as \(one)"), "\(list)")
            }
        }

        // MARK: Asking

        private func entry(_ daemon: RunningDaemon, _ typed: String...) async throws -> Ended {
            try await entry(daemon, typed)
        }

        private func entry(_ daemon: RunningDaemon, _ typed: [String]) async throws -> Ended {
            let query = typed[0] == "load" ? ["--query", daemon.stand.query] : []
            let all = ["entry", typed[0], "--control", daemon.stand.control] + query + typed.dropFirst()
            return try await run(Project.program("lapwing"), all, in: daemon.folder)
        }

        /// Killed, and started again on its journal.
        private func killed(_ daemon: RunningDaemon, _ event: String, _ journal: String) async throws -> RunningDaemon {
            daemon.child.signal(SIGKILL)
            _ = try await daemon.child.ended(within: 5)
            let again = try RunningDaemon(event: event, on: daemon.stand, in: daemon.folder, more: journal)
            try await again.status { _ in true }
            return again
        }

        private func picture(_ daemon: RunningDaemon) async throws -> String {
            Self.picture(try await daemon.results())
        }

        /// The results without the time, which goes on by itself.
        private static func picture(_ results: RaceResults) -> String {
            results.text.replacing(#/"nowMs":\d+/#, with: "")
        }
    }
}

/// An event's file without the last car of its entry list, and the whole list as a file of its own.
private struct EventWithoutLast {
    let reduced: String
    let list: String
    /// The last car, and the first.
    let car: String
    let first: String

    init(_ path: String, in folder: Folder) throws {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let head = try #require(lines.firstIndex { $0.hasPrefix("entries:") })
        let end = lines[(head + 1)...].firstIndex { !$0.hasPrefix(" ") } ?? lines.endIndex
        let begins = lines[head..<end].indices.filter { lines[$0].hasPrefix("  - number:") }
        let last = try #require(begins.last)
        func number(_ place: Int) -> String { lines[place].split(separator: "\"").last.map(String.init) ?? "" }
        car = number(last)
        first = number(begins[0])
        reduced = folder.newPath("reduced.yaml")
        list = folder.newPath("list.yaml")
        try (lines[..<last] + lines[end...]).joined(separator: "\n")
            .write(toFile: reduced, atomically: true, encoding: .utf8)
        try lines[(head + 1)..<end].joined(separator: "\n").write(toFile: list, atomically: true, encoding: .utf8)
    }
}
