import Meeting
import Timing
import Wire

/// What race control does to a meeting beside the starts, flags and ends of its races.
struct MeetingOrders {
    private let start: Instant
    private let apart: Milliseconds
    private let cars: [Entry]

    init(start: Instant, apart: Milliseconds, cars: [Entry]) {
        (self.start, self.apart, self.cars) = (start, apart, cars)
    }

    /// Each with the official time at which it is said.
    var all: [(at: Instant, step: MeetingRace.Step)] { first + second + third }

    /// So many seconds after the start signal of one of the races.
    private func instant(_ race: Int, _ seconds: Int64) -> Instant {
        start + Milliseconds(apart.count * Int64(race)) + .seconds(seconds)
    }

    private func meeting(
        _ race: Int, _ seconds: Int64, _ id: String, _ session: String?, _ action: MeetingCommand.Action
    ) -> (at: Instant, step: MeetingRace.Step) {
        let at = instant(race, seconds)
        return (at, .say(.meeting(id, session, at: at, action)))
    }

    private func act(
        _ race: Int, _ seconds: Int64, _ id: String, of session: String, _ kind: Act.Kind
    ) -> (at: Instant, step: MeetingRace.Step) {
        let at = instant(race, seconds)
        return (at, .say(.act(Act(id: id, at: at, by: "stewards", kind: kind), of: session)))
    }

    private func car(_ place: Int) -> CarNumber { cars[place % cars.count].number }

    /// Around the first race: it is armed, its result published while the next one is armed already.
    private var first: [(at: Instant, step: MeetingRace.Step)] {
        [
            meeting(0, -240, "arm-1", "race1", .arm),
            act(0, 300, "noted-1", of: "race1", .penalty(car(2), .time(.seconds(5)), reason: "track limits")),
            act(0, 400, "weather-1", of: "race1", .conditions(Conditions(air: 310, track: 445, surface: .dry))),
            (instant(0, 1700), .until("race1", .finished)),
            meeting(0, 1701, "arm-2", "race2", .arm),
            meeting(0, 1760, "provisional-1", "race1", .provisional),
            meeting(0, 1770, "show-1", "race1", .show),
        ]
    }

    /// While the second race runs the first one is decided, and the third one changes.
    private var second: [(at: Instant, step: MeetingRace.Step)] {
        let added = Entry(
            number: CarNumber("901"), carClass: cars[0].carClass, team: "Late Entry",
            transponders: [Transponder(990_001)],
            drivers: cars[0].drivers)
        return [
            meeting(1, 30, "show-none", nil, .show),
            act(1, 120, "late-1", of: "race1", .penalty(car(0), .time(.seconds(30)), reason: "unsafe release")),
            act(1, 180, "late-2", of: "race1", .penalty(car(1), .laps(1), reason: "stop missed")),
            act(1, 200, "entry-1", of: "race3", .entry(EntryChange(adding: added, isFromStart: true))),
            act(1, 240, "late-3", of: "race1", .withdraw("late-1")),
            act(1, 260, "words-1", of: "race2", .message("Track limits at turn 5: last warning", cars: [car(3)])),
            act(1, 300, "weather-2", of: "race2", .conditions(Conditions(surface: .damp))),
            act(1, 420, "noted-2", of: "race2", .penalty(car(4), .driveThrough, reason: "speeding in the pit lane")),
            meeting(1, 500, "shift-3", "race3", .shift(.minutes(5))),
            act(1, 600, "words-2", of: "race1", .message("The result is final at once", cars: [])),
            act(1, 660, "final-1", of: "race1", .final),
            meeting(1, 700, "arm-3", "race3", .arm),
            // At once: what came in between would be in the one and not in the other.
            meeting(1, 700, "disarm-3", "race3", .disarm),
            act(1, 800, "noted-3", of: "race2", .penalty(car(5), .position(7), reason: "overtaking under yellow")),
            (instant(1, 1700), .until("race2", .finished)),
            meeting(1, 1701, "arm-3-again", "race3", .arm),
            meeting(1, 1800, "provisional-2", "race2", .provisional),
        ]
    }

    /// The third race, and the end of the meeting.
    private var third: [(at: Instant, step: MeetingRace.Step)] {
        [
            act(2, 120, "late-4", of: "race2", .penalty(car(6), .time(.seconds(10)), reason: "contact")),
            act(2, 400, "noted-4", of: "race3", .penalty(car(7), .time(.seconds(5)), reason: "track limits")),
            act(2, 600, "late-5", of: "race2", .withdraw("noted-3")),
            (instant(2, 1700), .until("race3", .finished)),
            meeting(2, 1701, "provisional-3", "race3", .provisional),
            act(2, 1800, "final-2", of: "race2", .final),
            act(2, 1860, "final-3", of: "race3", .final),
            (instant(2, 1861), .until("race2", .final)),
            (instant(2, 1862), .until("race3", .final)),
        ]
    }
}
