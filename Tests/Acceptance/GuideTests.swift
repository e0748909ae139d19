import Foundation
import Testing

extension WholeHouse {
    /// docs/operations.md, "A weekend by hand", typed line by line.
    struct Guide {
        @Test("the weekend by hand of the guide: every line is understood, and every session is what really happened")
        func weekend() async throws {
            let folder = try Folder()
            let days = try await SimulatedDays(seed: 7, in: folder)
            let lines = try GuideLine.all
            #expect(lines.count { $0.typed != nil } > 70)
            let daemon = try days.daemon()
            defer { daemon.child.kill() }
            let boxes = try Boxes(of: days)
            defer { boxes.end() }
            for line in lines {
                if let instant = line.instant {
                    try boxes.send(until: instant)
                    try await days.isReached(instant, by: daemon)
                }
                guard let typed = line.typed else { continue }
                let ended = try await days.types(typed)
                // While something is to be done before a session the check-in says so.
                let isWell = ended.status == 0 || (typed == "lapwing check-in" && ended.status == 1)
                #expect(isWell, "\(typed)\n\(ended.text)\(ended.errors)")
            }
            let table = try await days.types("lapwing timetable").text
            for session in ["race1a", "race1b", "cup1", "race2"] {
                let row = table.split(separator: "\n").first { $0.contains(" \(session) ") }
                #expect(row?.contains(" final ") == true, "\(table)")
            }
            try await daemon.stopped().well()
            try await days.isTrue()
        }
    }
}

/// A line of the guide: the time of day at the circuit, or what is typed.
private struct GuideLine {
    let instant: Int64?
    let typed: String?

    static var all: [GuideLine] {
        get throws {
            let text = try String(contentsOf: Project.root.appending(path: "docs/operations.md"), encoding: .utf8)
            guard let part = text.range(of: "### A weekend by hand"),
                let begin = text.range(of: "```sh\n", range: part.upperBound..<text.endIndex),
                let end = text.range(of: "```\n", range: begin.upperBound..<text.endIndex)
            else { throw Trouble("docs/operations.md has no weekend by hand") }
            return try text[begin.upperBound..<end.lowerBound].split(separator: "\n").map { line in
                guard let time = line.firstMatch(of: #/^# (\d\d):(\d\d):(\d\d)/#) else {
                    guard line.hasPrefix("lapwing ") else { throw Trouble("not typed: \(line)") }
                    return GuideLine(instant: nil, typed: String(line))
                }
                let parts = [time.1, time.2, time.3].map { Int64($0) ?? 0 }
                let seconds = parts[0] * 3600 + parts[1] * 60 + parts[2]
                // Midnight at the circuit of 2018-05-19.
                return GuideLine(instant: (1_526_659_200 + seconds) * 1_000_000, typed: nil)
            }
        }
    }
}

/// The boxes at the circuit.
private final class Boxes {
    private let process = Process()
    private let told = Pipe()
    private let said = Pipe()

    init(of days: SimulatedDays) throws {
        process.executableURL = Project.python
        process.arguments = [Project.client("boxes.py"), "\(days.path)/meeting.jsonl", days.stand.feeds[0].connect]
        process.standardInput = told
        process.standardOutput = said
        try process.run()
    }

    func send(until instant: Int64) throws {
        try told.fileHandleForWriting.write(contentsOf: Data("\(instant)\n".utf8))
        var answer = Data()
        while answer.last != UInt8(ascii: "\n") {
            let more = said.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Trouble("the boxes have ended") }
            answer += more
        }
    }

    func end() {
        try? told.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}

extension SimulatedDays {
    /// Waits until the record has come to the instant.
    func isReached(_ instant: Int64, by daemon: RunningDaemon) async throws {
        struct Meeting: Decodable { let nowMs: Int64 }
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            let told = try await lapwing("timetable", "--query", stand.query, "--json", in: folder)
            if let meeting = try? JSONDecoder().decode(Meeting.self, from: Data(told.text.utf8)),
                meeting.nowMs >= instant / 1000
            {
                return
            }
            guard ContinuousClock.now < deadline else {
                throw Trouble(
                    "not come to \(instant): \(told.text.prefix(300))\n\(daemon.child.errorText.suffix(2000))")
            }
        }
    }

    /// As at a terminal.
    func types(_ line: String) async throws -> Ended {
        let programs = try Project.program("lapwing").deletingLastPathComponent().path
        return try await run(
            URL(filePath: "/bin/bash"),
            [
                "-c",
                "cd '\(folder.path("."))' && PATH='\(programs)':$PATH LAPWING_CONTROL='\(stand.control)' "
                    + "LAPWING_QUERY='\(stand.query)' \(line)",
            ], in: folder)
    }
}
