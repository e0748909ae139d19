import Foundation
import Glibc
import Testing

extension WholeRaces {
    /// One daemon for all sessions of the event.
    struct RunningMeeting {
        @Test("every session of a meeting gives the result that it gives alone; race 1 is decided while race 2 runs")
        func sessions() async throws {
            let folder = try Folder()
            let day = try await MeetingDay(in: folder)
            let daemon = try day.daemon()
            defer { daemon.child.kill() }
            try await daemon.control("session", "arm", "race1").well()
            try await day.plays(day.first, on: daemon)
            #expect(try await day.state(of: "race1", on: daemon) == "finished")
            // The next one is armed while the cars of the first come in, and the timetable says which is shown.
            try await daemon.control("session", "arm", "race2").well()
            try await daemon.control("session", "provisional").well()
            let replay = try daemon.replay(day.second, "--speed", "max", "--linger", "1s")
            let car = try await day.results(of: "race1", on: daemon).rows[0].number
            let decided = try await daemon.control(
                "penalty", car, "--session", "race1", "--time", "30s", "--reason", "unsafe release"
            ).well()
            let name = try #require(decided.text.firstMatch(of: #/([^ :]+): done, session race1/#)).1
            try await replay.ended(within: 60).well()
            let second = try await day.settled("race2", day.second, on: daemon)
            #expect(try await second.classification == day.second.classified(in: folder).classification)
            let first = try await day.results(of: "race1", on: daemon)
            #expect(first.rows.first?.number != car, "the penalty is in the result of race 1")
            try await daemon.control("withdraw", "--session", "race1", String(name)).well()
            let again = try await day.results(of: "race1", on: daemon)
            #expect(try await again.classification == day.first.classified(in: folder).classification)
            try await daemon.control("session", "final", "race1").well()
            #expect(try await day.state(of: "race1", within: 5, "final", on: daemon))
            try await daemon.stopped().well()
            #expect(try await day.classified("race1").classification == again.classification)
            #expect(try await day.classified("race2").classification == second.classification)
        }

        @Test("killed in the middle of a meeting every session comes back, with the same sequence and the same result")
        func killed() async throws {
            let folder = try Folder()
            let day = try await MeetingDay(in: folder)
            var daemon = try day.daemon()
            try await daemon.control("session", "arm", "race1").well()
            try await day.plays(day.first, on: daemon)
            try await daemon.control("session", "provisional").well()
            try await daemon.control("session", "arm", "race2").well()
            let before = try await day.results(of: "race1", on: daemon)
            let replay = try daemon.replay(day.second, "--speed", "600", "--linger", "60s")
            defer { replay.kill() }
            for part in 1...3 {
                let status = try await day.status(of: "race2", on: daemon) {
                    $0.inputs.crossings > day.second.crossings * part / 5
                }
                if part == 1 { try await daemon.control("session", "arm", "practice").well() }
                daemon.child.signal(SIGKILL)
                _ = try await daemon.child.ended(within: 5)
                daemon = try day.daemon()
                let back = try await day.status(of: "race2", on: daemon) { _ in true }
                #expect(back.epoch == status.epoch)
                #expect(back.seq >= status.seq, "what had been published is there")
            }
            let second = try await day.settled("race2", day.second, on: daemon)
            #expect(try await second.classification == day.second.classified(in: folder).classification)
            let after = try await day.results(of: "race1", on: daemon)
            #expect(after.text == before.text)
            #expect(try await day.state(of: "practice", on: daemon) == "armed")
            try await daemon.stopped().well()
        }

        @Test("a start that is noticed too late reaches back into the record: no lap is lost")
        func late() async throws {
            let folder = try Folder()
            let day = try await MeetingDay(in: folder)
            let daemon = try day.daemon()
            defer { daemon.child.kill() }
            // Nothing is armed: the crossings of the whole race are in the record alone.
            let replay = try daemon.replay(day.first, "--speed", "max", "--linger", "1s", "--only-crossings")
            try await replay.ended(within: 60).well()
            try await daemon.control("session", "start", "race1", "--at", day.start, "--anyway").well()
            let after = try await day.status(of: "race1", on: daemon) {
                $0.inputs.crossings > day.first.crossings * 9 / 10
            }
            #expect(after.inputs.acts == 1)
            try await daemon.control("session", "end", "race1", "--at", day.end, "--anyway").well()
            let alone = try await day.first.classified(in: folder).rows.map(\.number)
            let told = try await day.results(of: "race1", on: daemon)
            #expect(told.rows.map(\.number) == alone)
            try await daemon.stopped().well()
            #expect(try await day.classified("race1").classification == told.classification)
        }

        @Test("a session is read out of the journal of a meeting; which one has to be said")
        func journal() async throws {
            let folder = try Folder()
            let day = try await MeetingDay(in: folder)
            let daemon = try day.daemon()
            defer { daemon.child.kill() }
            try await daemon.control("session", "arm", "race1").well()
            try await day.plays(day.first, on: daemon)
            let told = try await day.results(of: "race1", on: daemon)
            try await daemon.control("session", "abandon", "race1", "--reason", "a wall").well()
            try await daemon.control("session", "add", "race1b", "--of", "race1").well()
            try await daemon.stopped().well()
            let unsaid = try await lapwing("classify", try day.journal, in: folder)
            #expect(
                unsaid.status != 0 && unsaid.errors.contains("race1, race1b") && unsaid.errors.contains("--session"))
            let strange = try await lapwing(
                "journal", "export", try day.journal, "--session", "race9", "-o", "x", in: folder)
            #expect(strange.status != 0 && strange.errors.contains("race9"))
            for session in ["race1", "race1b"] {
                let out = folder.newPath(session)
                try await lapwing("journal", "export", try day.journal, "--session", session, "-o", out, in: folder)
                    .well()
                let read = try await lapwing("classify", out, "--session", session, "--format", "json", in: folder)
                let result = try RaceResults(try read.well().text)
                if session == "race1" { #expect(result.classification == told.classification) }
                #expect(result.rows.count == told.rows.count)
            }
        }

        @Test("a start of nothing, a second arming and a session that is not there are refused, each with what to do")
        func refused() async throws {
            let folder = try Folder()
            let day = try await MeetingDay(in: folder)
            let daemon = try day.daemon()
            defer { daemon.child.kill() }
            let nothing = try await daemon.control("session", "start")
            #expect(nothing.status != 0 && nothing.errors.contains("arm"))
            let unknown = try await daemon.control("session", "arm", "race3")
            #expect(unknown.status != 0 && unknown.errors.contains("race1"))
            try await daemon.control("session", "arm", "race1").well()
            let twice = try await daemon.control("session", "arm", "race1")
            #expect(twice.status != 0)
            let none = try await lapwing("results", "--query", daemon.stand.query, "--session", "race9", in: folder)
            #expect(none.status != 0 && none.errors.contains("race1"))
            try await daemon.stopped().well()
        }
    }
}

/// Two races and a practice of one event, and what a box sends of them: the second race is an hour and a half later.
struct MeetingDay {
    let first: Recorded
    let second: Recorded
    private let event: String
    private let folder: Folder
    private let stand: Stand

    init(in folder: Folder) async throws {
        self.folder = folder
        stand = try Stand()
        first = try await Race.simulated(41).recorded(in: folder)
        let later = folder.newPath("later")
        try FileManager.default.createDirectory(atPath: later, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: first.event, toPath: "\(later)/event.yaml")
        let text = try String(contentsOfFile: first.file, encoding: .utf8)
        try Self.later(text).write(toFile: "\(later)/recording.jsonl", atomically: true, encoding: .utf8)
        second = try Recorded(later)
        event = folder.newPath("meeting.yaml")
        let sessions = """
            sessions:
              - {id: practice, name: Practice, kind: practice, duration: 60 min}
              - {id: race2, name: Race 2, kind: race}
              - {id: race1,
            """
        let one = try String(contentsOfFile: first.event, encoding: .utf8)
        let several = one.replacing(
            #/sessions:\n  - id: "race"\n    name: "Race"\n    kind: race\n/#,
            with: sessions + " name: Race 1, kind: race}\n")
        guard several != one else { throw Trouble("the simulated event reads otherwise: \(one.prefix(2000))") }
        try several.write(toFile: event, atomically: true, encoding: .utf8)
    }

    /// The same crossings an hour and a half later, of a box that was started anew.
    static func later(_ text: String) -> String {
        text.replacing(#/"(timeUs|atUs)":(\d+)/#) { found in
            "\"\(found.1)\":\((Int64(found.2) ?? 0) + 5_400_000_000)"
        }
        .replacing("\"epoch\":1,", with: "\"epoch\":2,").replacing("\"id\":\"sim-", with: "\"id\":\"later-")
    }

    /// The event's file.
    var text: String { get throws { try String(contentsOfFile: event, encoding: .utf8) } }

    /// The entries, in order of the list.
    var cars: [(number: String, transponder: Int)] {
        get throws {
            try text.matches(of: #/number: "([^"]+)"[\s\S]*?transponders: \[(\d+)/#).map {
                (String($0.1), Int($0.2) ?? 0)
            }
        }
    }

    private func instant(of act: String) throws -> String {
        let text = try String(contentsOfFile: first.file, encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.contains("\"action\":\"\(act)\"") }
        guard let found = line?.firstMatch(of: #/"atUs":(\d+)/#), let stamp = Double(found.1) else {
            throw Trouble("no \(act) in \(first.file)")
        }
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return Date(timeIntervalSince1970: stamp / 1_000_000).formatted(style)
    }

    /// The instants of the first race's start and end, as people write them.
    var start: String { get throws { try instant(of: "start") } }
    var end: String { get throws { try instant(of: "end") } }

    func daemon() throws -> RunningDaemon {
        try RunningDaemon(
            event: event, on: stand, in: folder, more: "journal: {directory: \"\(folder.path("journal"))\"}")
    }

    func plays(_ recording: Recorded, on daemon: RunningDaemon) async throws {
        try await daemon.plays(recording)
        _ = try await settled("race1", recording, on: daemon)
    }

    /// The result of a session that has taken the whole recording.
    func settled(_ session: String, _ recording: Recorded, on daemon: RunningDaemon) async throws -> RaceResults {
        _ = try await status(of: session, on: daemon) {
            $0.inputs.crossings >= recording.crossings && $0.queues.lane == 0 && $0.inputs.acts >= recording.acts
        }
        return try await results(of: session, on: daemon)
    }

    /// The directory of the meeting's journal.
    var journal: String {
        get throws {
            let root = folder.path("journal")
            let event = try FileManager.default.contentsOfDirectory(atPath: root)
            return "\(root)/\(event[0])/meeting"
        }
    }

    /// The result of a session, out of the journal.
    func classified(_ session: String) async throws -> RaceResults {
        try RaceResults(
            try await lapwing("classify", journal, "--session", session, "--format", "json", in: folder).well().text)
    }

    func results(of session: String, on daemon: RunningDaemon) async throws -> RaceResults {
        try RaceResults(
            try await lapwing(
                "results", "--query", stand.query, "--session", session, "--format", "json", in: folder
            ).well().text)
    }

    @discardableResult
    func status(
        of session: String, on daemon: RunningDaemon, until isReached: (Status) -> Bool
    ) async throws -> Status {
        let deadline = ContinuousClock.now + .seconds(40)
        while true {
            guard daemon.child.isRunning else {
                throw Trouble("the daemon has ended:\n\(daemon.child.errorText.suffix(4000))")
            }
            let asked = try await lapwing("status", "--query", stand.query, "--session", session, "--json", in: folder)
            if let status = try? JSONDecoder().decode(Status.self, from: Data(asked.text.utf8)), isReached(status) {
                return status
            }
            guard ContinuousClock.now < deadline else {
                let log = daemon.child.errorText.suffix(3000)
                throw Trouble("\(session) is not as wanted:\n\(asked.text)\(asked.errors)\n\(log)")
            }
        }
    }

    func state(of session: String, on daemon: RunningDaemon) async throws -> String? {
        struct Meeting: Decodable {
            struct Session: Decodable {
                let id: String
                let state: String
            }
            let sessions: [Session]
        }
        let told = try await lapwing("timetable", "--query", stand.query, "--json", in: folder).well()
        let meeting = try JSONDecoder().decode(Meeting.self, from: Data(told.text.utf8))
        return meeting.sessions.first { $0.id == session }?.state
    }

    func state(
        of session: String, within seconds: Double, _ wanted: String, on daemon: RunningDaemon
    ) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            if try await state(of: session, on: daemon) == wanted { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }
}
