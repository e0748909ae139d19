/// The entry list as it lives: that of the event, and what the acts that hold have made of it (R39). A function of the
/// list and of those acts alone, in whatever order they came.
struct EntryBook {
    /// The event's own entries in its order, then those that were added, in official order.
    private(set) var entries: [Entry]
    /// The acts that made it of the list of the event, in official order.
    private(set) var acts: [Act] = []
    /// From when an entry is withdrawn, by car; `.distantPast`: for the whole session.
    private(set) var withdrawnFrom: [Instant?]
    /// The act that said so.
    private(set) var withdrawnBy: [String?]
    /// Cars by the numbers under which they were entered, else by the numbers that they have now.
    private(set) var places: [CarNumber: Int] = [:]
    /// Transponders that one car wears for the whole session.
    private(set) var worn = TransponderTable()
    /// Those that change cars, or are worn for a time.
    private(set) var wornForATime: [Transponder: [Wearing]] = [:]
    /// The offset subtracted from the instants of a transponder in a car.
    private(set) var offsets: [Transponder: [Int32: Milliseconds]] = [:]
    /// Cars that an act speaks of.
    private var spokenOf: Set<Int> = []

    /// A car wears a transponder from one instant on, and before another.
    struct Wearing {
        let car: Int32
        let from: Instant
        let until: Deadline
        /// The act that says so, by its instant and name; the list of the event goes before all.
        let saidAt: Instant
        let saidBy: String
    }

    /// What a car wears from an instant on.
    private struct Fitting {
        let from: Instant
        let transponders: [Transponder]
        let saidAt: Instant
        let saidBy: String
    }

    /// The list of the event, with no act.
    init(_ listed: [Entry]) {
        entries = listed
        withdrawnFrom = Array(repeating: nil, count: listed.count)
        withdrawnBy = withdrawnFrom.map { _ in nil }
        findPlaces()
        wear(
            listed.map {
                [Fitting(from: .distantPast, transponders: $0.transponders, saidAt: .distantPast, saidBy: "")]
            })
    }

    /// - Throws: what makes no entry list.
    init(_ listed: [Entry], _ acts: borrowing ActLog) throws(ActRefusal) {
        self.init(listed)
        if acts.entries.isEmpty { return }
        self.acts = acts.entries
        var fittings = listed.map {
            [Fitting(from: .distantPast, transponders: $0.transponders, saidAt: .distantPast, saidBy: "")]
        }
        for act in acts.entries {
            guard case .entry(let change) = act.kind, change.action == .add else { continue }
            try add(change, act, named: Self.name(of: acts.firstNumber(of: act), listed), &fittings)
        }
        findPlaces()
        for act in acts.entries {
            guard case .entry(let change) = act.kind, let car = places[change.car] else { continue }
            spokenOf.insert(car)
            switch change.action {
            case .add: continue
            case .change: self.change(car, change, act, &fittings)
            case .withdraw: try withdraw(car, change, act)
            }
        }
        findPlaces()
        try check()
        wear(fittings)
    }

    /// What a car is called for good that is entered under a number.
    private static func name(of number: CarNumber, _ listed: [Entry]) -> CarNumber {
        listed.contains { $0.entered == number } ? CarNumber("\(number.text)+") : number
    }

    func isWithdrawn(_ car: Int) -> Bool { withdrawnFrom[car] != nil }

    /// Cars withdrawn for the whole session.
    var absent: [Int] { withdrawnFrom.indices.filter { withdrawnFrom[$0] == .distantPast } }

    /// The car that wears the transponder at an instant.
    @inline(__always)
    func wearer(of transponder: Transponder, at instant: Instant) -> Int32? {
        if wornForATime.isEmpty { return worn[transponder] }
        guard let wearings = wornForATime[transponder] else { return worn[transponder] }
        // A car that is withdrawn gives way to one that is not; else the later word holds.
        func key(_ wearing: Wearing) -> (Int, Instant, String) {
            let isThere = withdrawnFrom[Int(wearing.car)].map { instant < $0 } ?? true
            return (isThere ? 1 : 0, wearing.saidAt, wearing.saidBy)
        }
        return wearings.filter { $0.from <= instant && !$0.until.isReached(at: instant) }
            .max { key($0) < key($1) }?.car
    }

    /// Whether any car wears the transponder at any time.
    func isWorn(_ transponder: Transponder) -> Bool { worn[transponder] != nil || wornForATime[transponder] != nil }

    // MARK: Acts

    private mutating func add(
        _ change: EntryChange, _ act: Act, named name: CarNumber, _ fittings: inout [[Fitting]]
    ) throws(ActRefusal) {
        if entries.contains(where: { $0.entered == name }) { throw .numberTaken(change.car, by: name) }
        let entry = Entry(number: change.car, entered: name, carClass: "", team: "", transponders: [], drivers: [])
            .saying(change.details)
        entries.append(entry)
        withdrawnFrom.append(nil)
        withdrawnBy.append(nil)
        spokenOf.insert(entries.count - 1)
        fittings.append([
            Fitting(
                from: change.isFromStart ? .distantPast : act.at, transponders: entry.transponders, saidAt: act.at,
                saidBy: act.id)
        ])
    }

    private mutating func change(_ car: Int, _ change: EntryChange, _ act: Act, _ fittings: inout [[Fitting]]) {
        let before = entries[car]
        entries[car] = before.saying(change.details)
        if let number = change.details.number, number != before.number,
            let other = change.swapsWith.flatMap({ places[$0] }),
            other != car
        {
            var details = EntryDetails()
            details.number = before.number
            entries[other] = entries[other].saying(details)
            spokenOf.insert(other)
        }
        guard let transponders = change.details.transponders else { return }
        let began = fittings[car].first?.from ?? .distantPast
        if change.isFromStart { fittings[car] = [] }
        fittings[car].append(
            Fitting(
                from: change.isFromStart ? began : max(act.at, began), transponders: transponders, saidAt: act.at,
                saidBy: act.id))
    }

    private mutating func withdraw(_ car: Int, _ change: EntryChange, _ act: Act) throws(ActRefusal) {
        if let by = withdrawnBy[car] { throw .withdrawnBefore(entries[car].number, by: by) }
        withdrawnFrom[car] = change.isFromStart ? .distantPast : act.at
        withdrawnBy[car] = act.id
    }

    // MARK: The list

    private mutating func findPlaces() {
        places = [:]
        for (car, entry) in entries.enumerated() { places[entry.entered] = car }
        for (car, entry) in entries.enumerated() where places[entry.number] == nil { places[entry.number] = car }
    }

    /// Entries that no act speaks of are taken as the event has them.
    private func check() throws(ActRefusal) {
        var numbers: [CarNumber: Int] = [:]
        var transponders: [Transponder: Int] = [:]
        for (car, entry) in entries.enumerated() {
            if let other = numbers.updateValue(car, forKey: entry.number), isSpokenOf(car, other) {
                throw .numberTaken(entry.number, by: entries[other].entered)
            }
            guard !isWithdrawn(car) else { continue }
            for transponder in entry.transponders {
                guard let other = transponders.updateValue(car, forKey: transponder), isSpokenOf(car, other) else {
                    continue
                }
                // The car that is named is the one that had it.
                let holder = spokenOf.contains(other) && !spokenOf.contains(car) ? car : other
                throw .transponderWorn(
                    transponder, by: entries[holder].number, and: entries[car + other - holder].number)
            }
        }
    }

    private func isSpokenOf(_ car: Int, _ other: Int) -> Bool { spokenOf.contains(car) || spokenOf.contains(other) }

    // MARK: Transponders

    private mutating func wear(_ fittings: [[Fitting]]) {
        (worn, wornForATime, offsets) = (TransponderTable(), [:], [:])
        var wearings: [Transponder: [Wearing]] = [:]
        for (car, fittings) in fittings.enumerated() {
            for (place, fitting) in fittings.enumerated() {
                let until = place + 1 < fittings.count ? Deadline(fittings[place + 1].from) : .none
                for transponder in fitting.transponders {
                    wearings[transponder, default: []].append(
                        Wearing(
                            car: Int32(car), from: fitting.from, until: until, saidAt: fitting.saidAt,
                            saidBy: fitting.saidBy))
                }
            }
            for (transponder, offset) in entries[car].transponderOffsets where offset != .zero {
                offsets[transponder, default: [:]][Int32(car)] = offset
            }
        }
        for (transponder, wearings) in wearings {
            // As the event writes it: of two cars that share one the later has it.
            let isAsListed = wearings.allSatisfy { $0.saidBy.isEmpty && $0.until == .none && !isWithdrawn(Int($0.car)) }
            if isAsListed || wearings.count == 1 && wearings[0].from == .distantPast && wearings[0].until == .none {
                worn[transponder] = wearings.last?.car
            } else {
                wornForATime[transponder] = wearings
            }
        }
    }
}
