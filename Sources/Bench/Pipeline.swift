import ArgumentParser
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
    private var resident = 0

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
        for _ in 0..<rounds {
            let bare = try run(.forwarder) { try $0.push(all: self.race.messages) }
            let daemon = try run(.daemon) { try $0.push(all: self.race.messages) }
            rates[.forwarder, default: []].append(bare)
            rates[.daemon, default: []].append(daemon)
            ratios.append(daemon / bare)
        }
        table.add(
            "the bare forwarder, through-put",
            figure: "\(BudgetTable.grouped(median(rates[.forwarder] ?? []))) messages/s", ratio: "1.00", bar: "",
            isMet: nil)
        let ratio = median(ratios)
        table.add(
            "through-put, one crossing in, one delta out",
            figure: "\(BudgetTable.grouped(median(rates[.daemon] ?? []))) crossings/s",
            ratio: BudgetTable.fixed(ratio, 2), bar: "≥ 0.5", isMet: ratio >= 0.5)
    }

    // MARK: Memory

    /// At the end of the race, brought at a pace that leaves nothing waiting.
    func measureMemory(into table: inout BudgetTable) throws {
        _ = try run(.daemon) { try $0.pace(self.race.messages[...], perSecond: 50_000) }
        table.add(
            "memory after \(race.crossings.count) crossings of \(race.session.entries.count) cars",
            figure: "\(resident / 1024) MB resident", ratio: nil, bar: "< 128 MB", isMet: resident < 128 * 1024)
    }

    // MARK: Latency

    func measureLatency(rounds: Int, into table: inout BudgetTable) throws {
        let count = min(race.messages.count, 10_000)
        var middles: [Double] = []
        var tails: [Double] = []
        var last: (bare: Latency, daemon: Latency)?
        for _ in 0..<rounds {
            let bare = try run(.forwarder) { try $0.pace(self.race.messages.prefix(count), perSecond: 2000) }
            let daemon = try run(.daemon) { try $0.pace(self.race.messages.prefix(count), perSecond: 2000) }
            middles.append(daemon.middle / bare.middle)
            tails.append(daemon.tail / bare.tail)
            last = (bare, daemon)
        }
        guard let last else { return }
        func micro(_ latency: Latency) -> String {
            "p50 \(BudgetTable.fixed(latency.middle, 0)) µs, p99 \(BudgetTable.fixed(latency.tail, 0)) µs"
        }
        table.add(
            "the bare forwarder, latency at 2,000/s (last round)", figure: micro(last.bare), ratio: "1.00", bar: "",
            isMet: nil)
        table.add(
            "latency wire to wire at 2,000/s, p50", figure: micro(last.daemon),
            ratio: BudgetTable.fixed(median(middles), 2), bar: "≤ 1.5", isMet: median(middles) <= 1.5)
        table.add(
            "latency wire to wire at 2,000/s, p99", figure: "", ratio: BudgetTable.fixed(median(tails), 2),
            bar: "≤ 2", isMet: median(tails) <= 2)
    }

    // MARK: One run

    private func run<Value>(_ middle: Middle, _ body: (BenchLine) throws -> Value) throws -> Value {
        let line = try BenchLine()
        let process = Process()
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        switch middle {
        case .forwarder:
            process.executableURL = URL(fileURLWithPath: "\(programs)/lapwing-bench")
            process.arguments = [
                "forwarder", "--feed", line.feedAddress, "--publication", line.publicationAddress, "--sizes",
                "\(folder)/sizes",
            ]
        case .daemon:
            let configuration = """
                event: event.yaml
                feeds:
                  - name: bench
                    connect: \(line.feedAddress)
                publication: \(line.publicationAddress)
                query: \(line.queryAddress)
                control: \(line.controlAddress)
                limits:
                  feedQueue: 1000000
                  publicationQueue: 1000000
                """
            try TextFile.write(Array(configuration.utf8), to: "\(folder)/lapwing.yaml")
            process.executableURL = URL(fileURLWithPath: "\(programs)/lapwingd")
            process.arguments = ["--config", "\(folder)/lapwing.yaml"]
        }
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        try line.awaitMiddle()
        if middle == .daemon { try line.command(race.start) }
        let value = try body(line)
        if middle == .daemon { noteResident(of: process.processIdentifier) }
        return value
    }

    private func noteResident(of process: Int32) {
        guard let status = try? TextFile.text("/proc/\(process)/status"),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let size = line.split(separator: " ").compactMap({ Int($0) }).first
        else { return }
        resident = size
    }
}

struct Latency {
    /// Microseconds.
    let middle: Double
    let tail: Double
}
