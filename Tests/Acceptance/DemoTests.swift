import Foundation
import Testing

extension WholeHouse {
    struct Demo {
        @Test("the demo without a terminal ends well, having met the simulator's own truth")
        func headless() async throws {
            let folder = try Folder()
            // A build inside a test run would wait for the test run: the demo takes the programs that are there.
            let demo = try await run(
                Project.root.appending(path: "scripts/demo"), ["--headless", "--speed", "max", "--seed", "4"],
                in: folder,
                environment: ["LAPWING_BIN": Project.programs.path], within: 60
            ).well()
            #expect(demo.text.contains("classification as expected: 30 of 30 cars"))
            let title = try #require(demo.lines.firstIndex(of: "mandatory stops"))
            #expect(demo.lines[(title + 2)...].prefix(30).allSatisfy { $0.contains(#/served|n\/a|SHORT|LATE|MISSED/#) })
        }

        @Test("the demo with bridges says where they are; what connects there has the race, and all end with the demo")
        func bridges() async throws {
            let folder = try Folder()
            let demo = try Child(
                Project.root.appending(path: "scripts/demo"),
                ["--bridges", "--headless", "--speed", "600", "--seed", "4"], in: folder,
                environment: ["LAPWING_BIN": Project.programs.path])
            defer { demo.kill() }
            func address(_ name: String) async throws -> String {
                let deadline = ContinuousClock.now + .seconds(30)
                while true {
                    let line = demo.text.split(separator: "\n").first { $0.hasPrefix(name) }
                    if let line { return String(line.dropFirst(name.count).prefix { $0 != "," }) }
                    guard demo.isRunning, ContinuousClock.now < deadline else {
                        throw Trouble("no \(name) in \(demo.text)\(demo.errorText)")
                    }
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            let script = """
                import socket, sys, time
                for _ in range(200):
                    try: peer = socket.create_connection(("127.0.0.1", int(sys.argv[1]))); break
                    except OSError: time.sleep(0.05)
                if len(sys.argv) > 3: peer.sendall(sys.argv[3].encode())
                heard = b""
                try:
                    while sys.argv[2].encode() not in heard: heard += peer.recv(65536) or sys.exit(1)
                    while peer.recv(65536): pass
                except ConnectionResetError: pass
                """
            var listeners: [Child] = []
            for (name, wanted) in [("RMonitor: 127.0.0.1:", "$G,1,"), ("Multiloop: 127.0.0.1:", "$C")] {
                listeners.append(
                    try Child(Project.python, ["-c", script, try await address(name), wanted], in: folder))
            }
            let nats = try await address("NATS: nats://127.0.0.1:")
            listeners.append(
                try Child(
                    Project.python, ["-c", script, nats, "\"type\":\"delta\"", "CONNECT {}\r\nSUB live.> 1\r\n"],
                    in: folder))
            let files = try await address("files, as long as the demo runs: ")
            let ended = try await demo.ended(within: 60).well()
            #expect(ended.lines.last == "good")
            // Their ends are those of the bridges.
            for listener in listeners { try await listener.ended(within: 10).well() }
            #expect(!FileManager.default.fileExists(atPath: files))
        }

        @Test("the demo of a weekend: each session is what it is alone and what happened, and the picture goes along")
        func meeting() async throws {
            let folder = try Folder()
            let demo = try await run(
                Project.root.appending(path: "scripts/demo"),
                ["--meeting", "--headless", "--speed", "1200", "--seed", "4"], in: folder,
                environment: ["LAPWING_BIN": Project.programs.path], within: 90
            ).well()
            #expect(demo.lines.count { $0.hasSuffix(": the same as alone") } == 11)
            // Of one session there is no truth, and the stewards changed another.
            #expect(demo.lines.count { $0.hasPrefix("classification as expected: ") } == 9)
            let went = try #require(demo.lines.firstIndex(of: "the picture went along:"))
            let races = demo.lines[(went + 1)...].prefix { !$0.isEmpty }.filter { $0.hasPrefix("Race ") }
            #expect(races == ["Race 1", "Race 1, first part", "Race 1, second part", "Race 2"])
            #expect(demo.lines.last == "good")
        }

        @Test(
            "a truth that differs in one member of one car is told, and the exit status says so",
            arguments: [
                ("laps", "\"laps\": "), ("total", "\"totalMs\": "), ("best lap", "\"bestLap\": "),
                ("pit entry", "\"inMs\": "),
            ])
        func otherTruth(_ name: String, _ member: String) async throws {
            let folder = try Folder()
            let race = try await Race.simulated(4).recorded(in: folder)
            let truth = "\(race.directory)/truth.json"
            try await lapwing("classify", race.directory, "--expect", truth, in: folder).well()
            let altered = try folder.write(
                try oneMore(in: String(contentsOfFile: truth, encoding: .utf8), member), to: "altered.json")
            let classified = try await lapwing("classify", race.directory, "--expect", altered, in: folder)
            #expect(classified.status == 1)
            #expect(classified.text.hasSuffix("classification differs in 1 places\n"))

            guard name == "laps" else { return }
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                try await lapwing("results", "--query", daemon.stand.query, "--expect", truth, in: folder).well()
                let asked = try await lapwing("results", "--query", daemon.stand.query, "--expect", altered, in: folder)
                #expect(asked.status == 1)
            }
        }

        /// The text with the first number that follows the member one higher.
        private func oneMore(in text: String, _ member: String) throws -> String {
            let start = try #require(text.range(of: member)).upperBound
            let digits = text[start...].prefix { $0.isNumber }
            let number = try #require(Int(digits))
            return text.replacingCharacters(in: start..<digits.endIndex, with: "\(number + 1)")
        }
    }
}
