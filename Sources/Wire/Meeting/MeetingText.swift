public import Meeting
public import Timing

/// Acts of the meeting in the words of answers, decisions and the log.
public enum MeetingText {
    /// What an act does; `zone` is how far the circuit's clock is ahead of UTC, nil where that is not known.
    public static func words(_ act: MeetingAct, in meeting: RaceMeeting, zone: Milliseconds? = nil) -> String {
        func time(_ instant: Instant) -> String {
            TimeText.timeOfDay(instant, zone: zone ?? .zero) + (zone == nil ? " UTC" : "")
        }
        func named(_ id: String) -> String {
            guard let name = meeting[id]?.planned.name, name != id else { return "session \(id)" }
            return "session \(id) (\(name))"
        }
        switch act.kind {
        case .arm(let id): return "\(named(id)) is armed from \(time(act.at)) on"
        case .disarm(let id): return "\(named(id)) is no longer armed"
        case .provisional(let id, _): return "the result of \(named(id)) is provisional at \(time(act.at))"
        case .abandon(let id, let reason): return "\(named(id)) is abandoned: \(reason)"
        case .reached(let id, let state): return "\(named(id)) is \(state.rawValue) since \(time(act.at))"
        case .shift(let id, let span):
            let to = meeting[id]?.start.map { ": \(id) is to start at \(time($0))" } ?? ""
            return "the timetable moves by \(signed(span)) from \(named(id)) on\(to)"
        case .show(let id?): return "boards follow \(named(id))"
        case .show(nil): return "boards go along by themselves" + (meeting.shown.map { ": \($0)" } ?? "")
        case .add(let added):
            let how = added.origin.mode == .replace ? "in place of" : "as a further part of"
            return "\(named(added.id)) is added \(how) \(added.origin.session)"
        case .issue(let issue):
            return "\(words(issue)) is issued at \(time(act.at)): \(issue.document.title)"
        case .showGraphic(let graphic): return "overlays show \(words(graphic))"
        case .hideGraphic(let subject): return "overlays no longer show \(subject ?? "anything")"
        case .withdraw(let id):
            let taken = meeting.act(id).map { " (\(words($0, in: meeting, zone: zone)))" } ?? ""
            return "\(id) is taken back\(taken)"
        }
    }

    /// `document 12, version 2 (result of race1)`
    public static func words(_ issue: MeetingDocument.Issue) -> String {
        let document = issue.document
        let number = issue.number == 0 ? "a document" : "document \(issue.number), version \(issue.version)"
        return "\(number) (\(document.kind.rawValue) of \(document.subject))"
    }

    /// `battle of car 7, 88 in race2`
    static func words(_ graphic: Graphic) -> String {
        let cars = graphic.cars.isEmpty ? "" : " of \(graphic.cars.map(\.text).joined(separator: ", "))"
        let carClass = graphic.carClass.map { " of class \($0)" } ?? ""
        return graphic.subject + cars + carClass + (graphic.session.map { " in \($0)" } ?? "")
            + (graphic.text.map { ": \($0)" } ?? "")
    }

    /// `+0:15:00`, `-0:05:00`.
    public static func signed(_ span: Milliseconds) -> String {
        (span < .zero ? "" : "+") + TimeText.clock(span)
    }
}
