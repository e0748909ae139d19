import ArgumentParser
import Foundation

/// A long race at speed, from the first lap to the last: is the daemon at the end as it was at the start?
struct Soak: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a long race at speed and compare memory and latency hour by hour.")

    @Option(help: "Hours of the 60-car race.")
    var hours = 24

    @Option(help: "Times real speed; 60 is 24 hours in 24 minutes.")
    var speed = 240

    @Option(help: "Folder of lapwingd; that of this program when not given.")
    var bin: String?

    func run() throws {
        print("generating the race …")
        let race = BenchRace(cars: 60, hours: hours)
        let line = try Pipeline(race, programs: Programs.folder(bin))
        print(
            "\(race.crossings.count) crossings in \(hours) h at \(speed) times real speed: \(hours * 60 / speed) minutes"
        )
        let hourly = try line.soak(speed: speed)
        var table = BudgetTable()
        for (place, hour) in hourly.enumerated() {
            table.add(
                "hour \(place + 1)", figure: hour.latency.text, ratio: nil, bar: "\(hour.resident / 1024) MB resident",
                isMet: nil)
        }
        guard let first = hourly.dropFirst().first, let last = hourly.last, hourly.count > 2 else {
            return print(table.text)
        }
        let tail = last.latency.tail / first.latency.tail
        table.add(
            "latency p99, last hour against the second", figure: "", ratio: BudgetTable.fixed(tail, 2), bar: "≤ 1.5",
            isMet: tail <= 1.5)
        let middle = last.latency.middle / first.latency.middle
        table.add(
            "latency p50, last hour against the second", figure: "", ratio: BudgetTable.fixed(middle, 2), bar: "≤ 1.5",
            isMet: middle <= 1.5)
        table.add(
            "memory at the end", figure: "\(last.resident / 1024) MB resident", ratio: nil, bar: "< 64 MB",
            isMet: last.resident < 64 * 1024)
        print(table.text)
        if middle > 1.5 || tail > 1.5 || last.resident >= 64 * 1024 { throw ExitCode.failure }
    }
}

/// One hour of a soak.
struct SoakedHour {
    let latency: Latency
    /// KiB at its end.
    let resident: Int
}
