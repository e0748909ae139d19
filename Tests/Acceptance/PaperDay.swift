import Foundation

/// A qualifying and two races of one event, and what a box sends of two of them, an hour and a half apart.
struct PaperDay {
    let first: Recorded
    let second: Recorded
    let event: String
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
        try MeetingDay.later(text).write(toFile: "\(later)/recording.jsonl", atomically: true, encoding: .utf8)
        second = try Recorded(later)
        event = folder.newPath("papers.yaml")
        let one = try String(contentsOfFile: first.event, encoding: .utf8)
        let sessions = """
            sessions:
              - {id: q, name: Qualifying, kind: qualifying, duration: 60 min}
              - {id: race1, name: Race 1, kind: race, grid: {rule: best, of: [q]}}
              - {id: race2, name: Race 2, kind: race}

            """
        let several = one.replacing(
            #/sessions:\n  - id: "race"\n    name: "Race"\n    kind: race\n/#, with: sessions
        )
        .replacing(#/(series:\n  name: [^\n]*\n)/#) { found in
            "\(found.1)  success: {times: [15 s, 10 s, 5 s], absent: lapse}\n"
        }
        guard several.contains("startsFrom") || several.contains("rule: best"), several.contains("success:") else {
            throw Trouble("the simulated event reads otherwise: \(one.prefix(2000))")
        }
        try several.write(toFile: event, atomically: true, encoding: .utf8)
    }

    func daemon() throws -> RunningDaemon {
        try RunningDaemon(
            event: event, on: stand, in: folder, more: "journal: {directory: \"\(folder.path("journal"))\"}")
    }

    /// Arms a session and plays a recording into it, to its end.
    func hold(_ session: String, _ recording: Recorded, on daemon: RunningDaemon) async throws {
        try await daemon.control("session", "arm", session).well()
        try await daemon.plays(recording)
        for _ in 0..<400 {
            if try await states(on: daemon)[session] == "finished" { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Trouble("\(session) did not end:\n\(daemon.child.errorText.suffix(3000))")
    }

    // MARK: Asking

    func asked(_ words: String..., on daemon: RunningDaemon) async throws -> String {
        let named = words == ["timetable"] || words.first == "document" ? words : words + ["show"]
        return try await command(named + ["--query", stand.query, "--json"], in: folder).well().text
    }

    func results(of session: String, on daemon: RunningDaemon) async throws -> RaceResults {
        try RaceResults(
            try await lapwing(
                "results", "--query", stand.query, "--session", session, "--format", "json", in: folder
            ).well().text)
    }

    /// The numbers of a session's cars in the order in which they stand.
    func order(of session: String, on daemon: RunningDaemon) async throws -> [String] {
        try await results(of: session, on: daemon).rows.map(\.number)
    }

    private func states(on daemon: RunningDaemon) async throws -> [String: String] {
        struct Meeting: Decodable {
            struct Session: Decodable {
                let id: String
                let state: String
            }
            let sessions: [Session]
        }
        let text = try await asked("timetable", on: daemon)
        let sessions = try JSONDecoder().decode(Meeting.self, from: Data(text.utf8)).sessions
        return Dictionary(uniqueKeysWithValues: sessions.map { ($0.id, $0.state) })
    }

    struct Source: Decodable {
        let session: String
        let result: String
    }

    struct Proposal: Decodable {
        struct List: Decodable {
            struct Addition: Decodable {
                let car: String
                let timeMs: Int
            }
            let grid: [String]?
            let additions: [Addition]?
        }
        struct Difference: Decodable {
            let car: String
            let taken: String?
            let proposed: String?
        }
        let session: String
        let what: String
        let of: [Source]
        let startList: List
        let differs: [Difference]
    }

    private struct Proposals: Decodable { let proposals: [Proposal] }

    func proposals(on daemon: RunningDaemon) async throws -> [Proposal] {
        let text = try await asked("proposal", on: daemon)
        return try JSONDecoder().decode(Proposals.self, from: Data(text.utf8)).proposals
    }

    func proposal(_ what: String, of session: String, on daemon: RunningDaemon) async throws -> Proposal? {
        try await proposals(on: daemon).first { $0.what == what && $0.session == session }
    }

    /// The proposal once it differs from what was taken over.
    func differing(_ what: String, of session: String, on daemon: RunningDaemon) async throws -> Proposal? {
        for _ in 0..<100 {
            if let found = try await proposal(what, of: session, on: daemon), !found.differs.isEmpty { return found }
            try await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }

    struct Whole: Decodable {
        struct Row: Decodable, Equatable {
            let number: String
            let position: Int?
            let laps: Int
            let totalMs: Int?
        }
        let parts: [Source]
        let classification: [Row]
        var text = ""

        private enum CodingKeys: CodingKey { case parts, classification }
    }

    func whole(_ session: String, on daemon: RunningDaemon) async throws -> Whole {
        let text = try await lapwing(
            "results", "--whole", "--query", stand.query, "--session", session, "--format", "json", in: folder
        ).well().text
        var whole = try JSONDecoder().decode(Whole.self, from: Data(text.utf8))
        whole.text = text
        return whole
    }

    /// The subjects that overlays show.
    func shown(on daemon: RunningDaemon) async throws -> [String] {
        struct Meeting: Decodable {
            struct Graphic: Decodable { let subject: String }
            let graphics: [Graphic]
        }
        let text = try await asked("timetable", on: daemon)
        return try JSONDecoder().decode(Meeting.self, from: Data(text.utf8)).graphics.map(\.subject)
    }

    // MARK: Commanding

    func take(_ what: String, _ race: String, on daemon: RunningDaemon) async throws -> Ended {
        try await lapwing(
            "proposal", "take", what, race, "--query", stand.query, "--control", stand.control, in: folder)
    }

    func document(_ words: String..., on daemon: RunningDaemon) async throws -> Ended {
        try await command(["document"] + words + ["--control", stand.control], in: folder)
    }

    /// Issues documents from several desks at the same time; what each was answered.
    func together(_ papers: [[String]]) async throws -> [String] {
        let desks = try papers.map { words in
            try Child(
                Project.program("lapwing"), ["document", "issue"] + words + ["--control", stand.control], in: folder)
        }
        var texts: [String] = []
        for desk in desks { texts.append(try await desk.ended(within: 30).well().text) }
        return texts
    }

    func show(_ words: String..., on daemon: RunningDaemon) async throws -> Ended {
        try await command(["graphics", "show"] + words + ["--control", stand.control], in: folder)
    }

    func hide(_ subject: String, on daemon: RunningDaemon) async throws -> Ended {
        try await lapwing("graphics", "hide", subject, "--control", stand.control, in: folder)
    }
}

/// The command line with words that a test has put together.
private func command(_ words: [String], in folder: Folder) async throws -> Ended {
    try await run(Project.program("lapwing"), words, in: folder)
}
