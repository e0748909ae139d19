/// The state of a race: a pure function of its inputs in order of official time (law 1).
///
/// A value: a copy is a checkpoint to which the core returns when a late input belongs before it.
struct RaceState {
    var startAt: Int64?
    /// The instant from which cars finish.
    var chequeredAt: Int64?
    var endAt: Int64?
    var flag: Flag?
    /// The official time of the last input folded.
    var folded: Int64 = Instant.distantPast.milliseconds

    /// How often the Line has been crossed.
    var lineTurns: Int32 = 0

    var cars: [CarState]
    var stops: [[Stop]]
    /// Last counted crossing by car and loop slot.
    var seen: [Int64]
    /// Latest and best time by car and sector; zero where unknown.
    var sectors: [Int32]
    var bestSectors: [Int32]

    var order: RunningOrder
    var classOrders: [RunningOrder]

    var bestLap: BestLap?
    var classBestLaps: [BestLap?]

    static let never: Int64 = .min / 4

    init(field: Field, track: Track) {
        let count = field.count
        cars = Array(repeating: CarState(), count: count)
        stops = Array(repeating: [], count: count)
        seen = Array(repeating: Self.never, count: count * track.slots)
        sectors = Array(repeating: 0, count: count * track.pointsPerLap)
        bestSectors = sectors
        order = RunningOrder(members: Array(0..<count), count: count)
        classOrders = field.classes.map { RunningOrder(members: $0.members, count: count) }
        classBestLaps = Array(repeating: nil, count: field.classes.count)
    }
}

/// The entry list as the fold reads it.
struct Field {
    struct CarClass {
        let name: String
        let members: [Int]
    }

    let count: Int
    /// In order of first mention in the entry list.
    let classes: [CarClass]
    /// Each car's place in `classes`.
    let classOf: [Int]

    init(_ entries: [Entry]) {
        var names: [String] = []
        var members: [[Int]] = []
        var classOf: [Int] = []
        for (car, entry) in entries.enumerated() {
            let place = names.firstIndex(of: entry.carClass) ?? names.count
            if place == names.count {
                names.append(entry.carClass)
                members.append([])
            }
            members[place].append(car)
            classOf.append(place)
        }
        count = entries.count
        self.classOf = classOf
        classes = zip(names, members).map { CarClass(name: $0, members: $1) }
    }
}
