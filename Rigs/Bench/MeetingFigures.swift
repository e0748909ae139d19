import ArgumentParser
import Client
import Foundation
import Meeting
import Recording
import Rulebook
import Timing
import Wire

/// What a meeting costs beside one session: two sessions that run, many that are closed, three that are open when the
/// power goes.
struct MeetingFigures: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "meeting", abstract: "Measure one daemon with several sessions.")

    @Option(help: "Rounds of each pair; the median of the ratios counts.")
    var rounds = 5

    @Option(help: "Hours of the race that each of two sessions takes.")
    var hours = 6

    @Option(help: "Folder of lapwingd; that of this program when not given.")
    var bin: String?

    @ArgumentParser.Flag(help: "Only two sessions that are fed from memory.") var memory = false

    func run() throws {
        var table = BudgetTable()
        let programs = Programs.folder(bin)
        print("two sessions beside each other, \(rounds) rounds …")
        let long = BenchRace(cars: 60, hours: hours)
        try measureTwo(long, "from memory", hasBars: true, into: &table) { try MeetingFromMemory(meeting: $0).push() }
        guard !memory else { return print("\n\(table.text)") }
        try measureTwo(long, "through a feed's socket", hasBars: false, into: &table) { try push($0, programs) }
        let short = BenchRace(cars: 60, hours: 1)
        print("forty sessions, closed …")
        try measureClosed(BenchRace(cars: 26, hours: 1), programs, into: &table)
        print("three sessions, kill -9 …")
        try measureRestart(short, "within the hour", bar: 0.3, programs, into: &table)
        try measureRestart(long, "after \(hours) h", bar: 1, programs, into: &table)
        print("")
        print(table.text)
    }

    // MARK: Two lanes

    /// - Parameters:
    ///   - words: how the crossings come.
    ///   - hasBars: whether these figures are held to the budget. The feed's thread and libzmq's take half of what a
    ///     lane takes: on two cores two lanes beside them hardly come to 1.5 ×.
    private func measureTwo(
        _ race: BenchRace, _ words: String, hasBars: Bool, into table: inout BudgetTable,
        push: (BenchMeeting) throws -> (rate: Double, cpu: Double)
    ) throws {
        let one = BenchMeeting(race, sessions: 2, running: 1)
        let two = BenchMeeting(race, sessions: 2)
        var rates: [(one: Double, two: Double)] = []
        var costs: [(one: Double, two: Double)] = []
        for _ in 0..<rounds {
            let first = try push(one)
            let second = try push(two)
            rates.append((first.rate, second.rate))
            costs.append((first.cpu, second.cpu))
        }
        let cost = median(costs.map { $0.two / $0.one })
        table.add(
            "CPU a crossing \(words), two sessions that run, against one",
            figure: ProcessorTime.text(median(costs.map(\.two)), of: 1) + ", "
                + ProcessorTime.text(median(costs.map(\.one)), of: 1),
            ratio: BudgetTable.fixed(cost, 2), bar: hasBars ? "≤ 1.1" : "",
            isMet: hasBars ? cost <= 1.1 : nil)
        let rate = median(rates.map { $0.two / $0.one })
        table.add(
            "through-put \(words), two sessions that run, against one",
            figure: "\(BudgetTable.grouped(median(rates.map(\.two)))) crossings/s, "
                + BudgetTable.grouped(median(rates.map(\.one))),
            ratio: BudgetTable.fixed(rate, 2), bar: hasBars ? "≥ 1.5" : "",
            isMet: hasBars ? rate >= 1.5 : nil)
    }

    /// The crossings wait in memory before the daemon may take the first. Crossings a second, and seconds of CPU a
    /// crossing.
    private func push(_ meeting: BenchMeeting, _ programs: String) throws -> (rate: Double, cpu: Double) {
        let stand = try MeetingFolder(meeting, programs)
        let (line, process) = (stand.line, stand.process)
        for place in meeting.messages.indices {
            try line.say(meeting.arm(place))
            try line.say(meeting.start(place))
        }
        let before = ProcessorTime.of(process.processIdentifier)
        let rate = try line.push(
            all: meeting.together, stopping: process.processIdentifier,
            sessions: meeting.messages.enumerated().map { ("race\($0)", $1.count) })
        let cpu = ProcessorTime.of(process.processIdentifier) - before
        return (rate, cpu / Double(meeting.together.count))
    }

    // MARK: Closed sessions

    private func measureClosed(_ race: BenchRace, _ programs: String, into table: inout BudgetTable) throws {
        let meeting = BenchMeeting(race, sessions: 40, apart: .minutes(90))
        let stand = try MeetingFolder(meeting, programs)
        let empty = try stand.residentAfterRestart()
        for (place, messages) in meeting.messages.enumerated() {
            try stand.line.say(meeting.arm(place))
            try stand.line.say(meeting.start(place))
            try stand.line.feed(messages, perSecond: 30_000)
            try stand.line.say(meeting.end(place))
            try stand.line.say(meeting.publish(place))
        }
        let closed = try stand.residentAfterRestart()
        let over = try stand.line.meeting().sessions.count { $0.state == .provisional }
        guard over == 40 else { throw ValidationError("\(over) of 40 sessions are over") }
        let cost = closed - empty
        table.add(
            "memory of 40 sessions that are over, \(meeting.together.count) crossings",
            figure: "\(cost / 1024) MB above \(empty / 1024) MB", ratio: nil, bar: "< 32 MB", isMet: cost < 32 * 1024)
    }

    // MARK: Restart

    private func measureRestart(
        _ race: BenchRace, _ words: String, bar: Double, _ programs: String, into table: inout BudgetTable
    ) throws {
        let meeting = BenchMeeting(race, sessions: 3)
        let stand = try MeetingFolder(meeting, programs)
        for place in 0..<3 { try stand.line.say(meeting.arm(place)) }
        // The flag is not out yet. One runs, one is over without a result that was published, one is armed and its
        // cars are out.
        for place in 0..<2 { try stand.line.say(meeting.start(place)) }
        let taken = meeting.together.count * 9 / 10
        try stand.line.feed(Array(meeting.together.prefix(taken)), perSecond: 30_000)
        try stand.line.say(meeting.end(1))
        let sessions = ["race0", "race1", "race2"]
        let before = try sessions.map { try stand.line.sequence(of: $0) }
        var (first, all): ([Double], [Double]) = ([], [])
        for _ in 0..<5 {
            let begin = try stand.killAndStart()
            let sequence = try stand.line.sequence(of: sessions[0])
            first.append(seconds(ContinuousClock.now - begin))
            let others = try sessions.dropFirst().map { try stand.line.sequence(of: $0) }
            all.append(seconds(ContinuousClock.now - begin))
            guard [sequence] + others == before else {
                throw ValidationError("came back with \([sequence] + others), was killed with \(before)")
            }
        }
        let slowest = first.max() ?? 0
        func text(_ times: [Double]) -> String {
            let slowest = BudgetTable.fixed((times.max() ?? 0) * 1000, 0)
            return "\(BudgetTable.fixed(median(times) * 1000, 0)) ms, at most \(slowest) ms"
        }
        table.add(
            "kill -9 with three open, \(words): the running one answers", figure: text(first), ratio: nil,
            bar: "< \(bar) s", isMet: slowest < bar)
        table.add(
            "and all three, \(taken) crossings", figure: text(all), ratio: nil, bar: "", isMet: nil)
    }
}

/// A daemon that runs a meeting, with a folder and both ends of its line.
private final class MeetingFolder {
    let line: BenchLine
    private(set) var process: Process
    private let programs: String
    private let folder: String

    init(_ meeting: BenchMeeting, _ programs: String) throws {
        self.programs = programs
        folder = NSTemporaryDirectory() + "lapwing-bench-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        try TextFile.makeDirectory(folder)
        try TextFile.write(Array(meeting.event.yaml(notes: []).utf8), to: "\(folder)/event.yaml")
        line = try BenchLine()
        process = try BenchDaemon.start(programs, on: line, in: folder)
        try line.awaitMiddle()
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// - Returns: when it was started.
    func killAndStart() throws -> ContinuousClock.Instant {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let begin = ContinuousClock.now
        process = try BenchDaemon.start(programs, on: line, in: folder)
        return begin
    }

    /// In KiB.
    func residentAfterRestart() throws -> Int {
        _ = try killAndStart()
        try line.awaitMiddle()
        _ = try line.meeting()
        return BenchDaemon.resident(of: process)
    }
}
