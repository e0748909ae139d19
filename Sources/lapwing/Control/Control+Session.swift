import ArgumentParser
import Client
import Meeting
import Rulebook
import Timing
import Wire

extension Control {
    struct SessionCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "session",
            abstract: "Arm, start and end a session, publish its result, shift the timetable, run a session again.",
            discussion: """
                A start signal that was given at the wrong instant is put right by its instant: session start --clock \
                0:00:02, or --at 14:00:02.5. Laps, stops and flags are then those since that instant.

                Without the id of a session the one is meant that can be: start the armed one, end the running one, \
                provisional the finished one, final the provisional one, arm and shift the next of the timetable. \
                The answer says which one was taken. arm, disarm, provisional, abandon, shift, show and add are of a \
                meeting: a daemon that runs one session alone refuses them.
                """)
        @OptionGroup var options: Options
        @Argument(
            help:
                "formation, start, end, final, duration, arm, disarm, provisional, abandon, shift, show or add.",
            transform: Choice.word)
        var action: Action
        @Argument(help: "Id of the session; with duration how long it lasts by its clock, for example 45min.")
        var subject: String?

        @ArgumentParser.Flag(help: "With start: begin anew, without the laps so far.") var again = false
        @Option(help: "With abandon: why.") var reason: String?
        @Option(name: .customLong("by-time"), help: "With shift: so much later, or earlier with a minus: 15min.")
        var length: String?
        @Option(help: "With add: the session that the new one is run again of.") var of: String?
        @Option(help: "With add: replace (it takes the place of the other) or aggregate (it is a further part).")
        var mode = "replace"
        @Option(help: "With add: its name.") var name: String?
        @Option(
            help: "With add: its planned start, date and time with the zone, as 2018-05-19T14:30Z.",
            transform: InstantText.init(written:))
        var planned: InstantText?

        enum Action: String, CaseIterable {
            case formation, start, end, final, duration, arm, disarm, provisional, abandon, shift, show, add
        }

        func validate() throws {
            if again, action != .start { throw ValidationError("--again belongs to session start") }
            if action == .duration, subject == nil { throw ValidationError("say how long: session duration 45min") }
            if action == .abandon, reason == nil { throw ValidationError("say why: --reason \"fog\"") }
            if action == .shift, length == nil { throw ValidationError("say by how much: --by-time 15min") }
            if action == .add, subject == nil || of == nil {
                throw ValidationError("say which: session add race1-part2 --of race1 --mode aggregate")
            }
            if action != .duration, action != .add, let subject, Milliseconds(duration: subject) != nil {
                throw ValidationError("\(action.rawValue) takes no length of time")
            }
            if action != .duration, let subject, let session = options.session, subject != session {
                throw ValidationError("\(subject) and --session \(session): name one session")
            }
            if let planned, planned.said.official == nil {
                throw ValidationError("--planned needs date, time and zone, as 2018-05-19T14:30Z")
            }
        }

        func run() throws {
            switch action {
            case .formation: try core(.formation)
            case .start: try core(.start, again: again)
            case .end: try core(.end)
            case .final: try core(.final)
            case .duration:
                if let subject { try options.send(.duration(try TimeSpan.length(subject).time)) }
            case .arm: try meeting(.arm)
            case .disarm: try meeting(.disarm)
            case .provisional: try meeting(.provisional)
            case .abandon: try meeting(.abandon(reason: reason ?? ""))
            case .shift: try meeting(.shift(try TimeSpan(written: length ?? "").time))
            case .show: try meeting(.show)
            case .add: try add()
            }
        }

        private var session: String? { subject ?? options.session }

        private func core(_ kind: Act.Kind, again: Bool = false) throws {
            let command = Command(id: options.id, by: options.by, session: session, at: nil, kind: kind)
            try options.send(SpokenCommand.bytes(command, at: options.at, options.manner(again: again)))
        }

        private func meeting(_ action: MeetingCommand.Action, of session: String? = nil) throws {
            try options.send(
                MeetingCommand(
                    id: options.id, by: options.by, session: session ?? self.session, at: options.at,
                    isDryRun: options.dryRun, action: action
                ).bytes)
        }

        private func add() throws {
            let mode: PlannedSession.Origin.Mode = try Choice.word(mode)
            let added = AddedSession(
                id: subject ?? "", origin: .init(session: of ?? "", mode: mode), name: name,
                start: planned?.said.official)
            try options.send(
                MeetingCommand(
                    id: options.id, by: options.by, at: options.at, isDryRun: options.dryRun, action: .add(added)
                ).bytes)
        }
    }
}
