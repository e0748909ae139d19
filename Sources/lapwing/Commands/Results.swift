import ArgumentParser
import Client
import Wire

enum TableFormat: String, ExpressibleByArgument, CaseIterable {
    case text, csv, json
}

/// `lapwing results`: the classification of a running daemon.
struct Results: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results",
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

    @ArgumentParser.Flag(
        help: "Of a meeting: the session with all its parts, added up or in place of each other as the event says.")
    var whole = false

    func validate() throws {
        if whole, intermediate != nil || expect != nil {
            throw ValidationError("--whole stands alone: leave out --intermediate and --expect")
        }
    }

    func run() throws {
        if whole { return try showWhole() }
        let ask = try daemon.ask()
        let query = intermediate.map { Query.intermediate($0.time) } ?? .results
        let answer = try ask.answer(query, of: daemon.session)
        try Self.show(answer, format)
        if let expect { try Expectation(file: expect).check(answer) }
    }

    private func showWhole() throws {
        let answer = try daemon.ask().answer(MeetingQuestion.result(of: daemon.session).bytes)
        switch format {
        case .json: printJSON(answer)
        case .csv: print(WholeResultSheet(try PublishedWholeResult(JSON(answer))).csv, terminator: "")
        case .text: print(WholeResultSheet(try PublishedWholeResult(JSON(answer))).text, terminator: "")
        }
    }

    /// Prints results in the format asked for.
    static func show(_ results: [UInt8], _ format: TableFormat) throws {
        switch format {
        case .json: printJSON(results)
        case .csv: print(ResultSheet(try PublishedResults(JSON(results))).csv, terminator: "")
        case .text: print(ResultSheet(try PublishedResults(JSON(results))).text, terminator: "")
        }
    }
}
