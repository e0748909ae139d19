import DayRecord
package import Journal
import Meeting
package import Timing

/// An input from the record to a lane, in the record's order.
package enum LaneInput: Sendable {
    case crossing(Crossing)
    case late(Crossing)
    case lateTaken(count: Int, at: Instant)
    case time(Instant, decoder: UInt32)
    case act(RecordedAct)
    case meeting(RecordedMeetingAct)
    /// All before this place in the journal has been handed over: a milestone can be made. One is due, or an act or
    /// late crossings have just taken effect, which may have been much work.
    case place(JournalPlace, isDue: Bool)

    /// Scored in some microseconds, but for rare ones (`Lane.takeLittle`).
    var isLittle: Bool {
        switch self {
        case .crossing, .time: true
        case .late, .lateTaken, .act, .meeting, .place: false
        }
    }

    /// As the core takes it; nil for an act of the meeting, and for a place.
    var input: Input? {
        switch self {
        case .crossing(let crossing): .crossing(crossing)
        case .late(let crossing): .late(crossing)
        case .lateTaken(let count, let instant): .lateTaken(count: count, at: instant)
        case .time(let instant, let decoder): .time(instant, decoder: decoder)
        case .act(let recorded): .act(recorded.act)
        case .meeting, .place: nil
        }
    }
}

/// An act as the record has it.
package final class RecordedAct: Sendable {
    let act: Act
    /// The name of the key that it came with.
    let speaker: String
    /// It is in the journal's file, and the file in its place.
    let isJournalled: Bool
    /// Finds what else of the record the session takes before the act.
    let search: RecordSearch?

    init(_ act: Act, speaker: String, isJournalled: Bool, search: RecordSearch? = nil) {
        self.act = act
        self.speaker = speaker
        self.isJournalled = isJournalled
        self.search = search
    }
}

/// An act of the meeting as the record has it.
package final class RecordedMeetingAct: Sendable {
    let act: MeetingAct
    let speaker: String
    /// It is in the journal's file, and the file in its place.
    let isJournalled: Bool

    init(_ act: MeetingAct, speaker: String, isJournalled: Bool) {
        self.act = act
        self.speaker = speaker
        self.isJournalled = isJournalled
    }
}
