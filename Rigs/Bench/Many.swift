import ArgumentParser
import Foundation
import ZeroMQ

/// Slow and many: a thousand subscribers, some frozen. The others see no delay; frozen ones are cut off and counted.
struct Many: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure what a crowd of subscribers, some of them frozen, costs the others.")

    @Option(help: "Subscribers that read.")
    var readers = 1000

    @Option(help: "Subscribers that are connected and read nothing.")
    var frozen = 20

    @Option(help: "Crossings a second.")
    var rate = 200

    @Option(help: "Seconds of each measurement.")
    var seconds = 10

    @Option(help: "Folder of lapwingd; that of this program when not given.")
    var bin: String?

    func run() throws {
        Context.takeAllDescriptors()
        let race = BenchRace(cars: 60, hours: 1)
        let line = try Pipeline(race, programs: Programs.folder(bin))
        var table = BudgetTable()
        let alone = try line.crowded(readers: 0, frozen: 0, rate: rate, seconds: seconds)
        table.add("one subscriber", figure: alone.latency.text, ratio: "1.00", bar: "", isMet: nil)
        let many = try line.crowded(readers: readers, frozen: 0, rate: rate, seconds: seconds)
        table.add(
            "and \(readers) more", figure: many.latency.text,
            ratio: BudgetTable.fixed(many.latency.middle / alone.latency.middle, 2), bar: "",
            isMet: nil)
        let stuck = try line.crowded(readers: readers, frozen: frozen, rate: rate, seconds: seconds)
        let ratio = stuck.latency.tail / many.latency.tail
        table.add(
            "of whom \(frozen) more are frozen: p99 against none frozen", figure: stuck.latency.text,
            ratio: BudgetTable.fixed(ratio, 2), bar: "≤ 1.5", isMet: ratio <= 1.5)
        table.add(
            "frozen subscribers cut off, messages kept from them",
            figure: "\(stuck.gone) of \(frozen), \(stuck.missed)",
            ratio: nil, bar: "all", isMet: stuck.gone >= frozen)
        table.add(
            "memory with them", figure: "\(stuck.resident / 1024) MB resident", ratio: nil, bar: "", isMet: nil)
        print(table.text)
    }
}

/// Latency of one subscriber in a crowd, and the daemon's count of the crowd afterwards.
struct Crowded {
    let latency: Latency
    let missed: Int
    let gone: Int
    /// In KiB.
    let resident: Int
}

enum Programs {
    /// Where the programs are: beside this one unless told.
    static func folder(_ told: String?) -> String {
        let own = CommandLine.arguments[0]
        let folder = told ?? String(own.split(separator: "/").dropLast().joined(separator: "/"))
        return (own.hasPrefix("/") && told == nil ? "/" : "") + folder
    }
}
