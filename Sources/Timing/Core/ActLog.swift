/// Every act received, and what of them stands.
struct ActLog {
    /// Acts that are folded with the crossings, in official order.
    private(set) var folded: [Act] = []
    private(set) var penalties = Penalties(count: 0)
    private var all: [String: Act] = [:]
    private var withdrawn: Set<String> = []
    private var voids: [String: CrossingID] = [:]
    private var assignments: [Act] = []
    private var penaltyActs: [Act] = []

    func named(_ id: String) -> Act? { all[id] }

    var count: Int { all.count }

    mutating func insert(_ act: Act) {
        all[act.id] = act
        guard !withdrawn.contains(act.id) else { return }
        switch act.kind {
        case .start, .end, .flag, .driver: folded.insertInOrder(act)
        case .penalty: penaltyActs.insertInOrder(act)
        case .assign: assignments.insertInOrder(act)
        case .void(let id): voids[act.id] = id
        case .insert, .withdraw: break
        }
    }

    /// Takes an act back. Nil when it had been taken back already.
    mutating func withdraw(_ id: String) -> Act? {
        guard let act = all[id], withdrawn.insert(id).inserted else { return nil }
        folded.removeAll { $0.id == id }
        penaltyActs.removeAll { $0.id == id }
        assignments.removeAll { $0.id == id }
        voids[id] = nil
        return act
    }

    func isVoid(_ id: CrossingID) -> Bool { voids.values.contains(id) }

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

extension Array where Element == Act {
    fileprivate mutating func insertInOrder(_ act: Act) {
        let place = firstIndex { (act.at, act.id) < ($0.at, $0.id) } ?? endIndex
        insert(act, at: place)
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

    /// Whether official time has reached its instant because of it.
    var movesTime: Bool { isFolded }
}

extension CrossingID {
    /// The name of a crossing inserted by hand: from the act's own name, so that it never depends on order.
    init(insertedBy act: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in act.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        self.init(decoder: 0, epoch: 0, number: hash >> 11)
    }
}
