import Testing

extension WholeHouse {
    /// What people read, beside what was computed.
    struct TimingScreen {
        @Test("best laps read m:ss.mmm, a car laps down reads 1 LAP or n LAPS, and the leader's gap is a dash")
        func times() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(2).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let results = try await daemon.results()
                let lines = try await table(of: daemon, in: folder)
                for (row, line) in zip(results.rows, lines) {
                    if let best = row.bestLapMs { #expect(line.contains(Self.minutes(best)), "\(line)") }
                    for laps in [row.gapLaps, row.intervalLaps] where laps > 0 {
                        #expect(line.contains(laps == 1 ? " 1 LAP " : " \(laps) LAPS "), "\(line)")
                    }
                }
                let distances = results.rows.flatMap { [$0.gapLaps, $0.intervalLaps] }
                #expect(distances.contains(1) && distances.contains { $0 > 1 })
                #expect(lines.first?.contains(#/ - +- /#) == true)
            }
        }

        @Test("states are abbreviated as on timing screens")
        func states() async throws {
            let words = [
                "onTrack": "RUN", "inPit": "PIT", "outLap": "OUT", "stopped": "STOP", "finished": "FIN",
                "retired": "RET", "notStarted": "N/S", "notClassified": "NC", "disqualified": "DSQ",
            ]
            let folder = try Folder()
            let race = try await Race.simulated(2).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let results = try await daemon.results()
                let lines = try await table(of: daemon, in: folder)
                #expect(lines.count == results.rows.count)
                for (row, line) in zip(results.rows, lines) {
                    let word = try #require(words[row.status])
                    #expect(line.split(separator: " ").prefix(4).contains(Substring(word)), "\(line)")
                }
                #expect(Set(results.rows.map(\.status)).count > 1)
            }
        }

        /// The lines of the live table, as wide as it likes.
        private func table(of daemon: RunningDaemon, in folder: Folder) async throws -> [String] {
            let options = ["watch", "--once", "--width", "200", "--publication", daemon.stand.publication]
            let all = try await run(
                Project.program("lapwing"), options + ["--query", daemon.stand.query], in: folder
            ).well().lines
            return all.drop { !$0.hasPrefix("POS") }.dropFirst().prefix { !$0.isEmpty }.map(\.self)
        }

        private static func minutes(_ time: Int) -> String {
            func digits(_ number: Int, _ width: Int) -> String {
                String(repeating: "0", count: max(0, width - "\(number)".count)) + "\(number)"
            }
            return "\(time / 60_000):\(digits(time / 1000 % 60, 2)).\(digits(time % 1000, 3))"
        }
    }
}
