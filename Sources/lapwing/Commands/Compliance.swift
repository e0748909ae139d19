import ArgumentParser
import Client
import Timing

/// `lapwing compliance`: what the cars owe, and how far they are with it.
struct Compliance: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Ask a running daemon what each car owes: stops, stints, driving times; and what was not complied with.",
        discussion: "JSON is one object with `verdicts`, `infringements` and `net` (docs/protocol.md, section 4.9).")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @OptionGroup var daemon: DaemonAddress

    @Option(help: "text or json.")
    var format = Format.text

    @Option(help: "Only this car.")
    var car: String?

    func run() throws {
        let answer = try daemon.ask().results()
        let number = car.map { CarNumber($0) }
        if let number, !answer.read.classification.contains(where: { $0.row.car == number }) {
            throw Failure("no entry has number \"\(number)\"")
        }
        switch format {
        case .text: for line in ComplianceSheet(answer.read, car: number).everything { print(line) }
        case .json: print(String(decoding: try ComplianceExtract(of: answer.bytes, car: number).bytes, as: UTF8.self))
        }
    }
}
