import Foundation
import Glibc
import Testing

extension WholeHouse {
    /// The bridge to RMonitor between the real daemon and real clients.
    struct SpeakingRMonitor {
        @Test("who joins early, late or with 200 others has the results at the end; who reads nothing is cut")
        func tables() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(52).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                let bridge = try RunningBridge(
                    to: daemon.stand, in: folder, "--enhanced", "--clients", "201")
                let narrow = try RunningBridge(to: daemon.stand, in: folder, "--enhanced", "--queue", "64")
                defer {
                    bridge.child.kill()
                    narrow.child.kill()
                }
                let early = try await bridge.clients()
                let deaf = try await narrow.clients("--deaf")
                let replay = try daemon.replay(race, "--speed", "600", "--linger", "1s")
                try await daemon.status { $0.inputs.crossings > race.crossings / 2 }
                let late = try await bridge.clients("--count", "200")
                try await replay.ended(within: 60).well()
                try await daemon.holds(race)
                let results = try await daemon.results()
                try await Task.sleep(for: .seconds(2))
                let whole = try #require(try await early.ended().first)
                #expect(whole.faults == [] && whole.resets >= 1 && whole.beats > 3)
                #expect(whole.differences(from: results, withLast: true) == [])
                // Number, transponder, first and last name, nationality, class.
                #expect(whole.names.count == results.rows.count)
                #expect(
                    whole.names.allSatisfy { $0 == $1[0] && Int($1[1]) ?? 0 > 0 && !$1[3].isEmpty }, "\(whole.names)")
                let others = try await late.ended()
                #expect(others.count == 200)
                for other in others {
                    #expect(other.faults == [] && !other.gone)
                    #expect(other.differences(from: results, withLast: false) == [])
                }
                #expect(try await deaf.ended().first?.gone == true)
                #expect(narrow.child.errorText.contains("was cut"), "\(narrow.child.errorText)")
            }
        }

        @Test("bridge and daemon are killed in the middle: who connects again has the results")
        func killed() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(31).recorded(in: folder)
            let stand = try Stand()
            let journal = "journal: {directory: \"\(folder.newPath("journal"))\"}"
            var daemon = try RunningDaemon(event: race.event, on: stand, in: folder, more: journal)
            defer { daemon.child.kill() }
            let bridge = try RunningBridge(to: stand, in: folder)
            defer { bridge.child.kill() }
            let clients = try await bridge.clients("--again", "--count", "3")
            let replay = try daemon.replay(race, "--speed", "600", "--linger", "60s")
            defer { replay.kill() }
            try await daemon.status { $0.inputs.crossings > race.crossings / 4 }
            try await bridge.killed()
            try await daemon.status { $0.inputs.crossings > race.crossings / 2 }
            daemon.child.signal(SIGKILL)
            _ = try await daemon.child.ended(within: 5)
            daemon = try RunningDaemon(event: race.event, on: stand, in: folder, more: journal)
            try await daemon.status { $0.inputs.crossings > race.crossings * 3 / 4 }
            try await bridge.killed()
            try await daemon.status { $0.inputs.crossings >= race.crossings && $0.queues.lane == 0 }
            let results = try await daemon.results()
            try await Task.sleep(for: .seconds(3))
            for client in try await clients.ended() {
                #expect(client.faults == [] && client.connects == 3)
                #expect(client.differences(from: results, withLast: false) == [])
            }
        }

        @Test("another session of the meeting: a reset, and then the table of that one")
        func meeting() async throws {
            let folder = try Folder()
            let day = try await MeetingDay(in: folder)
            let daemon = try day.daemon()
            defer { daemon.child.kill() }
            let bridge = try RunningBridge(to: daemon.stand, in: folder)
            defer { bridge.child.kill() }
            let idle = try await bridge.clients()
            let client = try await bridge.clients()
            try await Task.sleep(for: .seconds(1))
            let nothing = try #require(try await idle.ended().first)
            #expect(nothing.faults == [] && nothing.rows.isEmpty && nothing.beats > 0)
            try await daemon.control("session", "arm", "race1").well()
            try await day.plays(day.first, on: daemon)
            try await daemon.control("session", "arm", "race2").well()
            try await daemon.control("session", "provisional", "race1").well()
            let replay = try daemon.replay(day.second, "--speed", "max", "--linger", "1s")
            try await replay.ended(within: 60).well()
            let second = try await day.settled("race2", day.second, on: daemon)
            try await Task.sleep(for: .seconds(3))
            let told = try #require(try await client.ended().first)
            #expect(told.faults == [] && told.resets >= 3)
            #expect(told.differences(from: second, withLast: false) == [])
            let log = bridge.child.errorText
            #expect(log.contains("session race1 as run 1") && log.contains("session race2 as run 2"), "\(log)")
            try await daemon.stopped().well()
        }
    }
}
