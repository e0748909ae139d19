import ArgumentParser
import Glibc
import Linux
import Wire

/// `lapwing watch`: the live table in a terminal.
struct Watch: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Follow a session live.",
        discussion: "Fits the terminal's width, leaving out what matters least. Ends with the session, or with Ctrl-C.")

    @OptionGroup var daemon: DaemonAddress

    @Option(help: "Address of the daemon's publication; of a pair both, with a comma between them.")
    var publication = "tcp://127.0.0.1:5560"

    @Option(name: .customLong("class"), help: "Only this class.")
    var carClass: String?

    @Option(help: "Columns of the terminal; found out when not given.")
    var width: Int?

    @ArgumentParser.Flag(help: "Print the table as it is and end.")
    var once = false

    @ArgumentParser.Flag(help: "Stay when the session has ended.")
    var stay = false

    func run() throws {
        var following = try Following(publication: publication, daemon)
        let isTerminal = isatty(1) == 1
        if once {
            _ = try following.follow(milliseconds: 0)
            show(following, isTerminal: false)
            return
        }
        var hasChanged = true
        while true {
            if hasChanged {
                show(following, isTerminal: isTerminal)
                let hasEnded = following.board.race["phase"]?.text == "ended"
                if hasEnded, !stay { return }
            }
            // Four pictures a second are as many as an eye wants.
            let until = milliseconds() + 250
            hasChanged = false
            while milliseconds() < until {
                if try following.follow(milliseconds: Int(max(1, until - milliseconds()))) { hasChanged = true }
            }
        }
    }

    private func show(_ following: borrowing Following, isTerminal: Bool) {
        let size = terminalSize()
        let picture = WatchPicture(
            board: following.board, now: following.now, carClass: carClass, width: width ?? size.columns,
            height: isTerminal && !once ? max(4, size.rows - 1) : nil)
        let lines = picture.lines
        let head = isTerminal && !once ? "\u{1B}[H\u{1B}[J" : ""
        let text = head + lines.joined(separator: "\n") + "\n"
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
