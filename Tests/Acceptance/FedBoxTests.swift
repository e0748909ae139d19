import Foundation
import Glibc
import Testing
import Wire

extension WholeHouse {
    /// A bridge to a box between a real daemon and a box of P3 over real sockets.
    struct FeedingFromP3 {
        /// The box, which is a process of its own, and the bridge that follows it.
        private final class Line {
            let folder: Folder
            let stand: Stand
            private let ports: Ports
            private let state: String
            /// What each run of the box has told.
            private(set) var runs: [String] = []
            private(set) var bridge: Child
            private(set) var box: Child

            init(to stand: Stand, in folder: Folder, _ options: [String]) throws {
                (self.folder, self.stand) = (folder, stand)
                let ports = try Ports(1)
                let state = folder.newPath("state")
                let sent = folder.newPath("sent")
                (self.ports, self.state, runs) = (ports, state, [sent])
                box = try Self.box(ports.numbers[0], sent, folder, options)
                bridge = try Self.bridge(ports.numbers[0], state, stand, folder)
            }

            private static func box(
                _ port: UInt16, _ sent: String, _ folder: Folder, _ options: [String]
            ) throws -> Child {
                try Data().write(to: URL(filePath: sent))
                return try Child(
                    Project.python, [Project.client("p3_box.py"), "\(port)", sent] + options, in: folder)
            }

            private static func bridge(
                _ port: UInt16, _ state: String, _ stand: Stand, _ folder: Folder
            ) throws -> Child {
                let feed = stand.feeds[0]
                return try Child(
                    Project.program("lapwing-bridge"),
                    [
                        "p3", "--decoder", "127.0.0.1:\(port)", "--loop", "1", "--id", "77", "--state", state, "--feed",
                        feed.connect, "--recovery", feed.recovery,
                    ], in: folder)
            }

            func killBridge() async throws {
                bridge.signal(SIGKILL)
                _ = try await bridge.ended(within: 5)
                bridge = try Self.bridge(ports.numbers[0], state, stand, folder)
            }

            /// The box loses all, and numbers from 1 again.
            func killBox(_ options: [String]) async throws {
                box.signal(SIGKILL)
                _ = try await box.ended(within: 5)
                let sent = folder.newPath("sent")
                runs.append(sent)
                box = try Self.box(ports.numbers[0], sent, folder, options)
            }

            /// Number, transponder and time of what a run has told.
            func told(_ run: String) throws -> [[Int]] {
                try String(contentsOfFile: run, encoding: .utf8).split(separator: "\n").map {
                    $0.split(separator: " ").compactMap { Int($0) }
                }
            }

            func untilAllIsTold() async throws {
                let deadline = ContinuousClock.now + .seconds(60)
                while !box.text.contains("all") {
                    guard box.isRunning, ContinuousClock.now < deadline else {
                        throw Trouble("the box has not told all:\n\(box.errorText)\(bridge.errorText)")
                    }
                    try await Task.sleep(for: .milliseconds(20))
                }
            }

            func kill() {
                bridge.kill()
                box.kill()
            }
        }

        fileprivate struct Heard: Decodable {
            struct Crossing: Decodable {
                let number: Int
                let timeUs: Int
                let transponder: Int
                let loop: Int
            }

            let decoder: Int?
            let epoch: Int?
            let crossings: [Crossing]?
        }

        /// The crossings in a session's journal, by epoch, each in order of its numbers.
        fileprivate static func crossings(_ session: String, in folder: Folder) async throws -> [[Heard.Crossing]] {
            let text = try await lapwing("journal", "dump", session, "--json", in: folder).well().text
            var epochs: [Int: [Heard.Crossing]] = [:]
            for line in text.split(separator: "\n") {
                let heard = try JSONDecoder().decode(Heard.self, from: Data(line.utf8))
                if let epoch = heard.epoch, let crossings = heard.crossings { epochs[epoch, default: []] += crossings }
            }
            return epochs.sorted { $0.key < $1.key }.map { $0.value.sorted { $0.number < $1.number } }
        }

        @Test("a box with a bad line, its bridge killed in the middle, the box too: the daemon has each passing once")
        func killed() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(31).recorded(in: folder)
            let journal = folder.newPath("journal")
            let daemon = try RunningDaemon(
                event: race.event, on: Stand(), in: folder, more: "journal: {directory: \"\(journal)\"}")
            defer { daemon.child.kill() }
            let options = ["--count", "600", "--every", "4", "--trouble", "5"]
            let line = try Line(to: daemon.stand, in: folder, options)
            defer { line.kill() }
            func received(_ count: Int) async throws {
                try await daemon.status(within: 40) { $0.inputs.crossings >= count }
            }
            try await received(100)
            try await line.killBridge()
            try await received(250)
            try await line.killBridge()
            try await line.untilAllIsTold()
            try await received(600)
            try await line.killBox(options)
            try await received(700)
            try await line.killBridge()
            try await line.untilAllIsTold()
            let status = try await daemon.status(within: 40) { status in
                status.inputs.crossings == 1200 && status.feeds[0].decoders.allSatisfy { $0.missing == 0 }
                    && status.queues.lane == 0
            }
            #expect(status.feeds[0].decoders.allSatisfy { $0.lost == 0 && $0.restarts == 0 && $0.decoder == 77 })
            #expect(status.refused.isEmpty)
            try await daemon.stopped().well()
            let heard = try await Self.crossings(RunningDaemon.session(ofJournals: journal), in: folder)
            #expect(heard.count == 2)
            for (crossings, run) in zip(heard, line.runs) {
                let told = try line.told(run)
                #expect(crossings.map(\.number) == Array(1...600))
                #expect(crossings.map { [$0.number, $0.transponder, $0.timeUs] } == told)
                #expect(crossings.allSatisfy { $0.loop == 1 })
            }
            #expect(line.bridge.errorText.contains("connected"))
        }

        @Test("the box's health is in the status with its age, said by status and check-in, and nowhere in the journal")
        func health() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(31).recorded(in: folder)
            let journal = folder.newPath("journal")
            let daemon = try RunningDaemon(
                event: race.event, on: Stand(), in: folder, more: "journal: {directory: \"\(journal)\"}")
            defer { daemon.child.kill() }
            let line = try Line(to: daemon.stand, in: folder, ["--count", "151", "--every", "10", "--noise", "51"])
            defer { line.kill() }
            func told() async throws -> JSON? {
                let text = try await lapwing("status", "--json", "--query", daemon.stand.query, in: folder).well().text
                let status = try JSON(Array(text.utf8.dropLast()))
                return status["feeds"]?.elements?.first?["decoders"]?.elements?.first?["health"]
            }
            let deadline = ContinuousClock.now + .seconds(30)
            var health = try await told()
            while health?["passings"]?.integer != 100 {
                guard ContinuousClock.now < deadline else { throw Trouble("no health: \(String(describing: health))") }
                try await Task.sleep(for: .milliseconds(50))
                health = try await told()
            }
            let expected: [String: Int64] = [
                "noise": 51, "noiseMost": 40, "temperature": 22, "voltageTenths": 118, "satellites": 0, "hits": 40,
                "strength": 120,
            ]
            for (name, value) in expected { #expect(health?[name]?.integer == value, "\(name)") }
            #expect(health?["bad"]?.elements == [], "one word is no minute")
            let age = try #require(health?["ageMs"]?.integer)
            #expect(age < 30_000)
            try await line.untilAllIsTold()
            let silent = try #require(try await told()?["ageMs"]?.integer)
            let words =
                "noise 51 (at most 40), hits 40 and strength 120 of the latest 100 passings, temperature 22, 11.8 V, "
                + "satellites 0; said 0:00:"
            let status = try await lapwing("status", "--query", daemon.stand.query, in: folder).well().text
            #expect(status.contains("\n    box: \(words)"))
            let checkIn = try await lapwing("check-in", "--query", daemon.stand.query, in: folder)
            #expect(checkIn.text.contains("\nboxes, by their own word:\n  feed feed 1, decoder 77: \(words)"))
            while let later = try await told()?["ageMs"]?.integer, later < silent + 1000 {
                guard ContinuousClock.now < deadline else { throw Trouble("the age does not grow") }
                try await Task.sleep(for: .milliseconds(50))
            }
            try await daemon.stopped().well()
            let session = try RunningDaemon.session(ofJournals: journal)
            let dump = try await lapwing("journal", "dump", session, "--json", in: folder).well().text
            #expect(dump.contains("crossings") && !dump.contains("noise") && !dump.contains("health"))
        }
    }
}

extension WholeHouse {
    /// A bridge to an OpenStint box between a real daemon and a box that publishes as its simulator does.
    struct FeedingFromOpenStint {
        @Test("a box that starts again from 0 in the middle: the daemon has what was told, at its time, in two epochs")
        func restarted() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(31).recorded(in: folder)
            let ports = try Ports(1)
            let journal = folder.newPath("journal")
            let daemon = try RunningDaemon(
                event: race.event, on: Stand(), in: folder, more: "journal: {directory: \"\(journal)\"}")
            defer { daemon.child.kill() }
            let feed = daemon.stand.feeds[0]
            let bridge = try Child(
                Project.program("lapwing-bridge"),
                [
                    "openstint", "--decoder", ports.addresses[0], "--loop", "1", "--id", "78", "--state",
                    folder.newPath("state"), "--feed", feed.connect, "--recovery", feed.recovery,
                ], in: folder)
            defer { bridge.kill() }
            let sent = folder.newPath("sent")
            let script = """
                import random, sys, time, zmq
                box = zmq.Context().socket(zmq.PUB); box.linger = 500; box.bind(sys.argv[1])
                sent = open(sys.argv[2], "w"); time.sleep(1)
                for run in range(2):
                    began = time.time()
                    now = lambda: int((time.time() - began) * 1000)
                    for number in range(60):
                        if number % 10 == 0: box.send_string("S %d %.2f 5 0 0" % (now(), -40 + random.gauss(0, 2)))
                        ms, car = now(), 1000001 + number % 7
                        box.send_string("P %d OPN %d %.2f %d %d" % (ms, car, random.gauss(-10, 3), 40, 95))
                        if number % 5 == 0: box.send_string("T %d OPN %d 123456" % (ms, car))
                        print(run, car, int(began * 1e6) + ms * 1000, file=sent, flush=True)
                        time.sleep(0.06)
                time.sleep(4)
                """
            let box = try Child(Project.python, ["-c", script, ports.addresses[0], sent], in: folder)
            try await box.ended(within: 40).well()
            try await daemon.status(within: 20) { $0.inputs.crossings == 120 && $0.queues.lane == 0 }
            try await daemon.stopped().well()
            let heard = try await FeedingFromP3.crossings(RunningDaemon.session(ofJournals: journal), in: folder)
            let told = try String(contentsOfFile: sent, encoding: .utf8).split(separator: "\n").map {
                $0.split(separator: " ").compactMap { Int($0) }
            }
            #expect(heard.map { $0.map(\.number) } == [Array(1...60), Array(1...60)], "\(bridge.errorText)")
            for (crossing, wanted) in zip(heard.joined(), told) {
                #expect(crossing.transponder == wanted[1] && abs(crossing.timeUs - wanted[2]) < 30_000)
            }
            #expect(bridge.errorText.contains("begun anew"))
        }
    }
}
