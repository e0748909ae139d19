import ArgumentParser
import Client
import DaemonLine
import Glibc
import Linux
import Rulebook
import Timing

/// `lapwing watch`: the live table in a terminal.
struct Watch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow a session live.",
        discussion: """
            Fits the terminal's width, leaving out what matters least. A table that is too long for it is turned page \
            by page, every five seconds; --page holds one. Of a meeting it goes along with the session that is shown, \
            or stays at the one of --session. Ends with the session that it stays at, or that runs alone, or with \
            Ctrl-C. With NO_COLOR in \
            the environment there are no colours.
            """)

    @OptionGroup var daemon: DaemonAddress

    @Option(
        help:
            "Address of the daemon's publication, else $LAPWING_PUBLICATION; of a pair both, with a comma between them."
    )
    var publication = UsualAddress.publication

    @Option(name: .customLong("class"), help: "Only this class.")
    var carClass: String?

    @Option(help: "Columns of the terminal; found out when not given.")
    var width: Int?

    @Option(help: "Of a table that is too long hold this page, from 1.")
    var page: Int?

    @ArgumentParser.Flag(help: "Print the table as it is and end.")
    var once = false

    @ArgumentParser.Flag(help: "Stay when the session has ended.")
    var stay = false

    func run() throws {
        var following = try Following(
            .init(
                publication: UsualAddress.each(of: publication), query: UsualAddress.each(of: daemon.query),
                publicationSecurity: try daemon.keys.security(towards: publication),
                querySecurity: try daemon.keys.security(towards: daemon.query)),
            session: daemon.session, takesStatus: true, reader: Board())
        try inWords { try following.join(seconds: patience) }
        let isTerminal = isatty(1) == 1
        try checkClass(following.reader.follower.table)
        if once {
            // The daemon says every second how it is.
            let until = milliseconds() + 1500
            while following.reader.status == nil, milliseconds() < until {
                _ = try follow(&following, milliseconds: 50)
            }
            if following.meeting != nil, following.session == nil {
                print("no session has been armed yet; lapwing timetable has what is planned")
            }
            show(following.reader, silence: nil, isTerminal: false)
            return
        }
        var hasChanged = true
        var silence: String?
        var shownPage: Int64 = 0
        while true {
            let before = silence
            silence = HealthText.silence(following.silentFor)
            // Where pictures follow each other down a page, its beginning and its end are enough.
            let turned = milliseconds() / 5000
            defer { shownPage = turned }
            if hasChanged || isTerminal && turned != shownPage
                || (isTerminal ? silence != before : (silence == nil) != (before == nil))
            {
                show(following.reader, silence: silence, isTerminal: isTerminal)
                let hasEnded = following.reader.follower.table.map { $0.race.phase == .ended } ?? false
                // Of a meeting another session follows.
                let isLast = daemon.session != nil || following.meeting == nil
                if hasEnded, isLast, !stay { return }
            }
            // Four pictures a second are as many as an eye wants.
            let until = milliseconds() + 250
            hasChanged = false
            while milliseconds() < until {
                if try follow(&following, milliseconds: Int(max(1, until - milliseconds()))) { hasChanged = true }
            }
        }
    }

    func validate() throws {
        if let page, page < 1 { throw ValidationError("--page \(page): pages are counted from 1") }
    }

    private func checkClass(_ table: RaceTable?) throws {
        guard let carClass, let table else { return }
        let known = Set(table.entries.map(\.carClass)).sorted()
        if known.contains(carClass) { return }
        let meant = nearest(to: carClass, of: known).map { "; did you mean \($0)?" } ?? ""
        throw Failure("no car is entered in \"\(carClass)\"; expected \(known.joined(separator: ", "))\(meant)")
    }

    /// Long enough for a standby to find that the other is gone.
    private var patience: Int {
        UsualAddress.each(of: daemon.query).count > 1 ? max(daemon.timeout.seconds, 20) : daemon.timeout.seconds
    }

    /// Follows, and ends when a question has been open for too long.
    private func follow(_ following: inout Following<Board>, milliseconds: Int) throws -> Bool {
        try inWords {
            let hasChanged = try following.follow(milliseconds: milliseconds)
            if let since = following.openSince, ContinuousClock.now - since > .seconds(patience) {
                throw following.unanswered(seconds: patience)
            }
            return hasChanged
        }
    }

    private func inWords<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let failure as AskFailure {
            throw Failure(Ask.words(failure))
        } catch let refused as Refused {
            throw Failure(Ask.words(refused))
        }
    }

    private func show(_ board: Board, silence: String?, isTerminal: Bool) {
        guard let table = board.follower.table else { return }
        let size = terminalSize()
        let picture = WatchPicture(
            table: table, told: board.alerts?.latest ?? [],
            health: silence.map { [$0] } ?? board.health, transponders: board.transponders, places: board.places,
            now: board.follower.now, carClass: carClass,
            width: width ?? size.columns, height: isTerminal && !once ? max(4, size.rows - 1) : nil,
            page: page.map { $0 - 1 } ?? Int(milliseconds() / 5000),
            isPainted: isTerminal && !once && getenv("NO_COLOR") == nil)
        let lines = picture.lines
        let head = isTerminal && !once ? "\u{1B}[H\u{1B}[J" : ""
        let text = head + lines.sheet
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private func terminalSize() -> (columns: Int, rows: Int) {
        var size = winsize()
        if ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
            return (Int(size.ws_col), Int(size.ws_row))
        }
        return (120, 60)
    }

    private func milliseconds() -> Int64 { MachineClock.monotonic }
}
