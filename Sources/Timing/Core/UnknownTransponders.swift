/// Crossings of transponders that are nobody's: held, reported, and the car's once they are assigned.
public struct UnknownTransponders: Sendable {
    public struct Held: Sendable {
        public let transponder: Transponder
        /// In order of arrival.
        public internal(set) var crossings: [Crossing]
        public internal(set) var last: Instant
    }

    /// In order of transponder.
    public private(set) var held: [Held] = []
    /// Crossings beyond the bound, counted but not held.
    public private(set) var beyond = 0
    private var total = 0

    /// Bounds memory against a feed of noise: far more than a race's worth of one forgotten transponder.
    static let limit = 200_000

    /// Holds a crossing. False when there are too many.
    mutating func hold(_ crossing: Crossing) -> Bool {
        guard total < Self.limit else {
            beyond += 1
            return false
        }
        total += 1
        let place = place(of: crossing.transponder)
        if place < held.count, held[place].transponder == crossing.transponder {
            held[place].crossings.append(crossing)
            held[place].last = max(held[place].last, crossing.at)
        } else {
            held.insert(
                Held(transponder: crossing.transponder, crossings: [crossing], last: crossing.at), at: place)
        }
        return true
    }

    /// Lets go of a transponder's crossings: somebody owns them now.
    mutating func release(_ transponder: Transponder) -> [Crossing] {
        let place = place(of: transponder)
        guard place < held.count, held[place].transponder == transponder else { return [] }
        let crossings = held.remove(at: place).crossings
        total -= crossings.count
        return crossings
    }

    /// What is held of one transponder.
    public func held(_ transponder: Transponder) -> Held? {
        let place = place(of: transponder)
        return place < held.count && held[place].transponder == transponder ? held[place] : nil
    }

    private func place(of transponder: Transponder) -> Int {
        var low = 0
        var high = held.count
        while low < high {
            let middle = (low + high) / 2
            if held[middle].transponder < transponder {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
