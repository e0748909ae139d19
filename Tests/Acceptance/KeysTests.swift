import Foundation
import Glibc
import Testing
import Wire

extension WholeOutside {
    struct Keys {
        @Test("without the feed's own key no crossing enters, and with it the race does")
        func crossings() async throws {
            try await withKeys { keyed, recording in
                for options in [[], ["--key", keyed.ring.file("stranger")]] {
                    let impostor = try await keyed.plays(recording, options)
                    #expect(impostor.status == 1)
                    #expect(impostor.errors.contains("nobody subscribed"))
                }
                let before = try await keyed.status()
                #expect(before["inputs"]?["crossings"]?.integer == 0)
                #expect(before["feeds"]?.elements?.first?["messages"]?.integer == 0)
                #expect(try await keyed.refused(at: "feed stand") >= 2)
                #expect(keyed.daemon.child.errorText.contains("feed stand: refused the other end: "))
                try await keyed.plays(recording, ["--key", keyed.ring.file("stand")]).well()
                _ = try await keyed.status { $0["inputs"]?["crossings"]?.integer == Int64(recording.crossings) }
            }
        }

        @Test("without a key on the list no classification leaves, and each attempt is counted and logged once")
        func classification() async throws {
            try await withKeys { keyed, _ in
                let ring = keyed.ring
                let (query, publication) = (keyed.stand.query, keyed.stand.publication)
                let strange = try ring.options("stranger")
                let results = ["results", "--query", query]
                try await keyed.says(results, try ring.options("wall")).well()
                let mistaken = ["--key", ring.file("wall"), "--server-key", try ring.key("stranger")]
                for options in [[], mistaken, strange, try ring.options("stand")] {
                    let ended = try await keyed.says(results, options)
                    #expect(ended.status == 1)
                    #expect(ended.text.isEmpty)
                    #expect(ended.errors.contains("no answer from \(query)"))
                }
                #expect(try await keyed.says(results, strange).errors.contains("does not let this key in"))
                _ = try await keyed.status { ($0["doors"]?["query"]?["refused"]?.integer ?? 0) >= 5 }
                let log = keyed.daemon.child.errorText.split(separator: "\n")
                #expect(try log.count { $0.contains("query: refused key \(try ring.key("stranger"))") } == 1)
                #expect(log.contains { $0.contains("query: refused key") && $0.contains("\"stand\" has no role") })
                #expect(log.contains { $0.contains("Z warning: query: refused a peer: ") })
                // Nor does anybody hear what is published: a status, once a second.
                let listener = try await keyed.daemon.listener(to: "status", quiet: 30)
                try await Task.sleep(for: .seconds(3))
                #expect(listener.isRunning)
                #expect(!listener.text.contains("{"))
                listener.kill()
                _ = try await keyed.status { ($0["doors"]?["publication"]?["refused"]?.integer ?? 0) >= 1 }
                try await keyed.says(
                    ["watch", "--once", "--query", query, "--publication", publication],
                    try ring.options("wall")
                ).well()
            }
        }

        @Test("each role commands what is its own; a stranger commands nothing, and the journal of acts has who it was")
        func commands() async throws {
            try await withKeys { keyed, _ in
                let ring = keyed.ring
                // Two desks command it within the same seconds.
                let flag = ["control", "flag", "fcy", "--anyway", "--control", keyed.control]
                let penalty = [
                    "control", "penalty", "1", "--time", "5000ms", "--reason", "x", "--control", keyed.control,
                ]
                let clock = ["control", "clock", "101", "5ms", "--control", keyed.control]
                for (command, may) in [
                    (flag, ["timekeeper", "control"]), (penalty, ["control"]), (clock, ["timekeeper"]),
                ] {
                    for (name, _) in KeyRing.roles where name != "stand" {
                        let ended = try await keyed.says(command, try ring.options(name))
                        let isAllowed = may.contains(name)
                        // Car 1 may not be entered: then the core refuses, not the door.
                        #expect(ended.errors.contains("not-allowed") == !isAllowed, "\(name) \(command[1])")
                        if isAllowed, command != penalty { #expect(ended.status == 0, "\(ended.errors)") }
                    }
                }
                let acts = try await keyed.status()["inputs"]?["acts"]?.integer
                for options in [[], try ring.options("stranger"), try ring.options("stand")] {
                    let ended = try await keyed.says(flag, options)
                    #expect(ended.status == 1)
                    #expect(ended.errors.contains("no answer from \(keyed.control)"))
                }
                let after = try await keyed.status()
                #expect(after["inputs"]?["acts"]?.integer == acts)
                #expect((after["doors"]?["control"]?["refused"]?.integer ?? 0) >= 3)
                #expect((after["refused"]?["not-allowed"]?.integer ?? 0) >= 4)
            }
        }

        @Test(
            "a list that is read again lets in whom it names now, and refuses the next command of whom it no longer does"
        )
        func reload() async throws {
            try await withKeys { keyed, _ in
                let ring = keyed.ring
                let status = ["status", "--query", keyed.stand.query]
                #expect(try await keyed.says(status, try ring.options("stranger")).status == 1)
                try ring.allow([("stand", "feed"), ("stranger", "reader"), ("wall", "reader")])
                keyed.daemon.child.signal(SIGHUP)
                var isKnown = false
                for _ in 0..<5 where !isKnown {
                    isKnown = try await keyed.says(status, try ring.options("stranger")).status == 0
                }
                #expect(isKnown)
                let flag = ["control", "flag", "fcy", "--control", keyed.control]
                #expect(try await keyed.says(flag, try ring.options("timekeeper")).status == 1)
            }
        }

        @Test(
            "a key that others can read stops the start, with its mode and the way to mend it",
            arguments: [0o640, 0o604])
        func readable(_ mode: Int) async throws {
            let folder = try Folder()
            let ring = try await KeyRing(in: folder)
            chmod(ring.file("server"), mode_t(mode))
            let race = try await Race.simulated(1).recorded(in: folder)
            let keyed = try KeyedDaemon(event: race.event, ring)
            let ended = try await keyed.daemon.child.ended(within: 10)
            #expect(ended.status == 78)
            #expect(ended.errors.contains("server.key:1:1: file: found mode 0\(String(mode, radix: 8))"))
            #expect(ended.errors.contains("chmod 600"))
        }

        @Test("a standby that was refused follows by itself once its key is on the list")
        func standby() async throws {
            let folder = try Folder()
            let ring = try await KeyRing(in: folder)
            let race = try await Race.simulated(1).recorded(in: folder)
            let ports = try Ports(2)
            func daemon(_ own: String, _ role: String, _ here: Int, other: String) throws -> KeyedDaemon {
                let pair = """
                    pair: {role: \(role), listen: "\(ports.addresses[here])", peer: "\(ports.addresses[1 - here])", \
                    key: \(other)}
                    """
                let journal = "journal: {directory: \"\(folder.newPath(role))\"}"
                return try KeyedDaemon(event: race.event, ring, own: own, more: [journal, pair])
            }
            let parties = KeyRing.roles + [("server", "standby"), ("second", "standby")]
            try ring.allow(parties, mistaken: ["second": "stranger"])
            let first = try daemon("server", "primary", 0, other: "second")
            defer { first.daemon.child.kill() }
            _ = try await first.status()
            let second = try daemon("second", "standby", 1, other: "server")
            defer { second.daemon.child.kill() }
            _ = try await first.status { ($0["doors"]?["journal"]?["refused"]?.integer ?? 0) >= 2 }
            #expect(try await first.status()["pair"]?["standby"]?["segment"] == nil)
            try ring.allow(parties)
            first.daemon.child.signal(SIGHUP)
            _ = try await first.status { $0["pair"]?["standby"]?["segment"] != nil }
        }

        private func withKeys(_ body: (KeyedDaemon, Recorded) async throws -> Void) async throws {
            let folder = try Folder()
            let ring = try await KeyRing(in: folder)
            let recording = try await Race.simulated(1).recorded(in: folder)
            let keyed = try KeyedDaemon(event: recording.event, ring)
            defer { keyed.daemon.child.kill() }
            do {
                try await body(keyed, recording)
            } catch {
                throw Trouble("\(error)\nthe daemon's log:\n\(keyed.daemon.child.errorText.suffix(6000))")
            }
        }
    }
}
