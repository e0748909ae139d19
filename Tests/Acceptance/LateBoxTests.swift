import Foundation
import Glibc
import Recording
import Simulation
import Testing
import Timing

extension WholeRaces {
    /// A box that was cut off gives its crossings hours later, all at once (R1.10).
    struct LateBoxes {
        @Test("a box that gives twenty hours at once changes nothing but where its crossings belong")
        func allAtOnce() async throws {
            let folder = try Folder()
            let race = try ParcelledRace(seed: 61, in: folder)
            let stand = try Stand()
            let journal = "journal: {directory: \"\(folder.newPath("journal"))\"}"
            let first = try RunningDaemon(event: race.live.event, on: stand, in: folder, more: journal)
            // What one box never sent is asked for only when the lane has come to the end of the day.
            try await first.plays(race.live, lingering: "6s")
            let epoch = try await first.holds(race.live).epoch
            try await first.plays(race.late)
            let wanted = try await race.whole.classified(in: folder).classification
            let status = try await first.status { $0.inputs.crossings >= race.whole.crossings && $0.queues.lane == 0 }
            let results = try await first.results()
            #expect(results.classification == wanted)
            let said = first.child.errorText.split(separator: "\n").count { $0.contains("late crossings take effect") }
            #expect((1...4).contains(said), "few folds, whatever came: a restart repeats each of them")
            first.child.signal(SIGKILL)
            _ = try await first.child.ended(within: 5)
            let second = try RunningDaemon(event: race.live.event, on: stand, in: folder, more: journal)
            let back = try await second.status { _ in true }
            #expect((back.epoch, back.seq) == (epoch, status.seq), "all that was published is known again")
            #expect(try await second.results().text == results.text)
            try await second.stopped().well()
        }

        @Test("killed while crossings wait it takes them in when it comes back")
        func killed() async throws {
            let folder = try Folder()
            let race = try ParcelledRace(seed: 62, in: folder)
            let stand = try Stand()
            let journal = "journal: {directory: \"\(folder.newPath("journal"))\"}"
            var daemon = try RunningDaemon(event: race.live.event, on: stand, in: folder, more: journal)
            try await daemon.plays(race.live, lingering: "6s")
            try await daemon.holds(race.live)
            let replay = try daemon.replay(race.late, "--speed", "max", "--linger", "30s")
            defer { replay.kill() }
            for _ in 1...4 {
                _ = try await daemon.status { $0.inputs.crossings > race.live.crossings }
                daemon.child.signal(SIGKILL)
                _ = try await daemon.child.ended(within: 5)
                daemon = try RunningDaemon(event: race.live.event, on: stand, in: folder, more: journal)
            }
            try await daemon.status { $0.inputs.crossings >= race.whole.crossings && $0.queues.lane == 0 }
            let wanted = try await race.whole.classified(in: folder).classification
            #expect(try await daemon.results().classification == wanted)
            try await daemon.stopped().well()
        }
    }
}

/// A race of 24 hours in two parcels: what comes in time, and twenty hours of one sector's box.
private struct ParcelledRace {
    let live: Recorded
    let late: Recorded
    let whole: Recorded

    init(seed: UInt64, in folder: Folder) throws {
        var setting = RaceSetting(seed: seed)
        setting.duration = .minutes(24 * 60)
        let race = SimulatedRace.run(setting).recording
        let cutOff = (setting.start + 2 * 3_600_000_000)..<(setting.start + 22 * 3_600_000_000)
        let isLate = { (crossing: Crossing) in crossing.id.decoder == 103 && cutOff.contains(crossing.stamp) }
        func recorded(_ crossings: [Crossing], _ acts: [Act], _ name: String) throws -> Recorded {
            let directory = folder.newPath(name)
            try Recording(event: race.event, crossings: crossings, acts: acts).write(directory: directory)
            return try Recorded(directory)
        }
        live = try recorded(race.crossings.filter { !isLate($0) }, race.acts, "live")
        // A command that is known already changes nothing.
        late = try recorded(race.crossings.filter(isLate), Array(race.acts.prefix(1)), "late")
        whole = try recorded(race.crossings, race.acts, "whole")
    }
}
