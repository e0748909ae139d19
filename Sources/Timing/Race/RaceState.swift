/// The state of a race: a pure function of its inputs in order of official time (law 1).
///
/// A value: a copy is a checkpoint to which the core returns when a late input belongs before it.
struct RaceState {
    /// Release of the formation lap, as it was told last.
    var formationAt: Instant?
    var startAt: Instant?
    /// From when the race clock runs, once the race has started.
    var clockStart: Instant?
    /// How long the session lasts, where a command says so.
    var durationSet: Milliseconds?
    /// The instant from which cars finish.
    var chequeredAt: Instant?
    /// Laps of the car that took the flag when the rules let it fall; nil when it fell by command.
    var chequeredLaps: Int32?
    var endAt: Instant?
    /// The instant of the flag that gives the result of a race that was counted back.
    var countedBackTo: Instant?
    var flags = FlagLog()
    /// The official time of the last input folded.
    var folded = Instant.distantPast

    var cars: [CarState]
    var stops: [[Stop]]
    /// By car and loop slot.
    var seen: [LastReading]
    /// By car, the distance of its two transponders.
    var distances: [TransponderDistance]
    /// By car and sector.
    var sectors: [SectorTimes]
    var paces: Paces
    var misses: [MissedInARow]
    /// By class, the quickest lap on the track with no neutralisation in it.
    var quickest: [DrivenTime]
    /// The first lap 1 of that kind, from the car's start.
    var firstLap = DrivenTime.none
    /// At least one car's start was read at the Line.
    var isStartRead = false
    /// At least one car has really been seen at a sector loop.
    var isSectorRead = false
    /// Laps completed by all cars together.
    var turn: Int32 = 0
    /// The leader's laps when the leader was disqualified: flags count from no fewer.
    var leaderLapsAtLeast: Int32 = 0
    var clocks: ClockWatch
    /// Pit entry to pit exit at the limit, where known.
    var pitTransit: Milliseconds?
    var orders: [PenaltyOrder] = []
    /// The doubts of the core.
    var doubts: [Doubt] = []
    /// How many crossings are taken provisionally.
    var provisionalCount = 0

    var order: RunningOrder
    var classOrders: [RunningOrder]

    var bestLap: BestLap?
    var classBestLaps: [BestLap?]

    /// `absent` are cars that are not there from the beginning; `grid` is all cars in the order in which they start,
    /// nil: in that of the entry list.
    init(field: Field, track: Track, absent: [Int] = [], grid: [Int]? = nil) {
        let count = field.count
        cars = Array(repeating: CarState(), count: count)
        stops = Array(repeating: [], count: count)
        seen = Array(repeating: LastReading(), count: count * track.slots)
        sectors = Array(repeating: SectorTimes(), count: count * track.pointsPerLap)
        paces = Paces(field: field, points: track.pointsPerLap)
        distances = Array(repeating: TransponderDistance(), count: count)
        clocks = ClockWatch(cars: count, points: track.pointsPerLap, slots: track.slots)
        pitTransit = track.pitTransit
        misses = Array(repeating: MissedInARow(), count: track.pointsPerLap)
        quickest = Array(repeating: .none, count: field.classes.count)
        order = RunningOrder(members: grid ?? Array(0..<count), count: count)
        classOrders = field.classes.enumerated().map { place, members in
            RunningOrder(members: grid?.filter { field.classOf[$0] == place } ?? members.members, count: count)
        }
        classBestLaps = Array(repeating: nil, count: field.classes.count)
        let beforeAll = Instant.distantPast + Milliseconds(1)
        for car in absent {
            cars[car].disqualifiedAt = LastTime(beforeAll)
            let cars = cars
            order.drop(car) { cars[$0].isDisqualified }
            classOrders[field.classOf[car]].drop(car) { cars[$0].isDisqualified }
        }
    }
}
