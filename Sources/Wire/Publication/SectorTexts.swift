import Timing

/// The sector times of every car as they were written last. From one row of a car to the next one time is another,
/// seldom two: the others are copied.
///
/// A text is found by the time that it says: nothing has to be forgotten when the entry list is another.
struct SectorTexts {
    private struct Text {
        /// In milliseconds; 0 where there is none.
        var time: Int64 = 0
        /// Nil of a time of more than seven digits.
        var number: ListedNumber? = .null

        @inline(__always)
        func put(with pen: inout Pen) {
            if let number {
                pen.put(number)
            } else {
                pen.put(time)
                pen.put(",")
            }
        }
    }

    /// The latest time of a sector, and the best.
    private struct Pair {
        var latest = Text()
        var best = Text()
    }

    /// By car and sector.
    private var pairs: [Pair] = []

    /// Writes two members of a row: the latest times, and the best.
    @inline(__always)
    mutating func put(_ times: ArraySlice<SectorTimes>, of car: CarIndex, with pen: inout Pen) {
        let sectors = times.span
        let first = car.slot &* sectors.count
        let end = first &+ sectors.count
        if end > pairs.count { makeRoom(for: end) }
        pen.put(",\"sectorsMs\":[")
        for sector in sectors.indices {
            let (latest, best) = (sectors[sector].latestTime?.count ?? 0, sectors[sector].bestTime?.count ?? 0)
            if pairs[first &+ sector].latest.time != latest || pairs[first &+ sector].best.time != best {
                note(latest, best, at: first &+ sector)
            }
            pairs[first &+ sector].latest.put(with: &pen)
        }
        pen.endList()
        pen.put(",\"bestSectorsMs\":[")
        for place in first..<end { pairs[place].best.put(with: &pen) }
        pen.endList()
    }

    @inline(never)
    private mutating func note(_ latest: Int64, _ best: Int64, at place: Int) {
        func text(_ time: Int64) -> Text { Text(time: time, number: time == 0 ? .null : ListedNumber(time)) }
        if pairs[place].latest.time != latest { pairs[place].latest = text(latest) }
        if pairs[place].best.time != best { pairs[place].best = text(best) }
    }

    @inline(never)
    private mutating func makeRoom(for count: Int) {
        pairs += repeatElement(Pair(), count: count - pairs.count)
    }
}
