import ArgumentParser
import Client
import DaemonLine
import Meeting
import Timing
import Wire

/// An entry for the rest of the meeting: one command, and an act in each session that it is for.
struct WholeMeeting: ParsableArguments {
    @ArgumentParser.Flag(
        name: .customLong("meeting"),
        help: "In every session of the series that is not over: the one that is meant, and those to come.")
    var isMeant = false

    @Option(help: "Address of the daemon's query socket, else $LAPWING_QUERY.") var query = UsualAddress.query

    /// Does it for the session that is meant or, where it is for the meeting, for each that is not over. A session that
    /// refuses keeps none of the others from it.
    /// - Throws: what the first that refused said, after all have been asked.
    func forEach(_ options: Control.Options, _ take: (Control.Options) throws -> Void) throws {
        guard isMeant else { return try take(options) }
        let sessions = try sessions(options)
        var refused: [String] = []
        for session in sessions {
            var options = options
            options.session = session
            options.id = options.id.map { "\($0)-\(session)" }
            do {
                try take(options)
            } catch {
                print("\(session): \("\(error)".printable)")
                refused.append(session)
            }
        }
        if !refused.isEmpty { throw Failure("not taken in \(refused.joined(separator: ", ")): see above") }
    }

    /// The sessions of one series that are not over.
    private func sessions(_ options: Control.Options) throws -> [String] {
        let ask = try Ask(query, timeout: options.timeout.seconds, security: try options.keys.security(towards: query))
        guard case .meeting(let meeting) = try Answer(ask.answer(MeetingQuestion.meeting.bytes)) else {
            throw Failure("\(query) did not answer with its meeting; look at the address: is it the query socket?")
        }
        let series = try series(of: options.session, in: meeting)
        let left = meeting.sessions.filter { session in
            session.series == series && (session.state.known.map { $0.isAhead || $0.isOpen } ?? false)
        }
        guard !left.isEmpty else { throw Failure("no session of \(series) is still to be timed") }
        return left.map(\.id)
    }

    private func series(of session: String?, in meeting: PublishedMeeting) throws -> String {
        if let session {
            guard let named = meeting.sessions.first(where: { $0.id == session }) else {
                throw Failure(
                    "the meeting has no session \(session); it has \(meeting.sessions.map(\.id).joined(separator: ", "))"
                )
            }
            return named.series
        }
        let all = Set(meeting.sessions.map(\.series)).sorted()
        guard let only = all.first, all.count == 1 else {
            throw Failure(
                "the meeting has several series, \(all.joined(separator: ", ")): name a session of the one, --session")
        }
        return only
    }
}
