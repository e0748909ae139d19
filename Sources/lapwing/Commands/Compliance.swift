import ArgumentParser
import Client
import Timing
import Wire

/// `lapwing compliance`: the obligations of the cars, and their verdicts.
struct Compliance: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compliance",
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
        let answer = try daemon.ask().answer(.results, of: daemon.session)
        let results = try PublishedResults(JSON(answer))
        let number = car.map { CarNumber($0) }
        if let number, !results.classification.contains(where: { $0.row.car == number }) {
            throw Failure("no entry has number \"\(number)\"")
        }
        switch format {
        case .text: for line in ComplianceSheet(results, car: number).everything { print(line) }
        case .json: printJSON(try ComplianceExtract(of: answer, car: number).bytes)
        }
    }
}
