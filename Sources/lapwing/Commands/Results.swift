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

    @Option(
        help: ArgumentHelp("As at this time of the race clock, for example 6h.", valueName: "time"),
        transform: TimeSpan.length)
    var intermediate: TimeSpan?

    func run() throws {
        let ask = try daemon.ask()
        let query = intermediate.map { Query.intermediate($0.time) } ?? .results
        let answer = try ask.answer(query, of: daemon.session)
        try Self.show(answer, format)
        if let expect { try Expectation(file: expect).check(answer) }
    }

    /// Prints results in the format asked for.
    static func show(_ results: [UInt8], _ format: TableFormat) throws {
        switch format {
        case .json: printAsIs(String(decoding: results, as: UTF8.self))
        case .csv: print(ResultSheet(try PublishedResults(JSON(results))).csv, terminator: "")
        case .text: print(ResultSheet(try PublishedResults(JSON(results))).text, terminator: "")
        }
    }
}
