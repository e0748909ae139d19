public import Timing

/// The result of a session that was run in parts which are added up (R40).
///
/// Laps and times of a car in all parts are added: most laps first, of equal laps the smaller time.
public struct WholeResult: Hashable, Sendable {
    /// How many laps a car has to have, of the winner's, to be classified.
    public struct Rule: Hashable, Sendable {
        /// In percent of the winner's laps.
        public let percent: Int
        /// Whose laps it is a share of.
        public let basis: RaceRules.ClassifiedBasis
        /// Only a car that has finished the last part is classified.
        public let mustTakeFlag: Bool

        public init(percent: Int, basis: RaceRules.ClassifiedBasis = .overall, mustTakeFlag: Bool = false) {
            self.percent = percent
            self.basis = basis
            self.mustTakeFlag = mustTakeFlag
        }

        public init(_ rules: RaceRules) {
            self.init(
                percent: rules.classifiedPercent, basis: rules.classifiedBasis, mustTakeFlag: rules.mustTakeFlag)
        }
    }

    /// The parts, in the order in which they were run; never empty.
    public let parts: [SettledResult]
    /// All of them as one result.
    public let result: SettledResult

    /// - Parameters:
    ///   - name: as a sheet names it.
    ///   - kind: a race is decided by laps and time, another session by best laps.
    ///   - parts: in the order in which they were run.
    public init(_ name: String, kind: Session.Kind, parts: [SettledResult], rule: Rule) {
        self.parts = parts
        var sums = Sum.all(of: parts)
        if kind == .race {
            sums.sort { $0.isAhead(of: $1) }
            Self.separate(&sums, rule)
        } else {
            sums.sort { $0.isQuicker(than: $1) }
            for place in sums.indices { sums[place].isClassified = sums[place].best != nil && !sums[place].isGone }
            sums = sums.filter(\.isClassified) + sums.filter { !$0.isClassified }
        }
        let scheduled = parts.compactMap(\.scheduled)
        result = SettledResult(
            name, cars: Self.placed(sums, kind),
            gridDecisions: parts.flatMap(\.gridDecisions).sorted { $0.at < $1.at },
            scheduled: scheduled.isEmpty ? nil : scheduled.max(),
            run: sums.first.flatMap { sums in sums.total.map { $0 - sums.penalty } } ?? .zero,
            isFinal: parts.allSatisfy(\.isFinal))
    }

    /// Who is classified comes first, and who is disqualified or withdrawn last.
    private static func separate(_ sums: inout [Sum], _ rule: Rule) {
        func mayWin(_ sum: Sum) -> Bool { !sum.isGone && sum.laps > 0 && (!rule.mustTakeFlag || sum.hasFinished) }
        let winner = sums.first(where: mayWin)
        for place in sums.indices {
            let sum = sums[place]
            let best = rule.basis == .overall ? winner : sums.first { mayWin($0) && $0.carClass == sum.carClass }
            sums[place].isClassified = mayWin(sum) && sum.laps >= (best?.laps ?? 0) * rule.percent / 100
        }
        sums =
            sums.filter(\.isClassified) + sums.filter { !$0.isClassified && !$0.isGone } + sums.filter(\.isGone)
    }

    // MARK: Places

    /// Positions overall and in each class, and what is between the cars. Cars of one total share their position.
    private static func placed(_ sums: [Sum], _ kind: Session.Kind) -> [SettledResult.Car] {
        var overall = Places()
        var classes: [String: Places] = [:]
        return sums.map { sum in
            var own = classes[sum.carClass] ?? Places()
            let (first, ahead) = (overall.first, overall.last)
            let (classFirst, classAhead) = (own.first, own.last)
            let (position, classPosition) = (overall.next(sum, kind), own.next(sum, kind))
            classes[sum.carClass] = own
            func distance(_ other: Sum?) -> Distance { other.map { sum.distance(behind: $0, kind) } ?? .none }
            let standing = Standing(
                position: position, classPosition: classPosition, gap: distance(first), interval: distance(ahead),
                classGap: distance(classFirst), classInterval: distance(classAhead), status: sum.status(kind),
                total: sum.total, penalty: sum.penalty)
            return SettledResult.Car(
                sum.entry, standing, laps: sum.laps, bestLap: sum.isGone ? nil : sum.best, wasSeen: sum.wasSeen,
                driver: nil)
        }
    }

    /// The cars of a class, or all, counted from the first one on.
    private struct Places {
        var first: Sum?
        var last: Sum?
        private var cars = 0
        private var position = 0

        mutating func next(_ sum: Sum, _ kind: Session.Kind) -> Int? {
            guard sum.isClassified else { return nil }
            cars += 1
            let isLevel = kind == .race && last.map { $0.laps == sum.laps && $0.total == sum.total } ?? false
            if !isLevel { position = cars }
            first = first ?? sum
            last = sum
            return position
        }
    }
}

/// A car's laps and times in all parts together.
private struct Sum {
    var entry: Entry
    var laps = 0
    var total: Milliseconds?
    var penalty = Milliseconds.zero
    var best: Milliseconds?
    var wasSeen = false
    var isDisqualified = false
    var isWithdrawn = false
    /// Its place in the last part in which it was entered, from 0.
    var place = 0
    /// It finished the last part.
    var hasFinished = false
    var isClassified = false

    var carClass: String { entry.carClass }
    var isGone: Bool { isDisqualified || isWithdrawn }

    init(_ entry: Entry) { self.entry = entry }

    /// Every car of any part, in the order of the last.
    static func all(of parts: [SettledResult]) -> [Sum] {
        var sums: [Sum] = []
        var places: [CarNumber: Int] = [:]
        // The last part first: its entry is the car's.
        for part in parts.reversed() {
            for car in part.cars where places[car.entry.entered] == nil {
                places[car.entry.entered] = sums.count
                sums.append(Sum(car.entry))
            }
        }
        for (number, part) in parts.enumerated() {
            let isLast = number == parts.count - 1
            for (rank, car) in part.cars.enumerated() {
                guard let place = places[car.entry.entered] else { continue }
                sums[place].add(car, rank: rank, isLast: isLast)
            }
        }
        return sums
    }

    private mutating func add(_ car: SettledResult.Car, rank: Int, isLast: Bool) {
        laps += car.laps
        if let time = car.standing.total { total = (total ?? .zero) + time }
        penalty = penalty + car.standing.penalty
        if let lap = car.bestLap { best = min(best ?? lap, lap) }
        wasSeen = wasSeen || car.wasSeen
        isDisqualified = isDisqualified || car.standing.status == .disqualified
        // An entry that is withdrawn for a later part keeps what it did before.
        isWithdrawn = isWithdrawn || car.standing.status == .withdrawn
        place = rank
        if isLast { hasFinished = car.standing.status == .finished }
    }

    func isAhead(of other: Sum) -> Bool {
        if laps != other.laps { return laps > other.laps }
        let (own, others) = (total?.count ?? .max, other.total?.count ?? .max)
        return own == others ? place < other.place : own < others
    }

    func isQuicker(than other: Sum) -> Bool {
        let (own, others) = (best?.count ?? .max, other.best?.count ?? .max)
        return own == others ? place < other.place : own < others
    }

    func distance(behind other: Sum, _ kind: Session.Kind) -> Distance {
        if kind != .race {
            guard let best, let ahead = other.best else { return .unknown }
            return Distance(time: best - ahead, laps: 0)
        }
        if laps < other.laps { return Distance(time: nil, laps: other.laps - laps) }
        guard let total, let ahead = other.total, total >= ahead else { return .unknown }
        return Distance(time: total - ahead, laps: 0)
    }

    func status(_ kind: Session.Kind) -> CarStatus {
        if isDisqualified { return .disqualified }
        if isWithdrawn { return .withdrawn }
        if !wasSeen { return .notStarted }
        if kind != .race { return .finished }
        if !isClassified { return .notClassified }
        return hasFinished ? .finished : .retired
    }
}
