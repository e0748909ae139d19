/// A car's place once the outstanding stops of all cars are made: the true order while some cars have stopped and
/// some have not.
public struct NetRow: Hashable, Sendable {
    /// Its place in the entry list.
    public let car: CarIndex
    /// From 1.
    public private(set) var position = 0
    /// The same within its class.
    public private(set) var classPosition = 0
    /// Behind the first, in time, also a lap or more behind.
    public private(set) var gap: Milliseconds
    /// The cost of the car's outstanding stops against the track.
    public let owed: Milliseconds

    /// A car that comes so long after the leader on the road, with its outstanding stops. It has no place yet.
    init(car: CarIndex, delay: Milliseconds, owed: Milliseconds) {
        self.car = car
        gap = delay
        self.owed = owed
    }

    /// Puts cars that stand in the order on the road into the net order, with places and gaps behind the first. Of cars
    /// with one delay the one ahead on the road stays ahead. Most stay where they are.
    static func settle(_ rows: inout [NetRow], classOf: [Int], classes: Int) {
        rows.withUnsafeMutableBufferPointer { rows in
            for place in rows.indices {
                let row = rows[place]
                var free = place
                while free > 0, row.gap < rows[free - 1].gap {
                    rows[free] = rows[free - 1]
                    free -= 1
                }
                rows[free] = row
            }
        }
        guard let least = rows.first?.gap else { return }
        withUnsafeTemporaryAllocation(of: Int.self, capacity: classes) { inClass in
            inClass.initialize(repeating: 0)
            for place in rows.indices {
                let carClass = classOf[rows[place].car.slot]
                inClass[carClass] += 1
                rows[place].position = place + 1
                rows[place].classPosition = inClass[carClass]
                rows[place].gap = rows[place].gap - least
            }
        }
    }
}
