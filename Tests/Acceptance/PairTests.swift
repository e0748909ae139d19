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
