import Rulebook
import Timing

/// A session of the simulated weekend: when it is, and how it is run.
struct WeekendSlot {
    let id: String
    let name: String
    let kind: Session.Kind
    let series: WeekendSeries
    /// The start signal, in minutes since the meeting's first.
    let start: Int64
    let duration: Milliseconds
    /// It was added to the meeting while it ran: the session that it is of, and how.
    var added: (of: String, parts: Slot.Parts)?
    /// So long before its start its crossings are its own.
    var armedBefore = Milliseconds.seconds(150)
    /// It is stopped so long after its start, and given up.
    var stoppedAfter: Milliseconds?

    /// The timetable of the days, in order. The race of the day is stopped and run again in two parts; qualifyings of
    /// both series run at once; the support series' race ends while the second race is armed.
    static let all: [WeekendSlot] = [
        WeekendSlot(id: "p1", name: "Practice", kind: .practice, series: .gt, start: 0, duration: .minutes(8)),
        WeekendSlot(id: "cp1", name: "Cup practice", kind: .practice, series: .cup, start: 16, duration: .minutes(8)),
        WeekendSlot(id: "q1", name: "Qualifying 1", kind: .qualifying, series: .gt, start: 32, duration: .minutes(8)),
        WeekendSlot(
            id: "cq1", name: "Cup qualifying 1", kind: .qualifying, series: .cup, start: 48, duration: .minutes(8)),
        WeekendSlot(id: "q2", name: "Qualifying 2", kind: .qualifying, series: .gt, start: 64, duration: .minutes(8)),
        WeekendSlot(
            id: "cq2", name: "Cup qualifying 2", kind: .qualifying, series: .cup, start: 67, duration: .minutes(8)),
        WeekendSlot(
            id: "race1", name: "Race 1", kind: .race, series: .gt, start: 86, duration: .minutes(14),
            stoppedAfter: .seconds(320)),
        WeekendSlot(
            id: "race1a", name: "Race 1, first part", kind: .race, series: .gt, start: 104, duration: .minutes(14),
            added: ("race1", .replace)),
        WeekendSlot(
            id: "race1b", name: "Race 1, second part", kind: .race, series: .gt, start: 128, duration: .minutes(14),
            added: ("race1a", .add)),
        WeekendSlot(id: "cup1", name: "Cup race", kind: .race, series: .cup, start: 152, duration: .minutes(14)),
        WeekendSlot(
            id: "race2", name: "Race 2", kind: .race, series: .gt, start: 178, duration: .minutes(14),
            armedBefore: .minutes(15)),
    ]
}

/// The two series of the weekend.
enum WeekendSeries: String {
    case gt, cup

    var name: String { self == .gt ? "Blancpain GT Series Asia 2018" : "Support Cup" }

    var fields: [RaceSetting.Field] {
        switch self {
        case .gt:
            [
                RaceSetting.Field(name: "GT3", cars: 9, lap: .seconds(125)),
                RaceSetting.Field(name: "GT4", cars: 5, lap: .seconds(137)),
            ]
        case .cup: [RaceSetting.Field(name: "Cup", cars: 7, lap: .seconds(134))]
        }
    }

    /// What the transponders of the entry list are ahead of those of the other series.
    var transponders: UInt32 { self == .gt ? 0 : 200_000 }
}
