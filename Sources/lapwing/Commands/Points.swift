import ArgumentParser
import Championship
import Rulebook
import Timing

/// `lapwing points`: the points of races.
struct Points: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "points",
        abstract: "Give the points of a race, or of several, class by class and cup by cup.",
        discussion: """
            The rule is the key `points` of the series (docs/configuration.md). Results are files as `lapwing results` \
            and `lapwing classify` print them with --format json, or folders of recordings, in order of the races. A \
            race is as long as the event says it is, where the event has it; else as its result says. Points for pole \
            and for intermediate classifications, and least driving times, are not in it.
            """)

    @Option(help: ArgumentHelp("File of an event of the series.", valueName: "file"))
    var event: String

    @Option(help: ArgumentHelp("Id of the series, where the event has several.", valueName: "id"))
    var series: String?

    @Argument(help: ArgumentHelp("Results of the races.", valueName: "results"))
    var results: [String]

    @Option(
        help: ArgumentHelp(
            "Numbers of cars that score nothing and take no place, as 28,07: guests, and cars not nominated.",
            valueName: "numbers"))
    var guests = ""

    func run() throws {
        let event = try Event.load(path: event)
        let series = try series(of: event)
        guard let rule = series.points else {
            throw Failure(
                "\(self.event): \(series.name) gives no points; expected the key points in the series; write it there")
        }
        let races = try RaceSheet.all(results).map { $0.result(in: event) }
        let entered = Set(races.flatMap(\.cars).map(\.crew.number))
        let guests = Set(guests.split(separator: ",").map { CarNumber(String($0.filter { !$0.isWhitespace })) })
        if let nobody = guests.first(where: { !entered.contains($0) }) {
            throw Failure("--guests: found \"\(nobody)\", expected a car of the results; write its number as they do")
        }
        print(PointsSheet(rule, of: races, guests: guests, series: series.name).text, terminator: "")
    }

    private func series(of event: Event) throws -> EventSeries {
        let ids = event.series.compactMap(\.id)
        if series == nil, event.series.count == 1, let only = event.series.first { return only }
        guard let series, let named = event.series.first(where: { $0.id == series }) else {
            throw Failure(
                "\(self.event): found \(series.map { "\"\($0)\"" } ?? "no --series"), expected "
                    + (ids.isEmpty ? "none: the event has one series" : "one of \(ids.joined(separator: ", "))")
                    + "; " + (ids.isEmpty ? "leave out --series" : "name it with --series"))
        }
        return named
    }
}

extension RaceSheet {
    /// With the length that the event's file says, which a shortened race had before.
    func result(in event: Event) -> RaceResult {
        guard circuit == event.circuit.name, let stated = event.session(session), stated.kind == .race else {
            return result
        }
        let distance = RaceResult.Distance(
            laps: result.distance.laps, run: result.distance.run, scheduled: stated.rules.duration)
        return RaceResult(result.name, distance: distance, cars: result.cars, isFinal: result.isFinal)
    }
}
