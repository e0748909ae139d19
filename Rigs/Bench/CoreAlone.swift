import ArgumentParser
import Linux
import Synchronization
import Timing
import Wire

/// The core without sockets: how fast, whether it stays so, on two lanes, and how it grows with cars and laps.
struct CoreAlone: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "core", abstract: "Measure the core alone.")

    @Option var cars = 60
    @Option var hours = 24

    func run() throws {
        let race = BenchRace(cars: cars, hours: hours)
        var table = BudgetTable()
        try Self.measure(race, into: &table)
        print(table.text)
        print("\nhow it grows with cars and laps")
        print(Self.growth(knowing: (cars, hours, race)).text)
    }

    /// Rates of races of other sizes, each beside that of 60 cars and one hour, round by round: other load on the
    /// machine slows both of a pair.
    private static func growth(knowing known: (cars: Int, hours: Int, race: BenchRace)) -> BudgetTable {
        let sizes = [(60, 1), (10, 1), (20, 1), (40, 1), (120, 1), (60, 6), (60, 24)]
        let races = sizes.map { $0 == (known.cars, known.hours) ? known.race : BenchRace(cars: $0.0, hours: $0.1) }
        let rounds = (0..<7).map { _ in races.map { run($0).rate } }
        var table = BudgetTable()
        for (place, size) in sizes.enumerated() {
            let rate = median(rounds.map { $0[place] })
            let isBudget = size == (60, 1) || size == (60, 24)
            table.add(
                "\(size.0) cars, \(size.1) h, \(races[place].crossings.count) crossings",
                figure: "\(BudgetTable.grouped(rate)) crossings/s",
                ratio: BudgetTable.fixed(median(rounds.map { $0[place] / $0[0] }), 2),
                bar: isBudget ? "≥ 1,000,000/s" : "", isMet: isBudget ? rate >= 1_000_000 : nil)
        }
        return table
    }

    static func measure(_ race: BenchRace, into table: inout BudgetTable) throws {
        let passes = (0..<5).map { _ in run(race) }
        let rate = median(passes.map(\.rate))
        let cpu = ProcessorTime.text(median(passes.map(\.cpu)), of: race.crossings.count)
        table.add(
            "the core alone, \(race.session.entries.count) cars, \(race.crossings.count) crossings",
            figure: "\(BudgetTable.grouped(rate)) crossings/s, \(cpu)", ratio: nil, bar: "≥ 1,000,000/s",
            isMet: rate >= 1_000_000)
        let (early, late) = flatness(race)
        table.add(
            "the core in the last hour against the first", figure: "\(BudgetTable.grouped(late)) crossings/s",
            ratio: BudgetTable.fixed(late / early, 2), bar: "flat", isMet: late / early >= 0.9)
        let encoded = median((0..<3).map { _ in runEncoding(race) })
        table.add(
            "core and delta encoded", figure: "\(BudgetTable.grouped(encoded)) crossings/s", ratio: nil, bar: "",
            isMet: nil)
        let pair = median((0..<3).map { _ in twoLanes(race) / median((0..<7).map { _ in run(race).rate }) })
        table.add(
            "two lanes on two cores (core only)", figure: "", ratio: BudgetTable.fixed(pair, 2), bar: "≥ 1.8",
            isMet: pair >= 1.8)
    }

    /// Crossings a second, and seconds of CPU.
    private static func run(_ race: BenchRace) -> (rate: Double, cpu: Double) {
        var timekeeper = Timekeeper(race.session)
        _ = try? timekeeper.apply(race.start)
        let before = ProcessorTime.ofThread
        let time = ContinuousClock().measure {
            for crossing in race.crossings { _ = timekeeper.apply(crossing) }
        }
        let cpu = ProcessorTime.ofThread - before
        precondition(timekeeper.counts.crossings == race.crossings.count, "a crossing was lost")
        return (Double(race.crossings.count) / seconds(time), cpu)
    }

    private static func runEncoding(_ race: BenchRace) -> Double {
        var timekeeper = Timekeeper(race.session)
        var publication = Publication(race.session, epoch: 1)
        let writer = ByteWriter(capacity: 1 << 16)
        _ = try? timekeeper.apply(race.start)
        let time = ContinuousClock().measure {
            for crossing in race.crossings {
                let effect = timekeeper.apply(crossing)
                publication.delta(of: .crossing(crossing), effect, in: timekeeper, to: writer)
            }
        }
        return Double(race.crossings.count) / seconds(time)
    }

    /// Rates of the first and the last twenty-fourth.
    private static func flatness(_ race: BenchRace) -> (early: Double, late: Double) {
        let part = max(1, race.crossings.count / 24)
        var earlies: [Double] = []
        var lates: [Double] = []
        for _ in 0..<5 {
            var timekeeper = Timekeeper(race.session)
            _ = try? timekeeper.apply(race.start)
            let clock = ContinuousClock()
            var marks: [ContinuousClock.Instant] = []
            for (place, crossing) in race.crossings.enumerated() {
                if place == 0 || place == part || place == race.crossings.count - part { marks.append(clock.now) }
                _ = timekeeper.apply(crossing)
            }
            marks.append(clock.now)
            earlies.append(Double(part) / seconds(marks[1] - marks[0]))
            lates.append(Double(part) / seconds(marks[3] - marks[2]))
        }
        return (median(earlies), median(lates))
    }

    /// Crossings a second of two lanes together, each on its own thread, begun at the same instant.
    private static func twoLanes(_ race: BenchRace) -> Double {
        let rates = Mutex<[Double]>([])
        let gate = Atomic<Int>(0)
        let lanes = (0..<2).map { _ in
            OwnThread("bench") {
                gate.add(1, ordering: .acquiringAndReleasing)
                while gate.load(ordering: .acquiring) < 2 {}
                let rate = median((0..<7).map { _ in run(race).rate })
                rates.withLock { $0.append(rate) }
            }
        }
        for lane in lanes { lane.join() }
        return rates.withLock { $0.reduce(0, +) }
    }
}
