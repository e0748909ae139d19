import Timing

/// The acts of timekeepers and race control: the start signal, flags, assignments, corrections of clocks, the end.
/// No chequered flag: the rules say when it is out.
struct Acts {
    private(set) var acts: [Act] = []
    private let schedule: Schedule

    /// `last` is the last crossing; the session is ended 1 ms after it, qualifying not before its time is over.
    init(
        _ setting: RaceSetting, drives: Drives, entries: [Entry], transponders: Transponders,
        told: [(id: String, at: Int64, kind: Act.Kind)], last: Instant
    ) {
        schedule = drives.schedule
        let start = Instant(cutting: setting.start)
        add("start", start, .start)
        addFlags()
        for (index, told) in transponders.assignments(setting).enumerated() {
            let kind = Act.Kind.assign(told.transponder, entries[told.car].number, .wholeSession)
            add("assign-\(index + 1)", min(Instant(cutting: told.at), max(last, start)), kind)
        }
        for (index, worn) in transponders.worn.enumerated() {
            let kind = Act.Kind.assign(worn.transponder, entries[worn.car].number, worn.wearing)
            add("worn-\(index + 1)", worn.wearing.from ?? start, kind)
        }
        for act in told { add(act.id, Instant(cutting: act.at), act.kind) }
        for (index, offset) in setting.troubles.clockOffsets.enumerated() where offset.isCorrected {
            let steps = offset.stepsAt(start: setting.start)
            let correction = ClockCorrection(
                decoder: offset.decoder, from: steps.map { $0 + max(offset.ahead, 0) }, ahead: offset.ahead)
            let told = Instant(cutting: (steps ?? setting.start) + 60_000_000)
            add("clock-\(index + 1)", min(told, max(last, start)), .clock(correction))
        }
        let atLeast = setting.kind == .race ? start : start + setting.duration
        // A race that is ended under the red flag: after that has been shown.
        let red = drives.endedUnderRed.map { Instant(cutting: $0) + .seconds(60) } ?? start
        let said = told.map { Instant(cutting: $0.at) }.max() ?? start
        let end = max(last, atLeast, red, said) + Milliseconds(1)
        // When all cars have retired, a flag can be later than the last crossing: no car is there to see it.
        acts.removeAll { $0.at >= end }
        acts.sort { ($0.at, $0.id) < ($1.at, $1.id) }
        add("end", end, .end)
    }

    private mutating func addFlags() {
        var counts: [Flag: Int] = [:]
        for shown in FlagTimeline(schedule).shown {
            counts[shown.flag, default: 0] += 1
            add(
                "\(shown.flag.rawValue)-\(counts[shown.flag, default: 0])", shown.at,
                .flag(shown.flag, isEstimated: false, throughPitLane: shown.throughPitLane))
        }
    }

    private mutating func add(_ id: String, _ at: Instant, _ kind: Act.Kind) {
        acts.append(Act(id: "sim-\(id)", at: at, by: "simulator", kind: kind))
    }
}
