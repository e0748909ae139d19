public import Timing

/// What has to be done to make one entry list of another, as single acts in an order in which each can be taken.
public struct EntryPlan: Hashable, Sendable {
    /// One act.
    public struct Step: Hashable, Sendable {
        /// The number of the car when the act is given.
        public let car: CarNumber
        /// What is done.
        public let change: EntryChange
        /// The entry before; nil where the car is new.
        public let before: Entry?
    }

    /// In the order in which they are to be given; empty where nothing differs.
    public private(set) var steps: [Step] = []
    /// Cars of the new list whose entry is withdrawn: the withdrawal is to be taken back by hand.
    public private(set) var withdrawn: [CarNumber] = []

    private var running: [Entry]
    private let isFromStart: Bool

    /// - Parameters:
    ///   - running: the list as it runs, without the entries that are withdrawn.
    ///   - withdrawn: the numbers of those.
    ///   - wanted: the list as it is to be.
    ///   - isFromStart: changes hold for the whole session.
    public init(from running: [Entry], withdrawn: [CarNumber], to wanted: [Entry], isFromStart: Bool) {
        self.running = running
        self.isFromStart = isFromStart
        self.withdrawn = wanted.map(\.number).filter(withdrawn.contains)
        let wanted = wanted.filter { !withdrawn.contains($0.number) }
        let matches = Self.matches(running, wanted)
        for (place, entry) in running.enumerated() where !matches.values.contains(place) {
            steps.append(
                Step(
                    car: entry.number, change: EntryChange(.withdraw, entry.number, isFromStart: isFromStart),
                    before: entry))
        }
        let gone = Set(steps.map(\.car))
        self.running.removeAll { gone.contains($0.number) }
        change(wanted.enumerated().compactMap { place, entry in matches[place].map { (running[$0], entry) } })
        for (place, entry) in wanted.enumerated() where matches[place] == nil {
            steps.append(
                Step(car: entry.number, change: EntryChange(adding: entry, isFromStart: isFromStart), before: nil))
        }
    }

    // MARK: Which car is which

    /// The place of the running entry that is the same car, by the place of the wanted one.
    private static func matches(_ running: [Entry], _ wanted: [Entry]) -> [Int: Int] {
        var matches: [Int: Int] = [:]
        var taken: Set<Int> = []
        func match(_ isSame: (Entry, Entry) -> Bool) {
            for (place, entry) in wanted.enumerated() where matches[place] == nil {
                let found = running.indices.first { !taken.contains($0) && isSame(running[$0], entry) }
                guard let found else { continue }
                matches[place] = found
                taken.insert(found)
            }
        }
        func hasSameCrew(_ one: Entry, _ other: Entry) -> Bool {
            !one.drivers.isEmpty && one.drivers.map(\.name) == other.drivers.map(\.name)
        }
        func hasSameTransponders(_ one: Entry, _ other: Entry) -> Bool {
            !one.transponders.isEmpty && one.transponders == other.transponders
        }
        match { $0.number == $1.number && (hasSameCrew($0, $1) || $0.drivers.isEmpty && hasSameTransponders($0, $1)) }
        // A car with another number is known by its crew, or by its transponders.
        match { $0.number != $1.number && hasSameCrew($0, $1) && ($0.team == $1.team || hasSameTransponders($0, $1)) }
        match { $0.number == $1.number && ($0.team == $1.team || hasSameTransponders($0, $1)) }
        match { hasSameTransponders($0, $1) && $0.team == $1.team }
        match { $0.number == $1.number }
        return matches
    }

    // MARK: The order

    /// A number or a transponder is given when nobody has it any more; where each waits for the other, two cars swap
    /// numbers, and one takes its transponders off first.
    private mutating func change(_ pairs: [(from: Entry, to: Entry)]) {
        var waiting = pairs.filter { !EntryDetails(from: $0.from, to: $0.to).isEmpty }
        while !waiting.isEmpty {
            if let place = waiting.firstIndex(where: { canBecome($0.from, $0.to) }) {
                let (from, to) = waiting.remove(at: place)
                take(from, EntryDetails(from: from, to: to))
                continue
            }
            let (from, to) = waiting[0]
            if let place = running.firstIndex(where: { $0.number == to.number && $0.entered != from.entered }) {
                swap(from, with: running[place], &waiting)
            } else {
                var bare = EntryDetails()
                bare.transponders = []
                take(from, bare)
                waiting[0].from = from.saying(bare)
            }
        }
    }

    private func canBecome(_ from: Entry, _ to: Entry) -> Bool {
        !running.contains { other in
            other.entered != from.entered
                && (other.number == to.number || !Set(other.transponders).isDisjoint(with: to.transponders))
        }
    }

    private mutating func take(_ entry: Entry, _ details: EntryDetails, swapsWith other: CarNumber? = nil) {
        steps.append(
            Step(
                car: entry.number,
                change: EntryChange(.change, entry.number, details, swapsWith: other, isFromStart: isFromStart),
                before: entry))
        if let place = running.firstIndex(where: { $0.entered == entry.entered }) {
            running[place] = entry.saying(details)
        }
    }

    /// Both have each other's number afterwards.
    private mutating func swap(_ one: Entry, with other: Entry, _ waiting: inout [(from: Entry, to: Entry)]) {
        var (first, second) = (EntryDetails(), EntryDetails())
        first.number = other.number
        second.number = one.number
        take(one, first, swapsWith: other.number)
        if let place = running.firstIndex(where: { $0.entered == other.entered }) {
            running[place] = other.saying(second)
        }
        for place in waiting.indices {
            if waiting[place].from.entered == one.entered { waiting[place].from = one.saying(first) }
            if waiting[place].from.entered == other.entered { waiting[place].from = other.saying(second) }
        }
        waiting.removeAll { EntryDetails(from: $0.from, to: $0.to).isEmpty }
    }
}
