import Foundation
import Glibc
import Recording
import Simulation
import Testing
import Timing
import Wire

extension WholeOutside.Keys {
    @Test("a feed of the machine itself is heard without a key beside one that proves its own, for encrypted readers")
    func withoutKey() async throws {
        let folder = try Folder()
        let ring = try await KeyRing(in: folder)
        let race = try SharedRace(seed: 17, in: folder)
        let keyed = try KeyedDaemon(
            event: race.line.event, ring, feeds: 2,
            feeds: { stand in
                let (connect, recovery) = stand.feeds[1]
                return ["{name: wall, connect: \"\(connect)\", recovery: \"\(recovery)\", withoutKey: true}"]
            })
        defer { keyed.daemon.child.kill() }
        let said =
            "feed \"wall\" (\(keyed.stand.feeds[1].connect)) is without a key: who reaches this line can send "
            + "crossings, in any box's name"
        // Each has a part of the race.
        try await keyed.plays(race.sectors, [], at: 1).well()
        try await keyed.plays(race.line, ["--key", ring.file("stand")]).well()
        let all = Int64(race.line.crossings + race.sectors.crossings)
        let status = try await keyed.status { $0["inputs"]?["crossings"]?.integer == all }
        let feeds = try #require(status["feeds"]?.elements)
        #expect(feeds.map { $0["withoutKey"]?.bool } == [nil, true])
        #expect(feeds.map { $0["crossings"]?.integer } == [Int64(race.line.crossings), Int64(race.sectors.crossings)])
        #expect(keyed.daemon.child.errorText.components(separatedBy: said).count == 2)
        let asked = ["status", "--query", keyed.stand.query]
        let words = try await keyed.says(asked, try ring.options("wall")).well().lines
        #expect(words.count { $0.contains("WITHOUT A KEY") } == 1)
        #expect(words.contains { $0.hasPrefix("feed wall (") && $0.contains("WITHOUT A KEY") })
        try await strangersStayOut(keyed)
        // The feed that has a key proves it still, and one that shows a key where none is asked for is not heard.
        #expect(try await keyed.plays(race.line, []).errors.contains("nobody subscribed"))
        let overdone = try await keyed.plays(race.sectors, ["--key", ring.file("stand")], at: 1)
        #expect(overdone.errors.contains("nobody subscribed"))
        try ring.allow(KeyRing.roles)
        keyed.daemon.child.signal(SIGHUP)
        try await keyed.logs(said, times: 2)
    }

    /// Nobody without a key hears the publication, asks or commands, the feed's own line or not.
    private func strangersStayOut(_ keyed: KeyedDaemon) async throws {
        let listener = try await keyed.daemon.listener(to: "status", quiet: 30)
        defer { listener.kill() }
        _ = try await keyed.status { ($0["doors"]?["publication"]?["refused"]?.integer ?? 0) >= 1 }
        // A status goes out each second: who is let in has heard one when the next has gone by.
        let now = try await keyed.status()["uptimeMs"]?.integer ?? 0
        _ = try await keyed.status { ($0["uptimeMs"]?.integer ?? 0) >= now + 2500 }
        #expect(listener.isRunning)
        #expect(!listener.text.contains("{"))
        let results = ["results", "--query", keyed.stand.query]
        #expect(try await keyed.says(results, []).status == 1)
        let flag = ["control", "flag", "fcy", "--control", keyed.control]
        #expect(try await keyed.says(flag, []).status == 1)
        try await keyed.says(results, try keyed.ring.options("wall")).well()
    }

    @Test("a feed without a key at an address that strangers reach stops the start, with the place and the remedy")
    func publicWithoutKey() async throws {
        let folder = try Folder()
        let ring = try await KeyRing(in: folder)
        let race = try await Race.simulated(1).recorded(in: folder)
        let keyed = try KeyedDaemon(
            event: race.event, ring, feeds: 2,
            feeds: { _ in ["{name: wall, connect: \"tcp://timing.example.org:5550\", withoutKey: true}"] })
        let ended = try await keyed.daemon.child.ended(within: 10)
        #expect(ended.status == 78)
        #expect(
            ended.errors.contains(
                "lapwing.yaml:4:27: feeds[2].connect: found \"tcp://timing.example.org:5550\", expected beside withoutKey "
            ))
        #expect(ended.errors.contains("write the number"))
    }
}

/// A race as two recordings: the crossings of the Line's box, and those of all others.
private struct SharedRace {
    let line: Recorded
    let sectors: Recorded

    init(seed: UInt64, in folder: Folder) throws {
        var setting = RaceSetting(seed: seed)
        setting.duration = .minutes(10)
        let race = SimulatedRace.run(setting).recording
        func recorded(_ name: String, _ isMeant: (UInt32) -> Bool) throws -> Recorded {
            let directory = folder.newPath(name)
            let crossings = race.crossings.filter { isMeant($0.id.decoder) }
            try Recording(event: race.event, crossings: crossings, acts: race.acts).write(directory: directory)
            return try Recorded(directory)
        }
        line = try recorded("line") { $0 == 101 }
        sectors = try recorded("sectors") { $0 != 101 }
    }
}

extension KeyedDaemon {
    /// Waits until the log has a line so often.
    fileprivate func logs(_ line: String, times: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while daemon.child.errorText.components(separatedBy: line).count <= times {
            guard ContinuousClock.now < deadline else { throw Trouble("not said \(times) times: \(line)") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
