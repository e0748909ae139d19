/// Every act received, and those that hold. An act that is not about another one goes into its place in the lists; one
/// that is has them made anew.
struct ActLog {
    /// Acts that are folded with the crossings, in official order.
    private(set) var folded: [Act] = []
    /// Corrections of decoders' clocks, in official order.
    private(set) var clocks: [Act] = []
    private(set) var all: [String: Act] = [:]
    /// Acts of a journal that were refused when it was read, in its order.
    private var setAside: [ActSetAside] = []
    /// Of these the ones that nobody has decided on, in official order.
    private(set) var pending: [ActSetAside] = []
    /// Names of the acts that take back the act of a name.
    private var withdrawals: [String: [String]] = [:]
    /// Names of the acts that take its place.
    private var replacements: [String: [String]] = [:]
    private var voids: Set<CrossingID> = []
    /// Crossings that count by the timekeeper's word.
    private var counted: Set<CrossingID> = []
    /// The one that holds first.
    private var assignments: [Act] = []
    /// Transponders that a command has given to a car.
    private(set) var assigned: Set<Transponder> = []
    /// Stewards' decisions, in official order, those of them that are about an obligation, and those that delete a lap
    /// time.
    private(set) var penaltyActs: [Act] = []
    private(set) var judgements: [Act] = []
    private(set) var deletions: [Act] = []
    /// Bulletins and the stewards' rulings, in official order.
    private(set) var bulletins: [Act] = []
    private(set) var rulings: [Act] = []
    /// Changes of the entry list, in official order.
    private(set) var entries: [Act] = []
    /// Words of race control, each in official order.
    private(set) var messages: [Act] = []
    private(set) var reports: [Act] = []
    private(set) var conditions: [Act] = []
    /// The instants of the last act and of the last that made the classification final.
    private var lastAt = Instant.distantPast
    private var finalAt: Instant?

    /// The classification has been made final, and no decision came since.
    var isFinal: Bool { finalAt.map { $0 >= lastAt } ?? false }

    func named(_ id: String) -> Act? { all[id] }

    var count: Int { all.count }

    /// Whether any act has changed the entry list, or would if it held.
    private(set) var hasEntries = false

    /// The number under which a new entry was first written: it stays its name where another act takes the act's place.
    func firstNumber(of act: Act) -> CarNumber {
        var first = act
        var seen: Set<String> = [act.id]
        while let name = first.replaces, seen.insert(name).inserted, let before = all[name],
            case .entry(let change) = before.kind, change.action == .add
        {
            first = before
        }
        guard case .entry(let change) = first.kind else { return CarNumber("") }
        return change.car
    }

    var names: [String] { Array(all.keys) + setAside.map(\.act.id) }

    mutating func insert(_ act: Act) {
        all[act.id] = act
        if case .entry = act.kind { hasEntries = true }
        if let target = act.replaces { replacements[target, default: []].append(act.id) }
        if case .withdraw(let target) = act.kind {
            withdrawals[target, default: []].append(act.id)
        } else if act.replaces == nil {
            var known: [String: Bool] = [:]
            return list(act, &known)
        }
        sort()
    }

    mutating func setAside(_ act: Act, _ why: ActRefusal) {
        setAside.append(ActSetAside(act: act, refusal: why))
        sort()
    }

    /// The act of that name was refused already when it was given: nothing waits.
    mutating func dropSetAside(_ id: String) {
        setAside.removeAll { $0.act.id == id }
        sort()
    }

    func setAside(named id: String) -> Act? { setAside.first { $0.act.id == id }?.act }

    /// The acts that hold and take this one back, or have its place.
    func against(_ id: String) -> [Act] {
        ((withdrawals[id] ?? []).filter { stands($0) } + inPlace(of: id)).compactMap { all[$0] }
    }

    private func inPlace(of id: String) -> [String] {
        (replacements[id] ?? []).flatMap { stands($0) ? [$0] : inPlace(of: $0) }
    }

    /// Whether the act holds: nothing that holds took it back, and its place is not taken.
    func stands(_ id: String) -> Bool {
        var known: [String: Bool] = [:]
        return stands(id, &known)
    }

    /// `known` are those found already: a chain of takings back is walked once.
    private func stands(_ id: String, _ known: inout [String: Bool]) -> Bool {
        if withdrawals[id] == nil, replacements[id] == nil { return true }
        if let known = known[id] { return known }
        let isTakenBack = (withdrawals[id] ?? []).contains { stands($0, &known) }
        let holds = !isTakenBack && !isTaken(id, &known)
        known[id] = holds
        return holds
    }

    /// Whether another act has the place of this one: one that holds, or one whose own place is taken.
    private func isTaken(_ id: String, _ known: inout [String: Bool]) -> Bool {
        (replacements[id] ?? []).contains { stands($0, &known) || isTaken($0, &known) }
    }

    /// The command that said last how long the session lasts.
    var lastDuration: Act? {
        folded.last { act in
            if case .duration = act.kind { true } else { false }
        }
    }

    /// Durations told, in official order.
    var durations: [ToldDuration] {
        folded.compactMap { act in
            guard case .duration(let duration) = act.kind else { return nil }
            return ToldDuration(at: act.at, duration: duration)
        }
    }

    func isVoid(_ id: CrossingID) -> Bool { !voids.isEmpty && voids.contains(id) }

    func isCounted(_ id: CrossingID) -> Bool { !counted.isEmpty && counted.contains(id) }

    /// Makes the lists of the acts that hold anew.
    private mutating func sort() {
        var known: [String: Bool] = [:]
        pending = setAside.filter { stands($0.act.id, &known) }
            .sorted { ($0.act.at, $0.act.id) < ($1.act.at, $1.act.id) }
        let standing = all.values.filter { stands($0.id, &known) }.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
        folded = []
        penaltyActs = []
        judgements = []
        deletions = []
        assignments = []
        assigned = []
        clocks = []
        bulletins = []
        rulings = []
        entries = []
        (messages, reports, conditions) = ([], [], [])
        voids = []
        counted = []
        (lastAt, finalAt) = (.distantPast, nil)
        known = [:]
        for act in standing { list(act, &known) }
    }

    /// Puts an act that holds into its place in the lists. `known`: which acts concern the result, as far as it was
    /// found already: a chain of acts that are about each other is walked once.
    private mutating func list(_ act: Act, _ known: inout [String: Bool]) {
        if concernsResult(act, &known) { lastAt = max(lastAt, act.at) }
        if act.isFolded { folded.insert(inOrder: act) }
        switch act.kind {
        case .penalty(_, let penalty, _):
            penaltyActs.insert(inOrder: act)
            if case .lapTime = penalty { deletions.insert(inOrder: act) }
            if act.concerning != nil { judgements.insert(inOrder: act) }
        case .assign(let transponder, _, _):
            assignments.append(act)
            assignments.sort { Self.goesBefore($0, $1) }
            assigned.insert(transponder)
        case .clock: clocks.insert(inOrder: act)
        case .bulletin: bulletins.insert(inOrder: act)
        case .ruling: rulings.insert(inOrder: act)
        case .entry: entries.insert(inOrder: act)
        case .message: messages.insert(inOrder: act)
        case .report: reports.insert(inOrder: act)
        case .conditions: conditions.insert(inOrder: act)
        case .void(let id): voids.insert(id)
        case .count(let id): counted.insert(id)
        case .final: finalAt = max(finalAt ?? act.at, act.at)
        case .formation, .start, .end, .duration, .flag, .driver, .retired, .served, .insert, .withdraw: break
        }
    }

    /// Whether a final classification is provisional again after the act: not after words of race control.
    private func concernsResult(_ act: Act, _ known: inout [String: Bool]) -> Bool {
        if let known = known[act.id] { return known }
        let own =
            switch act.kind {
            case .message, .report, .conditions: false
            case .withdraw(let name): all[name].map { concernsResult($0, &known) } ?? true
            case .formation, .start, .end, .final, .duration, .flag, .driver, .retired, .penalty, .served, .void,
                .count, .insert, .assign, .clock, .bulletin, .ruling, .entry:
                true
            }
        let concerns = own || act.replaces.flatMap { all[$0] }.map { concernsResult($0, &known) } ?? false
        known[act.id] = concerns
        return concerns
    }

    /// The car that wears the transponder at an instant by command; nil where no command says so.
    func wearer(of transponder: Transponder, at instant: Instant) -> CarNumber? {
        for act in assignments {
            guard case .assign(transponder, let number, let time) = act.kind, time.contains(instant) else { continue }
            return number
        }
        return nil
    }

    /// One with a beginning goes before one for the whole session, a later beginning before an earlier one.
    private static func goesBefore(_ one: Act, _ other: Act) -> Bool {
        func key(_ act: Act) -> (Int, Instant, String) {
            guard case .assign(_, _, let time) = act.kind else { return (0, act.at, act.id) }
            return (time.from == nil ? 0 : 1, time.from ?? act.at, act.id)
        }
        return key(one) > key(other)
    }

    /// How many microseconds the clock that stamped the crossing was ahead.
    func clockAhead(_ crossing: Crossing) -> Int64 { correction(of: crossing)?.ahead ?? 0 }

    /// The same of a time that the decoder told.
    func clockAhead(of decoder: UInt32, at told: Instant) -> Int64 { correction(of: decoder, at: told)?.ahead ?? 0 }

    /// What a command says of the clock that stamped the crossing.
    func correction(of crossing: Crossing) -> ClockCorrection? { correction { $0.concerns(crossing) } }

    /// The same of a time that the decoder told.
    func correction(of decoder: UInt32, at told: Instant) -> ClockCorrection? {
        correction { $0.decoder == decoder && told.microseconds >= $0.from ?? .min }
    }

    private func correction(_ concerns: (ClockCorrection) -> Bool) -> ClockCorrection? {
        for act in clocks.reversed() {
            if case .clock(let clock) = act.kind, concerns(clock) { return clock }
        }
        return nil
    }
}

extension [Act] {
    /// Inserts an act in official order; usually it is the last.
    fileprivate mutating func insert(inOrder act: Act) {
        let place = lastIndex { ($0.at, $0.id) < (act.at, act.id) }
        insert(act, at: place.map { $0 + 1 } ?? startIndex)
    }
}

extension Act {
    /// Whether the act is part of the run of time, like a crossing.
    var isFolded: Bool {
        switch kind {
        case .formation, .start, .end, .final, .duration, .flag, .driver, .retired, .served, .bulletin: true
        case .penalty(_, .driveThrough, _), .penalty(_, .stopAndGo, _), .penalty(_, .disqualified, _): true
        case .entry(let change): change.action == .withdraw && !change.isFromStart
        case .penalty, .withdraw, .void, .count, .insert, .assign, .clock, .ruling, .message, .report, .conditions:
            false
        }
    }
}

extension CrossingID {
    /// The name of a crossing inserted by hand: from the act's own name, so that it never depends on order.
    public init(insertedBy act: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in act.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        self.init(decoder: 0, epoch: 0, number: hash >> 11)
    }
}
