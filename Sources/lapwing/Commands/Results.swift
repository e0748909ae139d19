import ArgumentParser
import Client
import Wire

enum TableFormat: String, ExpressibleByArgument, CaseIterable {
    case text, csv, json
}

/// `lapwing results`: the classification of a running daemon.
struct Results: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a running daemon for the classification.",
        discussion: "JSON is one object with `race` and `classification` (docs/protocol.md, section 4.6).")

    @OptionGroup var daemon: DaemonAddress

    @Option(help: "text, csv or json.")
    var format = TableFormat.text

    @Option(help: "Compare with a truth file; exit 1 when the classification differs.")
    var expect: String?

    @Option(help: ArgumentHelp("As at this time of the race clock, for example 6h.", valueName: "time"))
    var intermediate: TimeSpan?

    func run() throws {
        let ask = try daemon.ask()
        let query = intermediate.map { Query.intermediate($0.time) } ?? .results
        let answer = try ask.results(query)
        Self.show(answer.read, answer.bytes, format)
        if let expect { try Expectation(file: expect).check(answer.bytes) }
    }

    /// Prints results in the format asked for; `bytes` are the message that says them.
    static func show(_ results: PublishedResults, _ bytes: [UInt8], _ format: TableFormat) {
        switch format {
        case .json: print(String(decoding: bytes, as: UTF8.self))
        case .csv: print(ResultSheet(results).csv, terminator: "")
        case .text: print(ResultSheet(results).text, terminator: "")
        }
    }
}
