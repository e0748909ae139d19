import Foundation
import Glibc
import Testing

extension WholeOutside {
    /// The board in a real browser while something breaks: it says so, and ends right.
    struct BoardTrouble {
        @Test("a line that is cut, to the browser or to the daemon, is said, and the race is whole when it is mended")
        func cutLines() async throws {
            let folder = try Folder()
            let race = try await LiveBoards.faulty(45, in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                let web = try RunningWeb(following: daemon, in: folder)
                let near = try await Line(to: [web.port], in: folder)
                let far = try await Line(to: daemon.stand.publicPorts, in: folder)
                let beyond = try RunningWeb(
                    following: daemon, in: folder, "--publication", far.addresses[0], "--query", far.addresses[1])
                // What is cut on the way to the browser is its own trouble; that behind the server is none of its.
                let ofNear = try Witness("http://127.0.0.1:\(near.ports[0])/", in: folder, hasBrokenLines: true)
                let ofFar = try Witness("http://\(beyond.address)/", in: folder)
                let replay = try daemon.replay(race, "--speed", "240", "--linger", "60s")
                defer { replay.kill() }
                try await daemon.status { $0.inputs.crossings > race.crossings / 10 }
                try await ofNear.sees { $0.word == "LIVE" }
                try await ofFar.sees { $0.word == "LIVE" }
                let cut = Date.now
                near.cut()
                far.cut()
                try await ofNear.seesItCut(at: cut)
                try await ofFar.seesItCut(at: cut)
                near.mend()
                far.mend()
                let mended = Date.now
                for witness in [ofNear, ofFar] {
                    try await witness.sees(after: mended, within: 15) { !$0.isGrey && $0.word != "LATE" }
                }
                try await daemon.status(within: 60) { $0.inputs.crossings >= race.crossings }
                try await ofNear.compares(with: daemon)
                try await ofFar.compares(with: daemon)
            }
        }

        @Test(
            "a daemon that has lost its journal begins another epoch: the page says that it is late, and has the result"
        )
        func otherEpoch() async throws {
            let pair = try await Pair()
            let first = try pair.daemon(.primary, alone: true)
            let web = try RunningWeb(following: first, in: pair.folder)
            let witness = try Witness("http://\(web.address)/", in: pair.folder)
            try await witness.sees { $0.word == "LIVE" }
            let replay = try first.replay(pair.race, "--speed", "400", "--only-crossings", "--linger", "60s")
            defer { replay.kill() }
            try await pair.begin(first.stand)
            let before = try await first.status { $0.inputs.crossings > pair.race.crossings / 3 }
            first.child.signal(SIGKILL)
            let killed = Date.now
            _ = try await first.child.ended(within: 5)
            try FileManager.default.removeItem(atPath: pair.journal(.primary))
            try await witness.sees(after: killed, within: 8) { $0.word == "LATE" }
            let again = try pair.daemon(.primary, alone: true)
            try await pair.begin(again.stand)
            #expect(try await again.status { _ in true }.epoch > before.epoch)
            try await witness.sees(after: killed + 3) { $0.word == "LIVE" }
            try await again.status(within: 40) { $0.inputs.crossings >= pair.race.crossings }
            try await pair.end(again.stand)
            try await pair.expectsWholeRace(of: again)
            try await witness.sees { $0.word == "FINISHED" }
            try await witness.compares(with: again)
        }

        @Test("when the standby of a pair takes over, the page goes along, and has the result of that one")
        func takeOver() async throws {
            let pair = try await Pair()
            let (first, second) = try await pair.started()
            let both = [first.stand, second.stand]
            let web = try RunningWeb(
                following: first, in: pair.folder, "--publication", both.map(\.publication).joined(separator: ","),
                "--query", both.map(\.query).joined(separator: ","))
            let witness = try Witness("http://\(web.address)/", in: pair.folder)
            try await witness.sees { $0.word == "LIVE" }
            let replay = try first.replay(pair.race, "--speed", "400", "--only-crossings", "--linger", "60s")
            defer { replay.kill() }
            try await pair.begin(first.stand)
            try await first.status { $0.inputs.crossings > pair.race.crossings / 3 }
            first.child.signal(SIGKILL)
            _ = try await first.child.ended(within: 5)
            try await Self.goesOn(second)
            try await second.status(within: 40) { $0.inputs.crossings >= pair.race.crossings }
            try await pair.end(second.stand)
            try await pair.expectsWholeRace(of: second)
            try await witness.sees { $0.word == "FINISHED" }
            try await witness.compares(with: second)
        }

        @Test("another session is armed and run: the page goes along by itself, and has its result")
        func otherSession() async throws {
            let folder = try Folder()
            let day = try await MeetingDay(in: folder)
            let daemon = try day.daemon()
            defer { daemon.child.kill() }
            try await daemon.control("session", "arm", "race1").well()
            let web = try RunningWeb(following: daemon, in: folder)
            let witness = try Witness("http://\(web.address)/", in: folder)
            try await witness.sees { $0.rest.contains("Race 1") }
            try await day.plays(day.first, on: daemon)
            try await witness.sees { $0.rest.contains("Race 1") && $0.word == "FINISHED" }
            try await daemon.control("session", "arm", "race2").well()
            try await daemon.control("session", "provisional").well()
            let armed = Date.now
            try await witness.sees(after: armed) { $0.rest.contains("Race 2") }
            let replay = try daemon.replay(day.second, "--speed", "1200", "--linger", "1s")
            try await replay.ended(within: 60).well()
            _ = try await day.settled("race2", day.second, on: daemon)
            try await witness.compares(with: daemon, session: "race2")
        }

        /// A standby has taken over, though nobody but lapwing-web asks it: that is the vote.
        private static func goesOn(_ standby: RunningDaemon) async throws {
            let deadline = ContinuousClock.now + .seconds(15)
            while !standby.child.errorText.contains("taken over") {
                guard ContinuousClock.now < deadline else { throw Trouble("the standby stays one") }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}

/// Lines that can be cut without a word, as when a cable is pulled.
final class Line {
    private let own: Ports
    private let child: Child

    var ports: [UInt16] { own.numbers }
    var addresses: [String] { own.addresses }

    /// - Parameter targets: ports of 127.0.0.1.
    init(to targets: [UInt16], in folder: Folder) async throws {
        own = try Ports(targets.count)
        child = try Child(
            Project.python,
            [Project.client("cut_line.py")] + zip(own.numbers, targets).map { "\($0):\($1)" }, in: folder)
        let deadline = ContinuousClock.now + .seconds(20)
        while !child.text.contains("listening") {
            guard child.isRunning, ContinuousClock.now < deadline else {
                throw Trouble("no line:\n\(child.errorText.suffix(2000))")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    deinit { child.kill() }

    func cut() { child.signal(SIGSTOP) }

    func mend() { child.signal(SIGCONT) }
}
