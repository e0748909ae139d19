import Foundation
import Glibc
import Testing

extension WholeRaces {
    /// What is in the journal is not lost with the process.
    struct Restarting {
        @Test("killed in the middle of a race it comes back in the same epoch, and the race is whole")
        func killed() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(31).recorded(in: folder)
            let stand = try Stand()
            let journal = "journal: {directory: \"\(folder.newPath("journal"))\"}"
            var daemon = try RunningDaemon(event: race.event, on: stand, in: folder, more: journal)
            let replay = try daemon.replay(race, "--speed", "600", "--linger", "60s")
            var epochs: Set<Int> = []
            for part in 1...3 {
                let status = try await daemon.status { $0.inputs.crossings > race.crossings * part / 5 }
                epochs.insert(status.epoch)
                #expect(status.journal?.state == "ok")
                daemon.child.signal(SIGKILL)
                _ = try await daemon.child.ended(within: 5)
                daemon = try RunningDaemon(event: race.event, on: stand, in: folder, more: journal)
                let back = try await daemon.status { _ in true }
                #expect(back.seq >= status.seq, "what had been published is there")
            }
            defer { replay.kill() }
            let status = try await daemon.status { $0.inputs.crossings >= race.crossings && $0.queues.lane == 0 }
            #expect(epochs == [status.epoch])
            #expect(try await daemon.results().classification == race.classified(in: folder).classification)
            try await daemon.stopped().well()
        }

        @Test("started on the journal of a race that is over it publishes the same again, and takes nothing twice")
        func over() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(32).recorded(in: folder)
            let stand = try Stand()
            let journal = "journal: {directory: \"\(folder.newPath("journal"))\"}"
            let first = try RunningDaemon(event: race.event, on: stand, in: folder, more: journal)
            try await first.took(race)
            let before = try await first.status()
            let results = try await first.results()
            try await first.stopped().well()
            let second = try RunningDaemon(event: race.event, on: stand, in: folder, more: journal)
            let again = try await second.status { _ in true }
            #expect((again.epoch, again.seq) == (before.epoch, before.seq))
            #expect(try await second.results().text == results.text)
            let replay = try second.replay(race, "--speed", "max", "--linger", "1s")
            try await replay.ended(within: 60).well()
            let after = try await second.status { $0.queues.lane == 0 }
            #expect(after.inputs.crossings == race.crossings)
            #expect(try await second.results().classification == results.classification)
        }

        @Test("a copy of the program goes on in the same epoch, whenever it was copied; another build begins a new one")
        func copied() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(34).recorded(in: folder)
            let stand = try Stand()
            let journal = "journal: {directory: \"\(folder.newPath("journal"))\"}"
            let first = try RunningDaemon(event: race.event, on: stand, in: folder, more: journal)
            try await first.took(race)
            let before = try await first.status()
            try await first.stopped().well()

            let copy = URL(filePath: folder.path("copied"))
            try FileManager.default.copyItem(at: Project.program("lapwingd"), to: copy)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_500_000_000)], ofItemAtPath: copy.path)
            let second = try RunningDaemon(event: race.event, on: stand, in: folder, program: copy, more: journal)
            let again = try await second.status { _ in true }
            #expect((again.epoch, again.seq) == (before.epoch, before.seq))
            try await second.stopped().well()

            // As large and as old as the copy: only what it is made of differs.
            let other = URL(filePath: folder.path("rebuilt"))
            try Data(contentsOf: copy).withOtherBuild().write(to: other)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755, .modificationDate: Date(timeIntervalSince1970: 1_500_000_000)],
                ofItemAtPath: other.path)
            let third = try RunningDaemon(event: race.event, on: stand, in: folder, program: other, more: journal)
            let anew = try await third.status { _ in true }
            #expect(anew.epoch > before.epoch && anew.seq == before.seq)
            #expect(third.child.errorText.contains("another build of Lapwing"))
        }

        @Test("the journal of an earlier build is read, and gone on with in another epoch", arguments: OldJournal.all)
        func old(_ journal: OldJournal) async throws {
            let folder = try Folder()
            let directory = folder.newPath("journal")
            let path = try journal.copied(to: directory)
            let daemon = try RunningDaemon(
                event: journal.event, on: Stand(), in: folder, more: "journal: {directory: \"\(directory)\"}")
            let status = try await daemon.status { _ in true }
            #expect(status.inputs.crossings == journal.crossings && status.inputs.acts == journal.acts)
            #expect(status.seq == journal.sequence && status.epoch > journal.epoch)
            #expect(status.journal?.state == "ok")
            let results = try await daemon.results()
            #expect(results.rows.map { "\($0.number) \($0.laps) \($0.totalMs ?? 0)" } == journal.result)
            try await daemon.stopped().well()
            try await lapwing("journal", "verify", path, in: folder).well()
        }

        @Test("a journal that another daemon writes is not touched")
        func inUse() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(33).recorded(in: folder)
            let journal = "journal: {directory: \"\(folder.newPath("journal"))\"}"
            let first = try RunningDaemon(event: race.event, on: Stand(), in: folder, more: journal)
            try await first.status { _ in true }
            let second = try RunningDaemon(event: race.event, on: Stand(), in: folder, more: journal)
            let ended = try await second.child.ended(within: 10)
            #expect(ended.status != 0)
            #expect(ended.errors.contains("is in use by process \(first.child.id)"))
            try await first.status { _ in true }
        }
    }
}

extension Data {
    /// A program as another build would be: its linker's note has another build id.
    fileprivate func withOtherBuild() throws -> Data {
        // An ELF note: length of its name, type 3, the name GNU, then the id.
        let head = Data([3, 0, 0, 0]) + Data("GNU\0".utf8)
        guard let note = range(of: head) else { throw Trouble("the program has no build id") }
        var changed = self
        changed[note.upperBound] ^= 0xFF
        return changed
    }
}
