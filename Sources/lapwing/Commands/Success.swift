import ArgumentParser
import Championship
import DaemonLine
import Rulebook
import Timing
import Wire

enum SuccessFormat: String, ExpressibleByArgument, CaseIterable {
    case text, yaml
}

/// `lapwing success`: the cars that have to stand longer in a race, because of the races before it.
struct Success: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "success",
        abstract: "Work out the success penalties of a race from the results of those before it.",
        discussion: """
            The rule is the key `success` of the series (docs/configuration.md). Results are files as `lapwing \
            results` and `lapwing classify` print them with --format json, or folders of recordings, in order of the \
            races; those of another event too. The YAML stands under the session in the event's file.
            """)

    @Option(help: ArgumentHelp("File of the event in which they are served.", valueName: "file"))
    var event: String

    @Option(help: "Id of the race in which they are served.")
    var session: String

    @Argument(help: ArgumentHelp("Results of the races before it, the last one last.", valueName: "results"))
    var results: [String]

    @Option(help: "text or yaml.")
    var format = SuccessFormat.text

    @ArgumentParser.Flag(help: "Send them to a running daemon as bulletins: 0 for every car that has none.")
    var send = false

    @Option(help: "Address of the daemon's control socket, else $LAPWING_CONTROL.")
    var control = UsualAddress.control

    @Option(help: "Who sends the bulletins.")
    var by = "timekeeper"

    @Option(help: "How long to wait for an answer, as 5s.", transform: TimeSpan.length)
    var timeout = TimeSpan(.seconds(5))

    @OptionGroup var keys: KeyOptions

    func run() throws {
        let event = try Event.load(path: event)
        let race = try race(of: event)
        guard let series = event.series(of: race.id), let rule = series.success else {
            let name = event.series(of: race.id)?.name ?? ""
            throw Failure(
                "\(self.event): \(name) has no success penalties; expected the key success in the series; "
                    + "write it there, or do without")
        }
        let races = try RaceSheet.all(results).map(\.result)
        let sheet = SuccessSheet(
            rule.penalties(after: races, servedBy: race.entries.map { Crew($0) }, length: race.rules.duration), rule,
            after: races, in: race)
        switch format {
        case .text: print(sheet.text, terminator: "")
        case .yaml: print(sheet.yaml, terminator: "")
        }
        if send { try send(sheet.times, to: race) }
    }

    private func race(of event: Event) throws -> Session {
        let races = event.sessions.filter { $0.kind == .race }
        guard let race = races.first(where: { $0.id == session }) else {
            throw Failure(
                "\(self.event): found no race \"\(session)\", expected one of "
                    + "\(races.map(\.id).joined(separator: ", ")); name it with --session")
        }
        return race
    }

    /// Each car is told its time now, also one that was told another before.
    private func send(_ times: [CarNumber: Milliseconds], to race: Session) throws {
        let ask = try Ask(control, timeout: timeout.seconds, security: try keys.security(towards: control))
        for entry in race.entries {
            let bulletin = Bulletin.addition(entry.number, times[entry.number] ?? .zero)
            let command = Command(id: nil, by: by, session: race.id, at: nil, kind: .bulletin(bulletin))
            // Sent anew soon after they are no slip of the hand.
            _ = try ask.answer(SpokenCommand.bytes(command, SpokenCommand.Manner(anyway: true)))
        }
        let mark = format == .yaml ? "# " : ""
        print("\(mark)sent to \(control): \(race.entries.count) cars, \(times.count) with a time")
    }
}
