import ArgumentParser
import Client
import Recording
import Rulebook
import Timing
import Wire

enum GridFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, yaml
}

/// `lapwing grid`: the grid of a race out of the results of the sessions before it.
struct Grid: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grid",
        abstract: "Make the grid of a race from the results of earlier sessions.",
        discussion: """
            The race's rule is the key `grid` of the event (docs/configuration.md, "Grid"). Grid penalties in any of \
            the results count. The YAML is a starting order for the key `startingOrder`.
            """)

    @Argument(help: "File of the event.")
    var event: String

    @Argument(help: "Id of the race.")
    var session: String

    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp(
            "Results as `lapwing results` or `lapwing classify` print them with --format json. The file says of which "
                + "session; SESSION=FILE says otherwise.", valueName: "file"))
    var results: [String]

    @Option(help: "text, json or yaml.")
    var format = GridFormat.text

    func run() throws {
        let event = try Event.load(path: event)
        guard let race = event.sessions.first(where: { $0.id == session }) else {
            let known = event.sessions.map(\.id).joined(separator: ", ")
            throw Failure("\(self.event): no session \"\(session)\"; there are \(known)")
        }
        guard let rule = event.grids[session] else {
            throw Failure("\(self.event): session \(session) has no key grid, which says how its grid is made")
        }
        let entries = event.series(of: session)?.entries.map(\.number) ?? []
        var sheets: [String: SessionSheet] = [:]
        for text in results {
            let sheet = try SessionSheet(text, event)
            guard sheets.updateValue(sheet, forKey: sheet.session) == nil else {
                throw Failure("\(text): a second file with results of \(sheet.session)")
            }
        }
        if let missing = rule.sessions.first(where: { sheets[$0] == nil }) {
            throw Failure("no results of \(missing), of which the grid is made: give its file with --results")
        }
        let penalties = event.sessions.compactMap { sheets[$0.id] }.flatMap(\.penalties).enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element.penalty)
        let grid = StartingGrid(
            rule, entries: entries, results: sheets.mapValues(\.result), penalties: penalties)
        let sheet = GridSheet(grid, rule, of: race)
        switch format {
        case .text: print(sheet.text, terminator: "")
        case .json: printJSON(sheet.json)
        case .yaml: print(StartingOrder.yaml(grid.places.map(\.car), of: session), terminator: "")
        }
    }
}

/// The results of a session (docs/protocol.md, section 4.6), as far as a grid needs them.
private struct SessionSheet {
    let session: String
    let result: SessionResult
    /// With the instants of the decisions, UTC.
    let penalties: [(at: Instant, penalty: GridPenalty)]

    /// `text` is a file, or `session=file`.
    init(_ text: String, _ event: Event) throws {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let isNamed = parts.count == 2 && event.sessions.contains { $0.id == parts[0] }
        let file = isNamed ? parts[1] : text
        let results = try Self.results(file)
        session = isNamed ? parts[0] : results.session
        guard event.sessions.contains(where: { [session] in $0.id == session }) else {
            throw Failure("\(file): results of \"\(session)\", which the event does not have; say SESSION=\(file)")
        }
        let entered = Set(event.series(of: session)?.entries.map(\.number) ?? [])
        var seen = Set<CarNumber>()
        result = SessionResult(
            try results.classification.map(\.row).map { row in
                let car = row.car
                guard entered.contains(car) else { throw Failure("\(file): car \"\(car)\" is not in the entry list") }
                guard seen.insert(car).inserted else { throw Failure("\(file): car \"\(car)\" twice") }
                // A car disqualified from a session has no time in it.
                let best = row.status == .disqualified ? nil : row.bestLap
                return SessionResult.Car(car, position: row.position, best: best)
            })
        penalties = results.findings.penalties.compactMap { penalty in
            guard penalty.kind == .grid, let places = penalty.value else { return nil }
            let decision = GridPenalty(penalty.car, places: Int(clamping: places), reason: penalty.reason)
            return (penalty.at, decision)
        }
    }

    private static func results(_ file: String) throws -> PublishedResults {
        let json: JSON
        do {
            json = try JSON(try TextFile.read(file))
        } catch let refusal as Refusal {
            throw Failure("\(file): \(refusal)")
        }
        do {
            return try PublishedResults(file: json)
        } catch let refusal where refusal.field == "type" || refusal.field == "classification" {
            throw Failure("\(file): no results; write them with lapwing results or classify, --format json")
        } catch {
            throw Failure("\(file): \(error)")
        }
    }
}
