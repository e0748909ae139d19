import ArgumentParser
import Client
import Meeting
import Rulebook
import Timing
import Wire

/// `lapwing check-in`: the transponders before a session.
struct CheckIn: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-in",
        abstract: "Before a session: which transponders were seen, which were not, which are no car's.",
        discussion: """
            It holds what the loops have seen against the entry list, and names what is likely a mistake: a number \
            with a wrong digit, one transponder in two entries, one that was a car's in an earlier session of the \
            meeting or in another event (--previous), two cars that have changed theirs. It ends with exit code 1 when \
            something is to be done.
            """)

    @OptionGroup var daemon: DaemonAddress

    @Option(
        help: ArgumentHelp(
            "The file of another event, last year's for example: whose a strange transponder was then.",
            valueName: "event.yaml"))
    var previous: [String] = []

    func run() throws {
        let ask = try daemon.ask()
        let status = try PublishedStatus(JSON(ask.answer(.status, of: daemon.session)))
        guard let sighted = status.transponders else {
            throw Failure("session \(status.session) has started; expected one before its start; see lapwing status")
        }
        let snapshot = try PublishedSnapshot(JSON(ask.answer(.snapshot, of: status.session)))
        let sheet = CheckInSheet(
            session: status.session, sighted: sighted, entries: try entries(of: status.session, ask), now: status.now,
            offset: snapshot.race.utcOffset,
            others: try otherSessions(than: status.session, ask) + previous.map(Self.list))
        for line in sheet.lines + Self.boxes(status) { print(line.printable) }
        if sheet.hasTrouble { throw ExitCode(1) }
    }

    /// Of each box that says how it stands with it. No trouble of the check-in: the log warns where one is not well.
    private static func boxes(_ status: PublishedStatus) -> [String] {
        let told = status.feeds.flatMap { feed in
            feed.decoders.compactMap { decoder in
                decoder.box.map { "  feed \(feed.name), decoder \(decoder.decoder): \(BoxHealthText.words($0))" }
            }
        }
        return told.isEmpty ? [] : ["", "boxes, by their own word:"] + told
    }

    private func entries(of session: String, _ ask: borrowing Ask) throws -> [Entry] {
        try EntryListAnswer.read(JSON(ask.answer(.entries, of: session))).filter { !$0.isWithdrawn }.map(\.entry)
    }

    /// The lists of the last sessions of the series that have been armed, the latest first. A daemon that runs one
    /// session alone has no others.
    private func otherSessions(than session: String, _ ask: borrowing Ask) throws -> [OtherEntryList] {
        let meeting: PublishedMeeting
        do {
            meeting = try PublishedMeeting(JSON(ask.answer(MeetingQuestion.meeting.bytes)))
        } catch {
            return []
        }
        let series = meeting[session]?.series
        let past = meeting.sessions.filter { $0.series == series && $0.id != session && $0.armed != nil }
        var lists: [OtherEntryList] = []
        for other in past.suffix(Self.lookedAt).reversed() {
            lists.append(OtherEntryList(other.id, try entries(of: other.id, ask)))
        }
        return lists
    }

    /// Each session that is asked for opens its lane.
    private static let lookedAt = 3

    private static func list(_ file: String) throws -> OtherEntryList {
        do {
            return OtherEntryList(file, try Event.load(path: file).entries)
        } catch {
            throw Failure("\(error)")
        }
    }
}
