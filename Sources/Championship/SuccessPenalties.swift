public import Timing

/// A place that costs time at a stop of the next race.
public struct SuccessPlace: Hashable, Sendable {
    public let crew: Crew
    /// The name of the race, as its result has it.
    public let race: String
    public let carClass: String
    /// In the class. Cars that share a place have the higher one.
    public let place: Int

    public init(_ crew: Crew, race: String, carClass: String, place: Int) {
        self.crew = crew
        self.race = race
        self.carClass = carClass
        self.place = place
    }
}

/// Success penalties of a race: time on top of what a stop has to last (R35).
public struct SuccessPenalties: Hashable, Sendable {
    /// The time that a car has to add.
    public struct Penalty: Hashable, Sendable {
        /// The entry that serves it.
        public let crew: Crew
        public let time: Milliseconds
        public let earned: SuccessPlace

        public init(_ crew: Crew, time: Milliseconds, earned: SuccessPlace) {
            self.crew = crew
            self.time = time
            self.earned = earned
        }
    }

    /// At most one for a car, in order of its entry list.
    public let penalties: [Penalty]
    /// Penalties without a successor in the entry list: with `lapse` they end, with `keep` they wait for its return.
    public let absent: [SuccessPlace]

    /// The time to add for cars that have any.
    public var times: [CarNumber: Milliseconds] {
        Dictionary(penalties.map { ($0.crew.number, $0.time) }) { first, _ in first }
    }
}

extension SuccessRule {
    /// The success penalties of a race that is to last so long and has these entries, after these races in their order.
    ///
    /// A penalty is served in the next race and only there. Two are never added up: where two entries become one, it
    /// serves the longer. The results are those after penalties; when one is amended, ask again.
    public func penalties(
        after races: [RaceResult], servedBy entries: [Crew], length: Milliseconds?
    ) -> SuccessPenalties {
        let times = times(inRaceOf: length)
        var longest: [Crew: SuccessPenalties.Penalty] = [:]
        var missing: [SuccessPlace] = []
        for success in owed(after: races) where success.place <= times.count {
            guard let crew = success.crew.successor(among: entries) else {
                missing.append(success)
                continue
            }
            let time = times[success.place - 1]
            if longest[crew].map({ $0.time <= time }) ?? true {
                longest[crew] = SuccessPenalties.Penalty(crew, time: time, earned: success)
            }
        }
        return SuccessPenalties(penalties: entries.compactMap { longest[$0] }, absent: missing)
    }

    /// The penalties to serve after the last of the races: earned in it, or waiting for a car that has not raced since.
    private func owed(after races: [RaceResult]) -> [SuccessPlace] {
        races.reduce([]) { owed, race in
            let started = race.cars.filter(\.hasStarted).map(\.crew)
            let waiting = absent == .keep ? owed.filter { $0.crew.successor(among: started) == nil } : []
            return waiting + race.successes
        }
    }
}

extension RaceResult {
    fileprivate var successes: [SuccessPlace] {
        cars.compactMap { car in
            guard car.hasStarted, let place = car.classPosition, place > 0 else { return nil }
            return SuccessPlace(car.crew, race: name, carClass: car.carClass, place: place)
        }
    }
}
