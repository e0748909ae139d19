package import Timing

/// Which transponders have crossed a loop before the start: what the timekeeper looks at while cars go to the grid.
package struct Sighted {
    /// Of the entry list, or assigned.
    package private(set) var transponders: Set<Transponder> = []
    private var cars: Set<CarIndex> = []
    private var places: [CarIndex: Place] = [:]

    /// Where a car crossed a loop last.
    package struct Place: Hashable {
        package let loop: LoopID
        package let at: Instant
        /// What it was known by.
        package let transponder: Transponder
    }

    /// A transponder of the entry list without a crossing; nil stands for an entry that has none.
    package struct Unseen: Hashable {
        package let car: CarNumber
        package let transponder: Transponder?
    }

    /// All of it as text: two have the same text where they know the same.
    var words: String {
        let seen = transponders.sorted().map { "\($0.value)" }.joined(separator: " ")
        let placed = places.sorted { $0.key < $1.key }.map { car, place in
            "\(car.slot) \(place.loop.value) \(place.at.milliseconds) \(place.transponder.value)"
        }
        return "\(seen)\n\(cars.count)\n\(placed.joined(separator: "\n"))"
    }

    mutating func note(_ crossing: Crossing, _ effect: Effect) {
        guard effect.outcome == .beforeStart, let car = effect.car else { return }
        transponders.insert(crossing.transponder)
        cars.insert(car)
        let at = effect.at ?? crossing.at
        if let latest = places[car], latest.at > at { return }
        places[car] = Place(loop: crossing.loop, at: at, transponder: crossing.transponder)
    }

    mutating func note(_ moved: [Reassigned]) {
        for car in moved.compactMap(\.to) { cars.insert(car) }
    }

    /// Where each car is that a loop has seen, in order of the entry list.
    package func places(of entries: [Entry]) -> [(car: CarNumber, place: Place)] {
        zip(entries, 0...).compactMap { entry, index in places[CarIndex(index)].map { (entry.number, $0) } }
    }

    /// Those of the entry list without a crossing, in its order.
    package func unseen(of entries: [Entry]) -> [Unseen] {
        zip(entries, 0...).flatMap { entry, index in
            if entry.transponders.isEmpty {
                return cars.contains(CarIndex(index)) ? [] : [Unseen(car: entry.number, transponder: nil)]
            }
            return entry.transponders.filter { !transponders.contains($0) }
                .map { Unseen(car: entry.number, transponder: $0) }
        }
    }
}
