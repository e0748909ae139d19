import ArgumentParser
import Client
import Wire

/// `lapwing check-in`: the transponders before a session.
struct CheckIn: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-in",
        abstract: "Before a session: which transponders were seen, which were not, which are no car's.",
        discussion: """
            It holds what the loops have seen against the entry list, and names what is likely a mistake: a number \
            with a wrong digit, one transponder in two entries. It ends with exit code 1 when something is to be done.
            """)

    @OptionGroup var daemon: DaemonAddress

    func run() throws {
        let ask = try daemon.ask()
        let status = try PublishedStatus(JSON(ask.answer(.status, of: daemon.session)))
        guard let sighted = status.transponders else {
            throw Failure("session \(status.session) has started; expected one before its start; see lapwing status")
        }
        let snapshot = try PublishedSnapshot(JSON(ask.answer(.snapshot, of: daemon.session)))
        let sheet = CheckInSheet(
            session: status.session, sighted: sighted, entries: snapshot.entries, now: status.now,
            offset: snapshot.race.utcOffset)
        for line in sheet.lines { print(line.printable) }
        if sheet.hasTrouble { throw ExitCode(1) }
    }
}
