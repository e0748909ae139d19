/// Every crossing of an entered car, in official order: by instant, then by name.
struct InputLog {
    struct Entry: Sendable {
        let crossing: Crossing
        /// The car whose transponder it is.
        let car: Int32
        var isVoid: Bool
    }

    private(set) var entries: ContiguousArray<Entry> = []
    /// How many of them the timekeeper has entered by hand.
    private(set) var inserted = 0

    var count: Int { entries.count }

    subscript(index: Int) -> Entry { entries[index] }

    /// Puts a crossing where it belongs and returns its place.
    mutating func insert(_ entry: Entry) -> Int {
        if entry.crossing.id.decoder == 0 { inserted += 1 }
        guard let last = entries.last, Self.precedes(entry.crossing, last.crossing) else {
            entries.append(entry)
            return entries.count - 1
        }
        let index = firstIndex(notBefore: entry.crossing)
        entries.insert(entry, at: index)
        assert(isInOrder(about: index), "the log is in official order")
        return index
    }

    /// How many crossings are after this one in official order.
    func count(after crossing: Crossing) -> Int {
        guard let last = entries.last, Self.precedes(crossing, last.crossing) else { return 0 }
        return entries.count - firstIndex(notBefore: crossing)
    }

    private func isInOrder(about index: Int) -> Bool {
        func follows(_ place: Int) -> Bool {
            !entries.indices.contains(place) || !entries.indices.contains(place - 1)
                || !Self.precedes(entries[place].crossing, entries[place - 1].crossing)
        }
        return follows(index) && follows(index + 1)
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

    /// Takes those out and puts these in their places.
    mutating func replace(_ names: Set<CrossingID>, by others: [Entry]) {
        guard !names.isEmpty || !others.isEmpty else { return }
        entries.removeAll { names.contains($0.crossing.id) }
        entries += others
        entries.sort { Self.precedes($0.crossing, $1.crossing) }
    }

    /// The entry list is another: each car's crossings go to its new place, those of cars without one are handed back.
    mutating func relist(_ places: [Int?]) -> [Crossing] {
        var gone: [Crossing] = []
        entries = ContiguousArray(
            entries.compactMap { entry in
                guard places.indices.contains(Int(entry.car)) else { return entry }
                guard let place = places[Int(entry.car)] else {
                    if entry.crossing.id.decoder != 0 { gone.append(entry.crossing) }
                    return nil
                }
                return Entry(crossing: entry.crossing, car: Int32(place), isVoid: entry.isVoid)
            })
        return gone
    }

    /// Takes out those that were entered by hand.
    mutating func removeInserted() {
        guard inserted > 0 else { return }
        entries.removeAll { $0.crossing.id.decoder == 0 }
        inserted = 0
    }

    mutating func remove(_ id: CrossingID) -> Instant? {
        guard let index = index(of: id) else { return nil }
        if id.decoder == 0 { inserted -= 1 }
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
