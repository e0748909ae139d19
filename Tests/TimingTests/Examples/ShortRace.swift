import Testing
import Timing

/// A race of a few cars, written down crossing by crossing. Instants are milliseconds since the start signal.
struct ShortRace: ~Copyable {
    /// The loops of its circuit, in the order of a lap: two sector loops and so three sectors.
    enum At: UInt16 {
        case line = 1
        case linePit = 2
        case first = 3
        case second = 4
        case pitEntry = 10
        case pitExit = 11
        case speedTrap = 12

        var id: LoopID { LoopID(rawValue) }
    }

    static let signal: Int64 = 1_526_715_136_227

    var timekeeper: Timekeeper
    private(set) var last: CrossingID?
    private var number: UInt64 = 0
    private var acts = 0

    /// Cars as `number class`, the class GT3 where there is none; their transponders are 4701, 4702 …
    init(
        _ cars: String..., rules: RaceRules = .hour, kind: Session.Kind = .race, circuit: Circuit = .short,
        isStarted: Bool = true
    ) {
        self.init(cars: cars, rules: rules, kind: kind, circuit: circuit, isStarted: isStarted)
    }

    init(
        cars: [String], rules: RaceRules = .hour, kind: Session.Kind = .race, circuit: Circuit = .short,
        isStarted: Bool = true
    ) {
        let entries = cars.enumerated().map { place, text in
            let words = text.split(separator: " ").map(String.init)
            return Entry(
                number: CarNumber(words[0]), carClass: words.count > 1 ? words[1] : "GT3", team: "Team",
                transponders: [Transponder(4701 + UInt32(place))],
                drivers: [Driver(id: 1, name: "A. Driver"), Driver(id: 2, name: "B. Driver")])
        }
        timekeeper = Timekeeper(
            Session(id: "race", name: "Race", kind: kind, circuit: circuit, rules: rules, entries: entries))
        if isStarted { start() }
    }

    /// An instant since the start signal.
    static func instant(_ ms: Int64) -> Instant { Instant(milliseconds: signal + ms) }

    // MARK: Crossings

    /// A crossing of the car's own transponder, seen by decoder 1.
    @discardableResult
    mutating func cross(_ car: String, _ loop: At, _ ms: Int64, driver: UInt8 = 0) -> Effect {
        let slot = timekeeper.car(CarNumber(car))?.slot ?? 0
        return cross(transponder: 4701 + UInt32(slot), loop, ms, driver: driver)
    }

    @discardableResult
    mutating func cross(
        transponder: UInt32, _ loop: At, _ ms: Int64, micros: Int64 = 0, driver: UInt8 = 0,
        isEstimated: Bool = false
    ) -> Effect {
        number += 1
        let id = CrossingID(decoder: 1, epoch: 1, number: number)
        last = id
        return timekeeper.apply(
            Crossing(
                id: id, stamp: (Self.signal + ms) * 1000 + micros, transponder: Transponder(transponder),
                loop: loop.id, driver: driver, isEstimated: isEstimated))
    }

    /// Whole laps of one length past both sector loops, which lie at 3/10 and 6/10 of the lap.
    mutating func lap(_ cars: [String], laps: Int, of lap: Int64, from: Int64 = 0, apart: Int64 = 1000) {
        for count in 0..<Int64(laps) {
            let begin = from + count * lap
            for (share, loop) in [(3, At.first), (6, .second), (10, .line)] {
                for (place, car) in cars.enumerated() {
                    cross(car, loop, begin + lap * Int64(share) / 10 + apart * Int64(place))
                }
            }
        }
    }

    /// So many laps of one length from the start signal on, the Line alone.
    mutating func drive(_ car: String, laps: Int, of lap: Int64, from: Int64 = 0) {
        for count in 1...max(laps, 1) where count <= laps { cross(car, .line, from + Int64(count) * lap) }
    }

    /// The name of the crossing written down last.
    func latest() throws -> CrossingID {
        let last = last
        return try #require(last)
    }

    // MARK: Acts

    @discardableResult
    mutating func act(_ kind: Act.Kind, _ ms: Int64, id: String? = nil) throws -> Effect {
        acts += 1
        return try timekeeper.apply(
            Act(id: id ?? "act-\(acts)", at: Self.instant(ms), by: "timekeeper", kind: kind))
    }

    mutating func start(_ ms: Int64 = 0) {
        _ = try? act(.start, ms)
    }

    @discardableResult
    mutating func flag(_ flag: Flag, _ ms: Int64, id: String? = nil) throws -> Effect {
        try act(.flag(flag, isEstimated: false), ms, id: id)
    }

    // MARK: Reading

    var order: [String] {
        timekeeper.classification.map { timekeeper.session.entries[$0.slot].number.text }
    }

    func place(_ car: String) -> Row.Place { timekeeper.row(car).place }

    func laps(_ car: String) -> Row.Laps { timekeeper.row(car).laps }

    func stops(_ car: String) -> [Visit] { timekeeper.row(car).stops }

    func since(_ car: String) -> Row.Since { timekeeper.row(car).since }

    /// Since the start signal.
    var chequered: Int64? { timekeeper.chequeredAt.map { $0.milliseconds - Self.signal } }

    var end: Int64? { timekeeper.endedAt.map { $0.milliseconds - Self.signal } }
}

extension RaceRules {
    /// An hour, 70 % of the overall winner's laps.
    static let hour = RaceRules(duration: .minutes(60), classifiedPercent: 70)

    /// Only a flag ends it, and everybody with a lap is classified.
    static let untilFlag = RaceRules(duration: nil, classifiedPercent: 0)
}

extension Circuit {
    static let short = Circuit(
        name: "Short circuit", lengthMetres: 2000,
        loops: [
            Loop(id: LoopID(1), name: "Line", kind: .line, minimum: .seconds(30)),
            Loop(id: LoopID(2), name: "Line in pit lane", kind: .linePit, minimum: .seconds(10)),
            Loop(id: LoopID(3), name: "First", kind: .sector, minimum: .seconds(10)),
            Loop(id: LoopID(4), name: "Second", kind: .sector, minimum: .seconds(10)),
            Loop(id: LoopID(10), name: "Pit entry", kind: .pitEntry, minimum: .seconds(5)),
            Loop(id: LoopID(11), name: "Pit exit", kind: .pitExit, minimum: .seconds(5)),
            Loop(id: LoopID(12), name: "Speed trap", kind: .speedTrap, minimum: .seconds(10)),
        ])
}
