import ArgumentParser
import Simulation
import Timing

/// A weekend of ordinary trouble: each kind many times at random instants, alone and together, through the core.
struct TroubleTrials: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "troubles",
        abstract: "Put ordinary trouble on the track through the core, and compare with the truth.",
        discussion: """
            A try is a generated race in which the trouble came about. Columns: tries; races in which the laps of all \
            cars, the winner, the order, all stops and all best laps were right; doubts told of those that had to be; \
            doubts, dead loops and clocks told that were none. Each race that is not right is told in words. The \
            status is not zero when a winner or a lap count is wrong. Last, the real races: nothing of theirs may be \
            taken for such trouble.
            """)

    @Option(help: "Tries of each kind, alone.")
    var tries = 60

    @Option(help: "Races with several kinds.")
    var together = 200

    @Option(help: "The first seed.")
    var seed: UInt64 = 1

    @ArgumentParser.Flag(help: "Tell every race that is not right, and false alarms.")
    var verbose = false

    @Option(help: "Only this race with several kinds, as `together` or a test named it, in words.")
    var race: UInt64?

    func run() throws {
        if let race {
            let trial = TroubleTrial(.ordinary(seed: race))
            print(trial.summary)
            for story in trial.outcome.stories { print("  \(story)") }
            return
        }
        var table = TroubleTable()
        var wrong = 0
        for kind in OrdinaryKind.allCases {
            var tally = TroubleTally()
            var next = seed
            while tally.tries < tries, next < seed + UInt64(tries) * 20 {
                let trial = TroubleTrial(.ordinary(seed: next, [kind]))
                if trial.cameAbout(kind) { tell(trial, "\(kind.rawValue), seed \(next)", &tally) }
                next += 1
            }
            table.add(kind.rawValue, tally)
            wrong += tally.wrong
        }
        var none = TroubleTally()
        for next in seed..<(seed + UInt64(together)) {
            tell(TroubleTrial(.ordinary(seed: next, [])), "no trouble, seed \(next)", &none)
        }
        table.add("no trouble", none)
        wrong += none.wrong
        var all = TroubleTally()
        for next in seed..<(seed + UInt64(together)) {
            let trial = TroubleTrial(.ordinary(seed: 500_000 + next))
            tell(trial, "together, seed \(500_000 + next)", &all)
        }
        table.add("together", all)
        wrong += all.wrong
        print(table.text)
        wrong += try RealRaces.tell()
        if wrong > 0 {
            print("\(wrong) races with a wrong winner or a wrong lap count")
            throw ExitCode.failure
        }
    }

    private func tell(_ trial: borrowing TroubleTrial, _ name: String, _ tally: inout TroubleTally) {
        tally.add(trial.outcome)
        guard !trial.outcome.stories.isEmpty else { return }
        let isWrong = !trial.outcome.lapsRight || !trial.outcome.winnerRight
        guard verbose || isWrong else { return }
        print("\(name): \(trial.summary)")
        for story in trial.outcome.stories { print("  \(story)") }
    }
}

/// Counts of right results in a number of races.
struct TroubleTally {
    private(set) var tries = 0
    private(set) var laps = 0
    private(set) var winner = 0
    private(set) var order = 0
    private(set) var stops = 0
    private(set) var bestLaps = 0
    private(set) var expected = 0
    private(set) var told = 0
    private(set) var falseAlarms = 0
    /// Races with a wrong winner or lap count.
    private(set) var wrong = 0

    mutating func add(_ outcome: TroubleTrial.Outcome) {
        tries += 1
        laps += outcome.lapsRight ? 1 : 0
        winner += outcome.winnerRight ? 1 : 0
        order += outcome.orderRight ? 1 : 0
        stops += outcome.stopsRight ? 1 : 0
        bestLaps += outcome.bestLapsRight ? 1 : 0
        expected += outcome.expected
        told += outcome.told
        falseAlarms += outcome.falseAlarms
        wrong += outcome.lapsRight && outcome.winnerRight ? 0 : 1
    }
}

/// The table as text.
struct TroubleTable {
    private var rows = [
        ["kind", "tries", "laps", "winner", "order", "stops", "best laps", "doubts told", "false alarms"]
    ]

    mutating func add(_ kind: String, _ tally: TroubleTally) {
        let counts = [tally.tries, tally.laps, tally.winner, tally.order, tally.stops, tally.bestLaps]
        rows.append(
            [kind] + counts.map { "\($0)" }
                + [tally.expected == 0 ? "-" : "\(tally.told) of \(tally.expected)", "\(tally.falseAlarms)"])
    }

    var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
