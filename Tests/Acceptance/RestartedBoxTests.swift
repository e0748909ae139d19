import Foundation
import Glibc
import Recording
import Simulation
import Testing
import Timing

extension WholeRaces {
    /// Every box starts again in the middle of a race, and numbers from 1 in the same epoch.
    struct RestartedBoxes {
        @Test("the classification is that of the same race with a new epoch, and it is said aloud")
        func live() async throws {
            let folder = try Folder()
            let race = try CutRace(seed: 51, in: folder)
            try await withDaemon(event: race.before.event, in: folder) { daemon in
                try await daemon.plays(
                    race.before, lingering: "2s", ["--withhold", "20", "--duplicate", "20", "--shuffle", "5s"])
                try await daemon.plays(
                    race.after, lingering: "2s", ["--withhold", "20", "--duplicate", "20", "--shuffle", "5s"])
                try await daemon.expects(race)
            }
        }

        @Test("where nothing but heartbeats comes from the boxes that started again, all they have sent is asked for")
        func heartbeats() async throws {
            let folder = try Folder()
            let race = try CutRace(seed: 53, in: folder)
            try await withDaemon(event: race.before.event, in: folder) { daemon in
                try await daemon.plays(race.before, lingering: "2s")
                let replay = try daemon.replay(
                    race.after, "--speed", "200", "--withhold", "1000", "--linger", "5s")
                try await replay.ended(within: 60).well()
                try await daemon.expects(race)
                #expect(daemon.child.errorText.contains("its next number is 1, though it had come to "))
            }
        }

        @Test("so it is when the daemon is gone meanwhile, and what is said again counts no more")
        func whileDown() async throws {
            let folder = try Folder()
            let race = try CutRace(seed: 52, in: folder)
            let stand = try Stand()
            let journal = "journal: {directory: \"\(folder.newPath("journal"))\"}"
            let first = try RunningDaemon(event: race.before.event, on: stand, in: folder, more: journal)
            try await first.plays(race.before, lingering: "2s")
            try await first.status { $0.inputs.crossings >= race.before.crossings && $0.queues.lane == 0 }
            first.child.signal(SIGKILL)
            _ = try await first.child.ended(within: 5)
            let second = try RunningDaemon(event: race.before.event, on: stand, in: folder, more: journal)
            try await second.plays(race.after, lingering: "2s")
            try await second.expects(race)
            try await second.stopped().well()
            let third = try RunningDaemon(event: race.before.event, on: stand, in: folder, more: journal)
            try await third.plays(race.after, lingering: "2s")
            let status = try await third.status { $0.feeds[0].messages > race.after.crossings && $0.queues.lane == 0 }
            #expect(status.inputs.crossings == race.crossings)
            #expect(!third.child.errorText.contains("has begun its numbers anew"), "that had been said")
            let classified = try await race.whole.classified(in: folder)
            #expect(try await third.results().classification == classified.classification)
        }
    }
}

/// A race as two recordings, from before and after the power was gone: in both the boxes number from 1 in epoch 1. And
/// the whole of it, as boxes would tell it that begin a new epoch.
private struct CutRace {
    let before: Recorded
    let after: Recorded
    let whole: Recorded

    var crossings: Int { whole.crossings }

    init(seed: UInt64, in folder: Folder) throws {
        var setting = RaceSetting(seed: seed)
        setting.duration = .minutes(30)
        let at = Milliseconds.minutes(13)
        setting.troubles.boxRestarts = SimulatedRace.circuit(setting).loops.map {
            Troubles.BoxRestart(decoder: 100 + UInt32($0.id.value), at: at)
        }
        let race = SimulatedRace.run(setting)
        let cut = setting.start + at.count * 1000
        let instant = Instant(cutting: cut)
        func part(_ isAfter: Bool) -> Recording {
            Recording(
                event: race.event, crossings: race.recording.crossings.filter { ($0.stamp >= cut) == isAfter },
                acts: race.recording.acts.filter { ($0.at >= instant) == isAfter })
        }
        func recorded(_ recording: Recording, _ name: String) throws -> Recorded {
            let directory = folder.newPath(name)
            try recording.write(directory: directory)
            return try Recorded(directory)
        }
        before = try recorded(part(false), "before")
        after = try recorded(part(true), "after")
        var honest = race.recording
        honest.crossings = honest.crossings.map { crossing in
            let id = crossing.id
            return Crossing(
                id: CrossingID(decoder: id.decoder, epoch: crossing.stamp >= cut ? 2 : 1, number: id.number),
                stamp: crossing.stamp, transponder: crossing.transponder, loop: crossing.loop, driver: crossing.driver)
        }
        whole = try recorded(honest, "whole")
    }
}

extension RunningDaemon {
    /// Holds all of the race, and has said that each box began anew.
    fileprivate func expects(_ race: CutRace) async throws {
        let status = try await status { status in
            status.inputs.crossings >= race.crossings && status.queues.lane == 0
                && status.feeds[0].decoders.allSatisfy { $0.missing == 0 }
        }
        #expect(status.inputs.crossings == race.crossings)
        #expect(status.feeds[0].decoders.allSatisfy { $0.lost == 0 })
        #expect(status.feeds[0].decoders.contains { $0.decoder == 101 && $0.restarts == 1 })
        let said = child.errorText.split(separator: "\n").filter { $0.contains("has begun its numbers anew") }
        #expect(said.count == status.feeds[0].decoders.count { $0.restarts == 1 }, "once a box")
        #expect(said.contains { $0.contains("decoder 101 ") && $0.contains("run 2 (epoch 4503599627370497)") })
        let classified = try await race.whole.classified(in: folder)
        #expect(try await results().classification == classified.classification)
    }
}
