/// Rows marked as changed, each once, without allocating.
struct ChangedRows {
    private(set) var cars: [CarIndex] = []
    private(set) var parts: [RowParts]

    init(count: Int) {
        parts = Array(repeating: [], count: count)
        cars.reserveCapacity(count)
    }

    @inline(__always)
    mutating func mark(_ car: Int, _ part: RowParts) {
        if parts[car].isEmpty { cars.append(CarIndex(car)) }
        parts[car].formUnion(part)
    }

    mutating func markAll(_ part: RowParts) {
        for car in parts.indices { mark(car, part) }
    }

    mutating func clear() {
        while let car = cars.popLast() { parts[car.slot] = [] }
    }
}
