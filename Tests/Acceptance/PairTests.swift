import Foundation
import Glibc
import Testing

extension WholeHouse {
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

        @Test("when the active daemon's journal is deleted the standby keeps its copy, and goes on with it")
        func deleted() async throws {
            let pair = try await Pair()
            let (first, second) = try await pair.started()
            let replay = try first.replay(pair.race, "--speed", "1200", "--only-crossings", "--linger", "60s")
            defer { replay.kill() }
            try await pair.command(first.stand)
            try await first.status { $0.inputs.crossings > pair.race.crossings / 3 }
            try await pair.copied(by: second, from: first)
            try FileManager.default.removeItem(atPath: pair.journal(.primary))
            try await first.status { $0.journal?.state == "gone" }
            // There is more to copy, and it is told that the files are gone: this act is lost with the daemon.
            try await first.control("flag", "yellow", "--anyway").well()
            try await first.status { $0.refused.values.reduce(0, +) > 1 }
            let asides = try FileManager.default.subpathsOfDirectory(atPath: pair.journal(.standby))
                .filter { $0.contains(".aside-") }
            #expect(asides == [], "the only copy is put aside")
            first.child.signal(SIGKILL)
            _ = try await first.child.ended(within: 5)
            _ = try await pair.status(of: second)
            try await pair.expectsWholeRace(of: second)
        }

        @Test("a standby refuses questions and commands in words that say whom to ask instead")
        func words() async throws {
            let pair = try await Pair()
            let (first, second) = try await pair.started()
            let asked = try await stranger(["status", "--query", second.stand.query], in: pair.folder)
            let flag = try await second.control("flag", "fcy")
            for ended in [asked, flag] {
                #expect(ended.status != 0)
                let said = ended.text + ended.errors
                #expect(said.contains("this daemon does not run the session"), "\(said)")
                #expect(said.contains("ask the other; its journal socket is \(pair.address(.primary))"), "\(said)")
                #expect(said.contains("takeOver"), "\(said)")
            }
            #expect(try await first.status().inputs.acts == 0)
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

        @Test("a take-over reads what stands before the other's milestones together, as a restart does")
        func together() async throws {
            let pair = try await Pair(.simulatedDay(42))
            let (first, second) = try await pair.started()
            try await pair.begin(first.stand)
            try await first.plays(pair.race, ["--only-crossings"])
            let before = try await first.status { $0.inputs.crossings >= pair.race.crossings && $0.queues.lane == 0 }
            try await pair.copied(by: second, from: first)
            let copied = try FileManager.default.subpathsOfDirectory(atPath: pair.journal(.standby))
            #expect(copied.contains { $0.hasSuffix("/milestones") })
            first.child.signal(SIGKILL)
            _ = try await first.child.ended(within: 5)
            let after = try await pair.status(of: second)
            #expect(after.seq + 1 >= before.seq)
            let together = try #require(second.child.errorText.firstMatch(of: /(\d+) inputs together/))
            #expect(try #require(Int(together.1)) > pair.race.crossings / 2)
            try await pair.end(second.stand)
            try await pair.expectsWholeRace(of: second)
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
