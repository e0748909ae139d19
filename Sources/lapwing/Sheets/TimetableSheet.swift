import Client
import Meeting
import Timing
import Wire

/// The sessions of a meeting as a table.
struct TimetableSheet {
    let meeting: PublishedMeeting

    init(_ meeting: PublishedMeeting) { self.meeting = meeting }

    var lines: [String] {
        let columns: [TextTable.Column] = [
            .left(""), .left("ID"), .left("SESSION"), .left("STATE"), .right("PLANNED"), .right("START"),
            .right("STARTED"), .right("ENDED"), .right("LATE"),
        ]
        let table = TextTable(columns: columns, rows: meeting.sessions.map(row))
        let zone = meeting.utcOffset == nil ? "UTC" : "local"
        let head = "\(meeting.event), \(ClockText.ofDayInSeconds(meeting.now, offset: meeting.utcOffset))"
        return ["\(head), times \(zone)"] + table.lines(width: nil) + notes
    }

    private func row(_ session: PublishedMeeting.Session) -> [String] {
        let isShifted = session.start != session.planned
        let isLate = session.late.map { $0.magnitude >= .seconds(60) } ?? false
        return [
            session.id == meeting.shown ? ">" : "", session.id, session.name, session.state.text,
            time(session.planned), isShifted ? time(session.start) : "", time(session.started),
            time(session.finished), isLate ? session.late.map { MeetingText.signed(Self.inSeconds($0)) } ?? "" : "",
        ]
    }

    private static func inSeconds(_ time: Milliseconds) -> Milliseconds { .seconds(time.count / 1000) }

    private func time(_ instant: Instant?) -> String {
        guard let instant else { return "" }
        let second = Instant(milliseconds: instant.milliseconds - instant.milliseconds % 1000)
        return TimeText.timeOfDay(second, zone: meeting.utcOffset ?? .zero)
    }

    /// What a table has no column for.
    private var notes: [String] { meeting.sessions.compactMap(note) + meeting.shared.map(shared) }

    /// One of the lists is wrong, and each session counts the car.
    private func shared(_ shared: PublishedMeeting.Shared) -> String {
        let transponder = shared.transponder.value
        let sessions = shared.sessions.joined(separator: " and ")
        return "DOUBTFUL  transponder \(transponder) is in the entry lists of \(sessions), which both run: "
            + "\(shared.crossings) crossings count in each, the last at \(time(shared.latest)); "
            + "lapwing entry change CAR --session … --transponder … puts it right"
    }

    private func note(_ session: PublishedMeeting.Session) -> String? {
        var words: [String] = []
        if let origin = session.origin {
            words.append(
                origin.mode == .aggregate
                    ? "a further part of \(origin.session)" : "in place of \(origin.session)")
        }
        if let reason = session.reason { words.append("abandoned: \(reason)") }
        return words.isEmpty ? nil : "\(session.id): \(words.joined(separator: "; "))"
    }
}

extension Milliseconds {
    /// Without its sign.
    fileprivate var magnitude: Milliseconds { self < .zero ? .zero - self : self }
}
