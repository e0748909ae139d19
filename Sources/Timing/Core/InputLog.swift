/// Every crossing of an entered car, in official order: by instant, then by name.
struct InputLog {
    struct Entry: Sendable {
        let crossing: Crossing
        /// The car whose transponder it is.
        let car: Int32
        var isVoid: Bool
    }

    private(set) var entries: ContiguousArray<Entry> = []

    var count: Int { entries.count }

    subscript(index: Int) -> Entry { entries[index] }

    /// Puts a crossing where it belongs and returns its place.
    mutating func insert(_ entry: Entry) -> Int {
        guard let last = entries.last, Self.precedes(entry.crossing, last.crossing) else {
            entries.append(entry)
            return entries.count - 1
        }
        let index = firstIndex(notBefore: entry.crossing)
        entries.insert(entry, at: index)
        return index
    }

    /// The instant of the last crossing that is not void.
    var lastThatCounts: Instant {
        var index = entries.count - 1
        while index >= 0, entries[index].isVoid { index -= 1 }
        return index < 0 ? .distantPast : entries[index].crossing.at
    }

    func index(of id: CrossingID) -> Int? {
        entries.firstIndex { $0.crossing.id == id }
    }

    mutating func setVoid(_ isVoid: Bool, at index: Int) {
        entries[index].isVoid = isVoid
    }

    /// Takes out every crossing of the transponder that a decoder saw, in official order.
    mutating func removeAll(of transponder: Transponder) -> [Crossing] {
        func isTaken(_ entry: Entry) -> Bool {
            entry.crossing.transponder == transponder && entry.crossing.id.decoder != 0
        }
        let taken = entries.filter(isTaken).map(\.crossing)
        entries.removeAll(where: isTaken)
        return taken
    }

    /// Puts the crossings of a decoder where they belong by other instants. Returns the earliest instant from which
    /// the log reads differently.
    mutating func replaceAll(of decoder: UInt32, by corrected: (Crossing) -> Crossing) -> Instant? {
        var moved: [(before: Instant, entry: Entry)] = []
        for entry in entries where entry.crossing.id.decoder == decoder {
            let crossing = corrected(entry.crossing)
            guard crossing.at != entry.crossing.at else { continue }
            moved.append((entry.crossing.at, Entry(crossing: crossing, car: entry.car, isVoid: entry.isVoid)))
        }
        guard !moved.isEmpty else { return nil }
        let names = Set(moved.map(\.entry.crossing.id))
        entries.removeAll { names.contains($0.crossing.id) }
        entries += moved.map(\.entry)
        entries.sort { Self.precedes($0.crossing, $1.crossing) }
        return moved.map { min($0.before, $0.entry.crossing.at) }.min()
    }

    mutating func remove(_ id: CrossingID) -> Instant? {
        guard let index = index(of: id) else { return nil }
        return entries.remove(at: index).crossing.at
    }

    private func firstIndex(notBefore crossing: Crossing) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if Self.precedes(entries[middle].crossing, crossing) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// Official order. The name decides between crossings of one millisecond, whatever order they came in.
    static func precedes(_ left: Crossing, _ right: Crossing) -> Bool {
        if left.at != right.at { return left.at < right.at }
        return left.id < right.id
    }
}
