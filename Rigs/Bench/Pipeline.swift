import ArgumentParser
import Client
import Foundation
import Recording
import Rulebook
import Timing
import Wire
import ZeroMQ

/// A race pushed through a process between two sockets: the daemon, or the bare forwarder.
final class Pipeline {
    enum Middle: CaseIterable {
        case forwarder, daemon
    }

    private let race: BenchRace
    private let programs: String
    private let folder: String

    init(_ race: BenchRace, programs: String) throws {
        self.race = race
        self.programs = programs
        folder = NSTemporaryDirectory() + "lapwing-bench-\(getpid())"
        try TextFile.makeDirectory(folder)
        try TextFile.write(Array(race.event.yaml(notes: []).utf8), to: "\(folder)/event.yaml")
        let sizes = race.sizes.flatMap { size in withUnsafeBytes(of: UInt32(size)) { Array($0) } }
        try TextFile.write(sizes, to: "\(folder)/sizes")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    // MARK: Through-put

    func measureThroughput(rounds: Int, into table: inout BudgetTable) throws {
        var rates: [Middle: [Double]] = [:]
        var ratios: [Double] = []
        var cpu: [Middle: [Double]] = [:]
        for _ in 0..<rounds {
            let bare = try run(.forwarder) { try $0.push(all: self.race.messages) }
            let daemon = try run(.daemon) { try $0.push(all: self.race.messages) }
            rates[.forwarder, default: []].append(bare.value)
            rates[.daemon, default: []].append(daemon.value)
            ratios.append(daemon.value / bare.value)
            cpu[.forwarder, default: []].append(bare.cpu)
            cpu[.daemon, default: []].append(daemon.cpu)
        }
        let costs = Middle.allCases.map { median(cpu[$0] ?? []) }
        let count = race.messages.count
        table.add(
            "the bare forwarder, through-put",
            figure: "\(BudgetTable.grouped(median(rates[.forwarder] ?? []))) messages/s, "
                + ProcessorTime.text(costs[0], of: count), ratio: "1.00", bar: "",
            isMet: nil)
        let ratio = median(ratios)
        table.add(
            "through-put, one crossing in, one delta out",
            figure: "\(BudgetTable.grouped(median(rates[.daemon] ?? []))) crossings/s",
            ratio: BudgetTable.fixed(ratio, 2), bar: "≥ 0.8", isMet: ratio >= 0.8)
        let cost = costs[1] / costs[0]
        table.add(
            "CPU of lapwingd a crossing against the forwarder's a message",
            figure: ProcessorTime.text(costs[1], of: count), ratio: BudgetTable.fixed(cost, 2), bar: "≤ 1.5",
            isMet: cost <= 1.5)
    }

    // MARK: Memory and restart

    /// At the end of the race, brought at a pace that leaves nothing waiting; then it is killed and comes back.
    func measureMemoryAndRestart(into table: inout BudgetTable) throws {
        let line = try BenchLine()
        try? FileManager.default.removeItem(atPath: "\(folder)/journal")
        var process = try start(.daemon, on: line)
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        try line.awaitMiddle()
        try line.command(race.start)
        let crossings = race.crossings.count
        try line.feed(race.messagesWithBeats, perSecond: 60_000)
        while try line.status().inputs.crossings != crossings { usleep(20_000) }
        let resident = BenchDaemon.resident(of: process)
        table.add(
            "memory after \(crossings) crossings of \(race.session.entries.count) cars",
            figure: "\(resident / 1024) MB resident", ratio: nil, bar: "< 64 MB", isMet: resident < 64 * 1024)
        let before = try line.sequence()
        var times: [Double] = []
        for _ in 0..<5 {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let begin = ContinuousClock.now
            process = try start(.daemon, on: line)
            let sequence = try line.sequence()
            times.append(seconds(ContinuousClock.now - begin))
            guard sequence == before else {
                throw ValidationError("came back with sequence \(sequence), was killed with \(before)")
            }
        }
        let slowest = times.max() ?? 0
        table.add(
            "kill -9 after \(crossings) crossings: a snapshot is answered again",
            figure:
                "\(BudgetTable.fixed(median(times) * 1000, 0)) ms, at most \(BudgetTable.fixed(slowest * 1000, 0)) ms",
            ratio: nil, bar: "< 0.3 s", isMet: slowest < 0.3)
        let after = BenchDaemon.resident(of: process)
        table.add(
            "memory after that restart", figure: "\(after / 1024) MB resident", ratio: nil, bar: "< 64 MB",
            isMet: after < 64 * 1024)
    }

    // MARK: Latency

    func measureLatency(rounds: Int, into table: inout BudgetTable) throws {
        let count = min(race.messages.count, 10_000)
        var middles: [Double] = []
        var tails: [Double] = []
        var last: (bare: Latency, daemon: Latency)?
        var costs = (bare: 0.0, daemon: 0.0)
        for _ in 0..<rounds {
            let bare = try run(.forwarder) { try $0.pace(self.race.messages.prefix(count), perSecond: 2000) }
            let daemon = try run(.daemon) { try $0.pace(self.race.messages.prefix(count), perSecond: 2000) }
            middles.append(daemon.value.middle / bare.value.middle)
            tails.append(daemon.value.tail / bare.value.tail)
            last = (bare.value, daemon.value)
            costs = (bare.cpu, daemon.cpu)
        }
        guard let last else { return }
        table.add(
            "the bare forwarder, latency at 2,000/s (last round)",
            figure: "\(last.bare.text), \(ProcessorTime.text(costs.bare, of: count))", ratio: "1.00", bar: "",
            isMet: nil)
        table.add(
            "latency wire to wire at 2,000/s, p50",
            figure: "\(last.daemon.text), \(ProcessorTime.text(costs.daemon, of: count))",
            ratio: BudgetTable.fixed(median(middles), 2), bar: "≤ 1.1", isMet: median(middles) <= 1.1)
        table.add(
            "latency wire to wire at 2,000/s, p99", figure: "", ratio: BudgetTable.fixed(median(tails), 2),
            bar: "≤ 1.3", isMet: median(tails) <= 1.3)
    }

    // MARK: A long race at speed

    func soak(speed: Int) throws -> [SoakedHour] {
        let line = try BenchLine()
        try? FileManager.default.removeItem(atPath: "\(folder)/journal")
        let process = try start(.daemon, on: line)
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        try line.awaitMiddle()
        try line.command(race.start)
        guard let first = race.crossings.first?.stamp else { return [] }
        var hours: [SoakedHour] = []
        var place = 0
        while place < race.messages.count {
            let begin = first + Int64(hours.count) * 3_600_000_000
            let end = race.crossings[place...].firstIndex { $0.stamp >= begin + 3_600_000_000 } ?? race.messages.count
            let due = race.crossings[place..<end].map { Duration.microseconds(($0.stamp - begin) / Int64(speed)) }
            let latency = try line.play(race.messages[place..<end], due: due)
            hours.append(SoakedHour(latency: latency, resident: BenchDaemon.resident(of: process)))
            place = end
        }
        return hours
    }

    // MARK: A crowd

    func crowded(readers: Int, frozen: Int, rate: Int, seconds: Int) throws -> Crowded {
        let line = try BenchLine()
        try? FileManager.default.removeItem(atPath: "\(folder)/journal")
        let process = try start(
            .daemon, on: line, limits: ["subscriberStall": "3 s", "publicationQueue": "1000"])
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        try line.awaitMiddle()
        try line.command(race.start)
        let crowd = Crowd(line.publicationAddress, readers: readers, frozen: frozen)
        defer { crowd.leave() }
        try crowd.awaitAll()
        while try line.status().publication.subscribers < readers + frozen { usleep(50_000) }
        let latency = try line.pace(race.messages.prefix(rate * seconds), perSecond: rate)
        let takers = try line.status().publication
        return Crowded(
            latency: latency, missed: takers.missed, gone: takers.gone,
            resident: BenchDaemon.resident(of: process))
    }

    // MARK: One run

    /// The value, and the seconds of CPU that the process in the middle took for it.
    private func run<Value>(
        _ middle: Middle, _ body: (BenchLine) throws -> Value
    ) throws -> (value: Value, cpu: Double) {
        let line = try BenchLine()
        // Each run is a race of its own.
        try? FileManager.default.removeItem(atPath: "\(folder)/journal")
        let process = try start(middle, on: line)
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        try line.awaitMiddle()
        if middle == .daemon { try line.command(race.start) }
        let before = ProcessorTime.of(process.processIdentifier)
        let value = try body(line)
        return (value, ProcessorTime.of(process.processIdentifier) - before)
    }

    private func start(
        _ middle: Middle, on line: BenchLine, limits: [String: String] = [:]
    ) throws -> Process {
        if middle == .daemon { return try BenchDaemon.start(programs, on: line, in: folder, limits: limits) }
        let process = Process()
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.executableURL = URL(fileURLWithPath: "\(programs)/lapwing-bench")
        process.arguments = [
            "forwarder", "--feed", line.feedAddress, "--publication", line.publicationAddress, "--sizes",
            "\(folder)/sizes",
        ]
        try process.run()
        return process
    }
}

struct Latency {
    /// Microseconds.
    let middle: Double
    let tail: Double

    var text: String { "p50 \(BudgetTable.fixed(middle, 0)) µs, p99 \(BudgetTable.fixed(tail, 0)) µs" }
}
