/// The verdicts on every car, with the state that they were read from.
struct Compliance {
    /// The data of a car kept between two inputs.
    struct Judged {
        var verdicts: [Verdict] = []
        var watches = Judge.Watches()
        /// Nothing changes before this by time alone.
        var changesAt = Deadline.none
    }

    private(set) var cars: [Judged]
    /// By car, what every crossing compares: the state that the verdicts were read from, and the first of the watches.
    /// Plain values, apart from `cars`: comparing them retains nothing.
    private(set) var owns: [CarRecord.Own?]
    private(set) var watched: [Judge.Watches.Watch?]
    /// The account of the mandatory stops, by car.
    private(set) var accounts: [StopAccount]
    /// The cost of stops by these accounts; nil until it is asked for again.
    private var cost: StopCost?
    /// The requirements, by the time from which they hold.
    private(set) var asked: [Asked]
    private(set) var rulings: [[ObligationID: Set<Ruling>]]
    /// No car owes anything, and no earlier verdict is left.
    private(set) var asksNothing: Bool
    /// A race with mandatory stops.
    private(set) var asksForStops = false
    /// The first instant at which a verdict changes by time alone.
    private(set) var changesAt = Deadline.none
    /// The flags that the verdicts were read under.
    var flags = FlagLog()
    /// By car.
    private(set) var infringements: [[Infringement]]
    var net: [NetRow] = []
    /// When it was told last.
    var netToldAt = LastTime.never
    /// The pit lane's part of the pace that they were read by.
    var pitEntryToLine = Milliseconds.zero
    /// The start signal that instants were told from.
    var startAt: Instant?
    /// The instant of the chequered flag, and that to which the race was counted back.
    var chequeredAt: Instant?
    var countedBackTo: Instant?
    private var sheet = Judge.Sheet()
    private let obligations: Obligations
    private var count: Int
    private let isRace: Bool

    init(_ session: Session) {
        count = session.entries.count
        obligations = session.rules.obligations
        cars = Array(repeating: Judged(), count: count)
        owns = Array(repeating: nil, count: count)
        watched = Array(repeating: nil, count: count)
        infringements = Array(repeating: [], count: count)
        accounts = Array(repeating: StopAccount(), count: count)
        rulings = Array(repeating: [:], count: count)
        asked = Asked.periods(obligations, changedBy: [])
        asksNothing = obligations.isEmpty
        isRace = session.kind == .race
        asksForStops = isRace && obligations.stops != nil
    }

    /// The entry list is another: the reading of each car goes to its new place. A car with another number is told of
    /// as a new one.
    mutating func relist(_ session: Session, _ places: [Int?], isRenamed: [Bool]) {
        let before = cars
        count = session.entries.count
        cars = Array(repeating: Judged(), count: count)
        owns = Array(repeating: nil, count: count)
        watched = Array(repeating: nil, count: count)
        for (old, new) in places.enumerated() {
            if let new, !isRenamed[old] { cars[new].verdicts = before[old].verdicts }
        }
        accounts = Array(repeating: StopAccount(), count: count)
        rulings = Array(repeating: [:], count: count)
        infringements = Array(repeating: [], count: count)
        net = []
        cost = nil
    }

    /// The sheet on which the next car is judged, empty.
    mutating func takeSheet() -> Judge.Sheet {
        var taken = Judge.Sheet()
        swap(&taken, &sheet)
        taken.verdicts.removeAll(keepingCapacity: true)
        taken.verdicts.reserveCapacity(8)
        taken.visits.removeAll(keepingCapacity: true)
        taken.candidates.removeAll(keepingCapacity: true)
        return taken
    }

    mutating func putBack(_ used: consuming Judge.Sheet) { sheet = used }

    /// The new reading of a car.
    mutating func take(_ judged: Judged, read own: CarRecord.Own?, _ account: StopAccount, of car: Int) {
        cars[car] = judged
        owns[car] = own
        watched[car] = judged.watches.first
        if !account.costs(as: accounts[car]) { cost = nil }
        accounts[car] = account
        changesAt = min(changesAt, judged.changesAt)
    }

    /// Whether they are others than before, and whether those that hold without the stewards are.
    mutating func take(_ others: [Infringement], of car: Int) -> (isChanged: Bool, isAutomaticChanged: Bool) {
        let before = infringements[car]
        guard before != others else { return (false, false) }
        infringements[car] = others
        let isSame = before.lazy.filter(\.isAutomatic).elementsEqual(others.lazy.filter(\.isAutomatic))
        return (true, !isSame)
    }

    mutating func findNextChange() {
        changesAt = cars.lazy.map(\.changesAt).min() ?? .none
    }

    /// Some have stopped, and some have still to stop.
    var isUneven: Bool {
        accounts.contains { $0.hasStopped || $0.inPit != nil } && accounts.contains(where: \.owes)
    }

    /// What the car's latest stop cost beside its time has become known.
    mutating func take(constant: Milliseconds, of car: Int) {
        accounts[car].constant = constant
        cost = nil
    }

    /// The cost of stops as the accounts are now.
    mutating func stopCost(onTrack: Milliseconds?, transit: Milliseconds?) -> StopCost {
        if let cost, cost.transit == transit { return cost }
        let read = StopCost(accounts, onTrack: onTrack, transit: transit)
        cost = read
        return read
    }

    /// Takes bulletins and rulings as they stand.
    mutating func read(_ acts: ActLog, cars numbers: [CarNumber: Int]) {
        asked = Asked.periods(obligations, changedBy: acts.bulletins)
        asksNothing = asked.allSatisfy(\.obligations.isEmpty) && cars.allSatisfy(\.verdicts.isEmpty)
        asksForStops = isRace && asked.contains { $0.obligations.stops != nil }
        rulings = Array(repeating: [:], count: count)
        for act in acts.rulings {
            guard case .ruling(let number, let obligation, let ruling, _) = act.kind, let car = numbers[number] else {
                continue
            }
            rulings[car][obligation, default: []].insert(ruling)
        }
    }
}
