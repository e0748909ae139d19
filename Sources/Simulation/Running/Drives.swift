import Timing

/// The cars' true driving, read by loops or not.
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
    /// Cars read again where they had just been.
    let again: [ReadAgain]
    /// Cars that did not start with the others.
    let lateStarts: [Int: LateStart]
    /// Since when cars are disqualified, and since when those that stopped are told to be out.
    let disqualified: [Int: Int64]
    let toldOut: [Int: Int64]
    /// How long the race lasts by command, and when that is said.
    let prolonged: (to: Milliseconds, at: Int64)?
    /// When the red flag was shown under which it is ended.
    let endedUnderRed: Int64?

    init(_ race: RunningRace) {
        course = race.course
        schedule = race.schedule
        passages = race.passages
        records = race.records
        chequered = race.chequered
        stopped = race.stopped
        stoppedOnLastLap = race.stoppedOnLastLap
        deadHeat = race.deadHeat?.cars ?? []
        again = race.again
        lateStarts = Dictionary(
            uniqueKeysWithValues: race.cars.compactMap { car in car.lateStart.map { (car.index, $0) } })
        disqualified = race.disqualified
        toldOut = race.toldOut
        prolonged = race.prolonged
        endedUnderRed = race.endedUnderRed
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
        again = []
        lateStarts = [:]
        disqualified = [:]
        toldOut = [:]
        prolonged = nil
        endedUnderRed = nil
    }
}
