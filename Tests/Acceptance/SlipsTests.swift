import Foundation
import Testing

extension WholeHouse {
    /// `LAPWING_SLIPS=1000` tries a thousand; a few dozen where it is not given.
    struct Slipping {
        private static let count =
            ProcessInfo.processInfo.environment["LAPWING_SLIPS"].flatMap { Int($0) } ?? 60

        /// So many in one race at most: each race has its own time limit.
        private static let most = 200

        @Test(
            "a slip of the hand is refused, asked about, or undone by one withdraw, and changes no result unsaid",
            arguments: 1...(count + most - 1) / most)
        func slips(_ part: Int) async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let results = try await daemon.results()
                let found = try #require(results.text.firstMatch(of: #/"startMs":(\d+)/#))
                var slips = Slips(
                    seed: UInt64(part), cars: results.rows.map(\.number), start: try #require(Int64(found.output.1)))
                var tally: [String: Int] = [:]
                for number in 0..<min(Self.count, Self.most) {
                    let slip = slips.next(number)
                    let came = try await outcome(of: slip, daemon)
                    tally["\(slip.kind) \(came)", default: 0] += 1
                }
                print(
                    "slips: \(tally.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))"
                )
                for kind in Slips.Slip.Kind.allCases {
                    #expect(tally.keys.contains { $0.hasPrefix("\(kind) ") })
                }
            }
        }

        /// Refused, or done and undone.
        private func outcome(of slip: Slips.Slip, _ daemon: RunningDaemon) async throws -> String {
            let before = try await picture(daemon)
            var done: [String] = []
            var said = ""
            for typed in slip.typed {
                let ended = try await control(daemon, typed)
                if ended.status == 0 {
                    done.append(try #require(ended.text.split(separator: ":").first.map(String.init), "\(slip)"))
                    said += ended.text
                } else {
                    #expect(
                        ended.errors.contains("expected") || ended.errors.contains("give exactly one of")
                            || ended.errors.contains("Missing value") || ended.errors.contains("The value")
                            || ended.errors.contains("Unknown option"),
                        "\(slip): a refusal says what is right: \(ended.errors)")
                }
            }
            if slip.kind == .twice { #expect(done.count <= 1, "\(slip): it was done twice: \(said)") }
            guard let id = done.first else {
                let after = try await picture(daemon)
                #expect(after == before, "\(slip): refused, and the result is another one")
                return "refused"
            }
            let between = try await picture(daemon)
            if between != before {
                let words = said.split(separator: "\n").filter { $0.hasPrefix("  → ") }
                #expect(
                    words.contains { !$0.contains("nothing changes") },
                    "\(slip): changed without a word\n\(said)\n\(difference(before, between))")
            }
            try await control(daemon, ["withdraw", id]).well()
            let after = try await picture(daemon)
            #expect(after == before, "\(slip): withdraw does not undo it\n\(difference(before, after))")
            return between == before ? "changed nothing" : "undone"
        }

        /// The results without what goes on by itself.
        private func picture(_ daemon: RunningDaemon) async throws -> String {
            let text = try await daemon.results().text
            return text.replacing(#/"seq":\d+,"nowMs":\d+/#, with: "")
        }

        /// Where two texts part.
        private func difference(_ one: String, _ other: String) -> String {
            let same = zip(one, other).prefix { $0 == $1 }.count
            let from = max(0, same - 150)
            return "\(one.dropFirst(from).prefix(400))\nand\n\(other.dropFirst(from).prefix(400))"
        }

        private func control(_ daemon: RunningDaemon, _ typed: [String]) async throws -> Ended {
            let all = ["control", typed[0], "--control", daemon.stand.control] + typed.dropFirst()
            return try await run(Project.program("lapwing"), all, in: daemon.folder)
        }
    }
}
