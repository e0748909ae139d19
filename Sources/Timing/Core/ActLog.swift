/// Every act received, and what of them stands.
struct ActLog {
    /// Acts that are folded with the crossings, in official order.
    private(set) var folded: [Act] = []
    private(set) var penalties = Penalties(count: 0)
    private var all: [String: Act] = [:]
    /// Names of the acts that take back the act of a name.
    private var withdrawals: [String: [String]] = [:]
    private var voids: Set<CrossingID> = []
    private var assignments: [Act] = []
    private var penaltyActs: [Act] = []

    func named(_ id: String) -> Act? { all[id] }

    var count: Int { all.count }

    mutating func insert(_ act: Act) {
        all[act.id] = act
        if case .withdraw(let target) = act.kind { withdrawals[target, default: []].append(act.id) }
        sort()
    }

    /// Whether the act holds: nobody has taken it back, or whoever did has been taken back himself.
    func stands(_ id: String) -> Bool {
        !(withdrawals[id] ?? []).contains { stands($0) }
    }

    func isVoid(_ id: CrossingID) -> Bool { voids.contains(id) }

    /// Sorts the acts that stand by what they are for. Acts are few.
    private mutating func sort() {
        let standing = all.values.filter { stands($0.id) }.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
        folded = standing.filter(\.isFolded)
        penaltyActs = []
        assignments = []
        voids = []
        for act in standing {
            switch act.kind {
            case .penalty: penaltyActs.append(act)
            case .assign: assignments.append(act)
            case .void(let id): voids.insert(id)
            case .start, .end, .flag, .driver, .insert, .withdraw: break
            }
        }
    }

    func owner(of transponder: Transponder) -> CarNumber? {
        for act in assignments.reversed() {
            if case .assign(transponder, let number) = act.kind { return number }
        }
        return nil
    }

    /// Sums up the penalties that stand.
    mutating func sumPenalties(cars: Int, car: (Act) -> Int?) {
        var sums = Penalties(count: cars)
        for act in penaltyActs {
            guard let place = car(act), case .penalty(_, let kind, _) = act.kind else { continue }
            switch kind {
            case .time(let time): sums.time[place] += time.count
            case .position(let position):
                sums.positions.removeAll { $0.car == place }
                sums.positions.append((position, place))
            }
        }
        sums.positions.sort { ($0.position, $0.car) < ($1.position, $1.car) }
        penalties = sums
    }
}

extension Act {
    /// Whether the act is part of the run of time, like a crossing.
    var isFolded: Bool {
        switch kind {
        case .start, .end, .flag, .driver: true
        case .penalty, .withdraw, .void, .insert, .assign: false
        }
    }
}

extension CrossingID {
    /// The name of a crossing inserted by hand: from the act's own name, so that it never depends on order.
    init(insertedBy act: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in act.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        self.init(decoder: 0, epoch: 0, number: hash >> 11)
    }
}
