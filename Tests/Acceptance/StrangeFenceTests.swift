import Foundation
import Glibc
import Testing

extension WholeHouse {
    /// What somebody who reaches the journal socket of a pair, and is not the other, can do.
    struct StrangeFences {
        /// Sends a message to a socket; nothing where no answer comes.
        private func said(_ message: String, to address: String, in folder: Folder) async throws -> String {
            let script = """
                import sys, zmq
                s = zmq.Context().socket(zmq.DEALER); s.linger = 0; s.connect(sys.argv[1]); s.send(sys.argv[2].encode())
                print(s.recv_multipart()[0].decode() if s.poll(1500) else "")
                """
            return try await run(Project.python, ["-c", script, address, message], in: folder).well().text
        }

        private func fence(_ epoch: UInt64, hash: String? = nil) -> String {
            let more = hash.map { #","hash":"\#($0)""# } ?? ""
            return #"{"v":1,"type":"fence","session":"race","epoch":\#(epoch)\#(more)}"#
        }

        @Test("a stranger's word that the session is his is refused and counted, and no epoch comes of it")
        func refused() async throws {
            let pair = try await Pair()
            let (first, second) = try await pair.started()
            let before = try await first.status { _ in true }
            let now = UInt64(Date().timeIntervalSince1970 * 1000)
            let zeros = String(repeating: "00", count: 32)
            for message in [
                fence(1 << 53), fence(now + 60_000), fence(now + 60_000, hash: zeros), fence(now + 200_000_000),
                fence(1 << 62), fence(.max),
            ] {
                #expect(try await said(message, to: pair.address(.primary), in: pair.folder).contains("refusal"))
            }
            let after = try await first.status { $0.epoch == before.epoch }
            #expect(after.refused.values.reduce(0, +) >= 6)

            // Of the standby it is not believed either: its next epoch goes with the clock.
            for epoch: UInt64 in [1 << 53, now + 200_000_000] {
                #expect(try await said(fence(epoch), to: pair.address(.standby), in: pair.folder).contains("fenced"))
            }
            try await pair.order(second)
            _ = try await first.child.ended(within: 10)
            let taken = try await pair.status(of: second)
            #expect(taken.epoch > before.epoch && UInt64(taken.epoch) < now + 100_000)
            let again = try pair.daemon(.primary)
            try await pair.copied(by: again, from: second)

            // Both die, and both start.
            for daemon in [again, second] {
                daemon.child.signal(SIGKILL)
                _ = try await daemon.child.ended(within: 5)
            }
            let secondAgain = try pair.daemon(.standby)
            let firstAgain = try pair.daemon(.primary)
            #expect(try await firstAgain.status { _ in true }.epoch >= taken.epoch)
            try await pair.isRefused(by: secondAgain)
        }

        @Test("a copy that is damaged while it is made is said by both, and mended from the other")
        func damagedCopy() async throws {
            let pair = try await Pair()
            let (first, second) = try await pair.started()
            let replay = try first.replay(pair.race, "--speed", "max", "--only-crossings", "--linger", "1s")
            try await replay.ended(within: 60).well()
            try await first.holds(pair.race, acts: 0)
            try await pair.copied(by: second, from: first)
            let session = try RunningDaemon.session(ofJournals: pair.journal(.standby))
            let file = try FileHandle(forUpdating: URL(filePath: "\(session)/000001.lwj"))
            try file.seek(toOffset: 5000)
            let byte = try #require(try file.read(upToCount: 1))
            try file.seek(toOffset: 5000)
            try file.write(contentsOf: Data([byte[0] ^ 1]))
            let told = try await first.status(within: 60) { $0.pair?.standby?.fault != nil }
            #expect(told.pair?.standby?.fault?.contains("000001.lwj") == true)
            #expect(second.child.errorText.contains("could not run the session on"))
            try await first.status(within: 60) { $0.pair?.standby != nil && $0.pair?.standby?.fault == nil }
            try await pair.copied(by: second, from: first)
        }

        @Test("a standby with a full disk says so in both logs, and runs the session when nobody else does")
        func fullDisk() async throws {
            let pair = try await Pair()
            mkdir(pair.journal(.standby), 0o700)
            guard mount("tmpfs", pair.journal(.standby), "tmpfs", 0, "size=2m") == 0 else {
                return print("NOT TRIED: no small disk can be mounted here; it takes root")
            }
            defer { umount2(pair.journal(.standby), Int32(MNT_DETACH)) }
            let (first, second) = try await pair.started()
            try await first.control("flag", "green").well()
            try await pair.copied(by: second, from: first)
            let filler = open("\(pair.journal(.standby))/filler", O_WRONLY | O_CREAT, 0o600)
            for size in [4096, 1] {
                let bytes = [UInt8](repeating: 1, count: size)
                while write(filler, bytes, size) == size {}
            }
            close(filler)
            try await first.status { $0.pair?.standby?.fault != nil }
            #expect(second.child.errorText.contains("could not run the session on"))
            #expect(first.child.errorText.contains("the standby could not run the session on"))
            first.child.signal(SIGKILL)
            _ = try await first.child.ended(within: 5)
            _ = try await pair.status(of: second)
            // The last page of its journal has room for some.
            var answer = ""
            for number in 1...60 where !answer.contains(#""journalled":false"#) {
                let flag = number.isMultiple(of: 2) ? "red" : "green"
                let command = #"{"v":1,"type":"command","by":"x","command":{"kind":"flag","flag":"\#(flag)"}}"#
                answer = try await said(command, to: second.stand.control, in: pair.folder)
                #expect(answer.contains(#""type":"ack""#))
            }
            #expect(answer.contains(#""journalled":false"#))
            #expect(try await second.status { _ in true }.journal?.state == "behind")
        }
    }
}
