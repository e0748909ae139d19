import Timing

/// What the cars did, whatever was read of it.
struct Drives {
    let course: Course
    let schedule: Schedule
    let passages: [Passage]
    let records: [CarRecord]
    /// From when cars finish, in milliseconds since the start signal.
    let chequered: Int64?
    /// Cars that stopped on the track for good, on the last lap or before.
    let stopped: Set<Int>
    let stoppedOnLastLap: Int?
    /// Two cars that finished together, or set the same lap.
    let deadHeat: [Int]

    init(_ race: RunningRace) {
        course = race.course
        schedule = race.schedule
        passages = race.passages
        records = race.records
        chequered = race.chequered
        stopped = race.stopped
        stoppedOnLastLap = race.stoppedOnLastLap
        deadHeat = race.deadHeat?.cars ?? []
    }

    init(_ session: RunningQualifying) {
        course = session.course
        schedule = session.schedule
        passages = session.passages
        records = session.records
        chequered = session.schedule.duration.count
        stopped = session.stopped
        stoppedOnLastLap = nil
        deadHeat = session.deadHeat ?? []
    }
}
