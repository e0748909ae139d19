import ArgumentParser
import Client
import Timing
import Wire

/// `lapwing timetable`: the sessions of the meeting.
struct TimetableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timetable",
        abstract: "Ask a running daemon for the sessions of the meeting: states, times, what is late.",
        discussion: """
            The session marked with > is the one that boards follow. JSON is the `meeting` message (docs/protocol.md, \
            section 4.11). A daemon that runs one session alone has no timetable.
            """)

    @OptionGroup var daemon: DaemonAddress

    @ArgumentParser.Flag(help: "The message itself.")
    var json = false

    func run() throws {
        let answer = try daemon.ask().answer(MeetingQuestion.meeting.bytes)
        if json { return printJSON(answer) }
        for line in TimetableSheet(try PublishedMeeting(JSON(answer))).lines { print(line.printable) }
    }
}
