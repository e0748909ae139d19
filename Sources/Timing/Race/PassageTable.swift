/// When each car passed each point of the race: the one record from which gaps and intervals are taken.
///
/// A point is a loop on a lap, counted from the start: with three points a lap, point 3 is the Line at the
/// end of lap 1 and point 4 the first sector loop of lap 2. Cells lie point by point, so that the cars
/// which a gap compares are neighbours in memory. A cell is valid only up to its car's `progress`, so going
/// back in time costs nothing here.
struct PassageTable {
    private let cars: Int
    /// Milliseconds since the start, plus one; negative where provisional; zero where the car was not seen.
    private var cells: [Int32] = []

    init(cars: Int) {
        self.cars = cars
    }

    mutating func record(
        _ car: Int, at point: Int, _ since: SinceStart, isEstimated: Bool, skippingFrom last: Int
    ) {
        let needed = (point + 1) * cars
        if cells.count < needed {
            cells.append(contentsOf: repeatElement(0, count: max(needed - cells.count, 64 * cars)))
        }
        var skipped = last + 1
        while skipped < point {
            cells[skipped * cars + car] = 0
            skipped += 1
        }
        assert(since >= .signal && point > last, "points are passed in order, after the start signal")
        let cell = Int32(clamping: since.milliseconds + 1)
        cells[point * cars + car] = isEstimated ? -cell : cell
    }

    /// Nil where the car was not really seen. Only for points up to its progress.
    @inline(__always)
    func passage(_ car: Int, at point: Int) -> SinceStart? {
        guard point > 0 else { return .signal }
        assert(holds(point), "no car has passed that point")
        let cell = cells[point * cars + car]
        return cell <= 0 ? nil : SinceStart(milliseconds: Int64(cell) - 1)
    }

    /// The same, provisional crossings included.
    @inline(__always)
    func passageOrEstimate(_ car: Int, at point: Int) -> SinceStart? {
        guard point > 0 else { return .signal }
        assert(holds(point), "no car has passed that point")
        let cell = cells[point * cars + car]
        return cell == 0 ? nil : SinceStart(milliseconds: abs(Int64(cell)) - 1)
    }

    private func holds(_ point: Int) -> Bool { (point + 1) * cars <= cells.count }
}
