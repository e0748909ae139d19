import ArgumentParser
import Client
import DaemonLine
import Timing
import Wire

/// `lapwing proposal`: what follows from the results for the races ahead.
struct ProposalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proposal",
        abstract: "Show what follows from published results for the races ahead, and take it over.",
        discussion: """
            A grid follows from the qualifying that the event's key grid names, success penalties from the races \
            before, starters from the session that startersFrom names (docs/configuration.md). Nothing holds until it \
            is taken over; taken over it is an act of the race, and lapwing control withdraw takes it back. Where a \
            result is amended afterwards, what differs from what was taken over is shown.
            """,
        subcommands: [Show.self, Take.self], defaultSubcommand: Show.self)

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show what follows, from which results, and how it differs from what was taken over.",
            discussion: "JSON is the `proposals` message (docs/protocol.md, section 4.13).")
        @OptionGroup var daemon: DaemonAddress
        @ArgumentParser.Flag(help: "The message itself.") var json = false

        func run() throws {
            let answer = try daemon.ask().answer(MeetingQuestion.proposals(of: daemon.session).bytes)
            if json { return printJSON(answer) }
            let told = try PublishedProposals(JSON(answer))
            print(ProposalSheet(told.proposals).text, terminator: "")
        }
    }

    struct Take: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "take",
            abstract: "Take over what is proposed for a race: its grid, its success penalties or its starters.",
            discussion: "lapwing proposal take grid race2")
        @OptionGroup var options: Control.Options
        @Argument(help: "grid, success or starters.", transform: Choice.word) var subject: ProposalSubject
        @Argument(help: "Id of the race.") var race: String?
        @Option(help: "Address of the daemon's query socket, else $LAPWING_QUERY.") var query = UsualAddress.query

        func validate() throws {
            if let race, let session = options.session, race != session {
                throw ValidationError("\(race) and --session \(session): name one race")
            }
            if race == nil, options.session == nil {
                throw ValidationError("say for which race: proposal take grid race2")
            }
        }

        func run() throws {
            let race = race ?? options.session ?? ""
            let ask = try Ask(
                query, timeout: options.timeout.seconds, security: try options.keys.security(towards: query))
            let told = try PublishedProposals(JSON(ask.answer(MeetingQuestion.proposals(of: race).bytes)))
            guard let proposal = told.proposals.first(where: { $0.note.subject == subject }) else {
                throw Failure(
                    "no \(subject.rawValue) is proposed for \(race); expected one of a race ahead whose sources are "
                        + "published; look at lapwing proposal and lapwing timetable"
                )
            }
            let command = Command(
                id: options.id, by: options.by, session: race, at: nil, kind: .bulletin(.startList(proposal.startList)),
                replaces: proposal.taken?.act)
            try options.send(SpokenCommand.bytes(command, at: options.at, options.manner()))
        }
    }
}
