/// Crossings of transponders not assigned to a car: held, reported, and the car's once they are assigned.
public struct UnknownTransponders: Sendable {
    /// One transponder that no car is entered with.
    public struct Held: Sendable {
        /// The transponder itself.
        public let transponder: Transponder
        /// In order of arrival.
        public internal(set) var crossings: [Crossing]
        /// Its latest crossing, in official time.
        public internal(set) var last: Instant
    }

    /// In order of transponder.
    public private(set) var held: [Held] = []
    /// Crossings beyond the bound, counted but not held.
    public private(set) var beyond = 0
    private var total = 0

    /// How many transponders are held. Bounds memory against a feed of noise, as the next one does.
    let most: Int
    /// Far more than a race's worth of one forgotten transponder.
    static let mostCrossings = 200_000

    init(most: Int) {
        self.most = most
    }

    /// Holds a crossing. False when there are too many.
    mutating func hold(_ crossing: Crossing) -> Bool {
        let place = place(of: crossing.transponder)
        let isKnown = place < held.count && held[place].transponder == crossing.transponder
        guard total < Self.mostCrossings, isKnown || held.count < most else {
            beyond += 1
            return false
        }
        total += 1
        if isKnown {
            held[place].crossings.append(crossing)
            held[place].last = max(held[place].last, crossing.at)
        } else {
            held.insert(
                Held(transponder: crossing.transponder, crossings: [crossing], last: crossing.at), at: place)
        }
        return true
    }

    /// Lets go of a transponder's crossings: a car owns them now.
    mutating func release(_ transponder: Transponder) -> [Crossing] {
        let place = place(of: transponder)
        guard place < held.count, held[place].transponder == transponder else { return [] }
        let crossings = held.remove(at: place).crossings
        total -= crossings.count
        return crossings
    }

    /// Puts the crossings of a decoder to other instants. True when any was moved.
    mutating func replaceAll(of decoder: UInt32, by corrected: (Crossing) -> Crossing) -> Bool {
        var isMoved = false
        for place in held.indices {
            for index in held[place].crossings.indices where held[place].crossings[index].id.decoder == decoder {
                let crossing = corrected(held[place].crossings[index])
                if crossing.at != held[place].crossings[index].at { isMoved = true }
                held[place].crossings[index] = crossing
            }
            held[place].last = held[place].crossings.map(\.at).max() ?? held[place].last
        }
        return isMoved
    }

    /// The held crossings of one transponder.
    public func held(_ transponder: Transponder) -> Held? {
        let place = place(of: transponder)
        return place < held.count && held[place].transponder == transponder ? held[place] : nil
    }

    func holds(_ id: CrossingID) -> Bool {
        held.contains { $0.crossings.contains { $0.id == id } }
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
