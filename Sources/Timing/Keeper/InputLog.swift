/// Every crossing of an entered car, in official order: by instant, then by name.
struct InputLog {
    struct Entry: Sendable {
        let crossing: Crossing
        /// The car whose transponder it is.
        let car: Int32
        var isVoid: Bool
    }

    private var packed = PackedLog()
    private var runs = LogRuns()
    /// How many of them the timekeeper has entered by hand.
    private(set) var inserted = 0

    var count: Int { packed.count }

    @inline(__always)
    subscript(index: Int) -> Entry { runs.entry(packed[index]) }

    /// What a search looks at first, without unpacking the entry.
    @inline(__always)
    func carAndInstant(_ index: Int) -> (car: Int32, at: Instant) { (packed[index].car, packed[index].at) }

    var entries: some Sequence<Entry> { (0..<count).lazy.map { self[$0] } }

    /// Puts a crossing where it belongs and returns its place.
    mutating func insert(_ entry: Entry) -> Int {
        if entry.crossing.id.decoder == 0 { inserted += 1 }
        let crossing = runs.pack(entry)
        // The usual case: it is later than all.
        guard crossing.at <= packed.lastInstant, let last = packed.last, runs.precedes(crossing, last) else {
            packed.append(crossing)
            return packed.count - 1
        }
        let index = firstIndex(notBefore: entry.crossing)
        packed.insert(crossing, at: index)
        assert(isInOrder(about: index), "the log is in official order")
        return index
    }

    /// How many crossings are after this one in official order.
    func count(after crossing: Crossing) -> Int {
        guard count > 0, crossing.precedes(self[count - 1].crossing) else { return 0 }
        return count - firstIndex(notBefore: crossing)
    }

    private func isInOrder(about index: Int) -> Bool {
        func follows(_ place: Int) -> Bool {
            !(1..<count).contains(place)
                || !runs.precedes(packed[place], packed[place - 1])
        }
        return follows(index) && follows(index + 1)
    }

    /// The instant of the last crossing that is not void.
    var lastThatCounts: Instant {
        var index = packed.count - 1
        while index >= 0, packed[index].isVoid { index -= 1 }
        return index < 0 ? .distantPast : packed[index].at
    }

    func index(of id: CrossingID) -> Int? {
        packed.firstIndex { $0.number == id.number && runs.id(of: $0) == id }
    }

    mutating func setVoid(_ isVoid: Bool, at index: Int) {
        packed[index].isVoid = isVoid
    }

    /// Takes those out and puts these in their places.
    mutating func replace(_ names: Set<CrossingID>, by others: [Entry]) {
        guard !names.isEmpty || !others.isEmpty else { return }
        let added = others.map { runs.pack($0) }
        let known = runs
        // Where nothing is taken out, all before the earliest stays as it is.
        let earliest = names.isEmpty ? others.map { firstIndex(notBefore: $0.crossing) }.min() : nil
        packed.rewrite(from: earliest ?? 0) { row in
            if !names.isEmpty { row.removeAll { names.contains(known.id(of: $0)) } }
            row += added
            row.sort(by: known.precedes)
        }
    }

    /// The entry list is another: each car's crossings go to its new place, those of cars without one are handed back.
    mutating func relist(_ places: [Int?]) -> [Crossing] {
        var gone: [Crossing] = []
        let known = runs
        packed.rewrite { row in
            row = row.filter { crossing in
                guard places.indices.contains(Int(crossing.car)), places[Int(crossing.car)] == nil else { return true }
                let entry = known.entry(crossing)
                if entry.crossing.id.decoder != 0 { gone.append(entry.crossing) }
                return false
            }
            for index in row.indices where places.indices.contains(Int(row[index].car)) {
                if let place = places[Int(row[index].car)] { row[index].car = Int32(place) }
            }
        }
        return gone
    }

    /// Takes out those that were entered by hand.
    mutating func removeInserted() {
        guard inserted > 0 else { return }
        let known = runs
        packed.rewrite { row in row.removeAll { known.id(of: $0).decoder == 0 } }
        inserted = 0
    }

    mutating func remove(_ id: CrossingID) -> Instant? {
        guard let index = index(of: id) else { return nil }
        if id.decoder == 0 { inserted -= 1 }
        return packed.remove(at: index).at
    }

    private func firstIndex(notBefore crossing: Crossing) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].crossing.precedes(crossing) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
