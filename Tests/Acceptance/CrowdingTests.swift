import Foundation
import Glibc
import Testing

extension WholeOutside {
    /// Strangers who would have the daemon hold more than it has: all their ways at once.
    struct Crowding {
        private struct Measured: Decodable {
            let sent: Int
            let taken: Int
            let p99: Double
        }

        /// Of a crowd without room: who is there at the end, who was cut, who was ever served.
        private struct Crowd: Decodable {
            let asking, listening, cut, answered, heard: Int
        }

        /// MiB that the daemon may hold, and milliseconds that a delta may take.
        private static let mostResident = 256
        private static let mostLate = 20.0

        @Test("messages without an end, prefixes, answers that are never taken and a full log leave memory and deltas")
        func together() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(1).recorded(in: folder)
            let stand = try Stand(feeds: 2)
            // The limits of every day: a test's own recordings are in more of a hurry.
            let configuration = stand.configuration(event: race.event).split(separator: "\n")
                .filter { !$0.hasPrefix("limits:") }.joined(separator: "\n")
            let daemon = try RunningDaemon(configuration: configuration + "\n", on: stand, in: folder)
            defer { daemon.child.kill() }
            try await daemon.status { _ in true }
            try await daemon.plays(race, ["--only-crossings"])
            try await lapwing(
                "control", "raw",
                #"{"v":1,"type":"command","by":"x","anyway":true,"command":{"kind":"session","action":"start"}}"#,
                "--control", stand.control, in: folder
            ).well()
            let transponder = try Self.transponders(in: race.event)[0]
            let quiet = try await measured(stand, transponder, in: folder)
            let attack = try crowding("attack", stand, ["--seconds", "30"], in: folder)
            defer { attack.kill() }
            // Others on the machine disturb some of the time; strangers who can, all of it.
            var crowded = try await measured(stand, transponder, in: folder)
            for _ in 1...2 where crowded.p99 >= Self.mostLate {
                crowded = try await measured(stand, transponder, in: folder)
            }
            let resident = try Self.peak(of: daemon.child.id)
            print("crowded: \(crowded), quiet: \(quiet), at most \(resident) MiB")
            #expect(quiet.taken == quiet.sent && crowded.taken == crowded.sent && crowded.sent > 100)
            #expect(resident < Self.mostResident)
            // A machine with others on it is late by itself.
            #expect(crowded.p99 < max(Self.mostLate, 3 * quiet.p99), "quiet: \(quiet.p99) ms")
            #expect(daemon.child.errorText.contains("cut a connection from 127.0.0.1"), "nobody was rude")
            #expect(daemon.child.errorText.split(separator: "\n").count < 200)
            attack.kill()
            try await daemon.stopped().well()
        }

        /// What a feed floods with: one car at one loop, or all cars on the track and in the pit lane at once.
        enum Flood: CaseIterable {
            case ofOneCar, ofAllCars
        }

        @Test(
            "a feed that floods with a million crossings of this very second makes no other feed late",
            arguments: Flood.allCases)
        func flood(_ kind: Flood) async throws {
            let folder = try Folder()
            let race = try await Race.simulated(1).recorded(in: folder)
            let stand = try Stand(feeds: 2)
            let daemon = try RunningDaemon(event: race.event, on: stand, in: folder)
            defer { daemon.child.kill() }
            try await daemon.status { _ in true }
            try await lapwing(
                "control", "raw",
                #"{"v":1,"type":"command","by":"x","anyway":true,"command":{"kind":"session","action":"start"}}"#,
                "--control", stand.control, in: folder
            ).well()
            let transponders = try Self.transponders(in: race.event)
            let quiet = try await measured(stand, transponders[0], in: folder)
            var options = ["--feed", stand.feeds[0].connect, "--count", "1000000", "--seconds", "60", "--transponder"]
            options += kind == .ofOneCar ? transponders[1...1] : transponders[1...]
            options += kind == .ofOneCar ? ["--loop", "3"] : ["--loop", "1", "2", "3"]
            let flood = try crowding("flood", stand, options, in: folder)
            defer { flood.kill() }
            var flooded = try await measured(stand, transponders[0], in: folder)
            for _ in 1...2 where flooded.p99 >= Self.mostLate {
                flooded = try await measured(stand, transponders[0], in: folder)
            }
            let resident = try Self.peak(of: daemon.child.id)
            print("flooded: \(flooded), quiet: \(quiet), at most \(resident) MiB")
            #expect(flooded.taken == flooded.sent && flooded.sent > 100)
            #expect(try await daemon.status().inputs.crossings < 1_000_000, "the flood was over before the measure")
            // A machine with others on it is late by itself.
            #expect(flooded.p99 < max(Self.mostLate, 3 * quiet.p99), "quiet: \(quiet.p99) ms")
            #expect(resident < Self.mostResident)
            flood.kill()
            try await daemon.stopped().well()
        }

        @Test("two hundred who connect to one door at once are all served")
        func atOnce() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(1).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.status { _ in true }
                let ended = try await crowding("together", daemon.stand, ["--count", "200"], in: folder)
                    .ended(within: 40).well()
                #expect(ended.text.contains(#"{"answered": 200, "heard": 200}"#), "\(ended.text)")
            }
        }

        @Test("without descriptors left those who came last go, and newcomers are let in again once the crowd has gone")
        func descriptors() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(1).recorded(in: folder)
            let program = folder.url.appending(path: "few")
            let daemon = try Project.program("lapwingd").path
            try Data("#!/bin/sh\nulimit -n 120\nexec \"\(daemon)\" \"$@\"\n".utf8).write(to: program)
            chmod(program.path, 0o700)
            let stand = try Stand()
            let few = try RunningDaemon(event: race.event, on: stand, in: folder, program: program)
            defer { few.child.kill() }
            try await few.status { _ in true }
            let listener = try await few.listener(to: "status", quiet: 20)
            defer { listener.kill() }
            // Each comes once: it is there and served, or it was cut.
            let ended = try await crowding("without-room", stand, ["--count", "150", "--seconds", "15"], in: folder)
                .ended(within: 40).well()
            let crowd = try JSONDecoder().decode(Crowd.self, from: Data(ended.text.utf8))
            print("without descriptors: \(crowd)")
            #expect(crowd.asking + crowd.listening + crowd.cut == 300)
            #expect(crowd.asking + crowd.listening <= 120 - 16)
            #expect(crowd.asking + crowd.listening > 20, "there was room for some")
            #expect(crowd.answered >= crowd.asking && crowd.heard >= crowd.listening)
            #expect(few.child.errorText.contains("descriptors are in use: the newest connections are cut"))
            #expect(listener.isRunning)
            try await few.status { _ in true }
            try await few.stopped().well()
        }

        @Test("strangers who break off in the middle of their messages end neither the daemon nor its stop")
        func breaking() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(1).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.status { _ in true }
                let breaking = try await crowding("breaking", daemon.stand, ["--seconds", "4"], in: folder)
                    .ended(within: 20).well()
                #expect(!breaking.text.contains(#""visits": 0}"#))
                try await daemon.status { _ in true }
            }
        }

        @Test("told to stop while all of them are at its doors, and while they break off, it stops well, each time")
        func stopping() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(1).recorded(in: folder)
            for round in 1...4 {
                let daemon = try RunningDaemon(event: race.event, on: Stand(), in: folder)
                try await daemon.status { _ in true }
                let attack = try crowding("attack", daemon.stand, ["--seconds", "30"], in: folder)
                defer { attack.kill() }
                try await Task.sleep(for: .milliseconds(700 + 400 * round))
                // Every other time they are gone a moment before, their messages still in the queues.
                if round.isMultiple(of: 2) { attack.kill() }
                let stopped = try await daemon.stopped()
                #expect(stopped.status == 0, "\(stopped.errors.suffix(2000))")
                #expect(stopped.errors.hasSuffix("stopped\n"))
            }
        }

        private func measured(_ stand: Stand, _ transponder: String, in folder: Folder) async throws -> Measured {
            let options = [
                "--feed", stand.feeds[1].connect, "--loop", "3", "--transponder", transponder, "--seconds", "6",
            ]
            let ended = try await crowding("measure", stand, options, in: folder).ended(within: 40).well()
            return try JSONDecoder().decode(Measured.self, from: Data(ended.text.utf8))
        }

        private func crowding(_ verb: String, _ stand: Stand, _ options: [String], in folder: Folder) throws -> Child {
            let addresses = ["--publication", stand.publication, "--query", stand.query]
            return try Child(
                Project.python, [Project.client("crowding.py"), verb] + addresses + options, in: folder)
        }

        /// The first of each car, in an event file.
        private static func transponders(in event: String) throws -> [String] {
            let text = try String(contentsOfFile: event, encoding: .utf8)
            let found = text.matches(of: #/transponders: \[(\d+)/#).map { String($0.1) }
            guard found.count > 1 else { throw Trouble("no transponders") }
            return found
        }

        /// The most that a process has held, in MiB.
        private static func peak(of process: pid_t) throws -> Int {
            let text = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            guard let found = text.firstMatch(of: #/VmHWM:\s+(\d+) kB/#), let kilobytes = Int(found.1) else {
                throw Trouble("no VmHWM")
            }
            return kilobytes / 1024
        }
    }
}
