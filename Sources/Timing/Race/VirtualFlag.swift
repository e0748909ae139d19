/// The classification as if the chequered flag had fallen at an instant of the race: at six and twelve hours of
/// Spa, and where a race is counted back.
struct VirtualFlag {
    struct Counted {
        var laps = 0
        /// Completion of the last lap that counts; the start signal before the first.
        var at = SinceStart.signal
        /// It has crossed the Line since the flag.
        var hasFinished = false
    }

    private(set) var cars: [Counted] = []

    /// A car counts with its first crossing of the Line from the flag on and before `until`, or with its last before
    /// the flag.
    init(in race: borrowing Race, fell: SinceStart, until: SinceStart? = nil) {
        cars = race.state.cars.indices.map { car in
            var counted = Counted()
            for lap in 1..<Int(race.state.cars[car].laps) + 1 {
                guard let at = Self.lapEnd(lap, of: car, in: race), until.map({ at < $0 }) ?? true else { continue }
                counted = Counted(laps: lap, at: at, hasFinished: at >= fell)
                if counted.hasFinished { break }
            }
            return counted
        }
    }

    /// When the leader completed the lap: the first car to do so leads, if it is there, or was until that instant.
    static func completion(
        of lap: Int, in race: borrowing Race, disqualifiedAfter instant: Instant? = nil
    ) -> SinceStart? {
        race.state.cars.indices
            .filter {
                let gone = race.state.cars[$0].disqualifiedAt
                return race.state.cars[$0].laps >= lap && (!gone.hasBeen || instant.map { gone > $0 } ?? false)
            }
            .compactMap { lapEnd(lap, of: $0, in: race) }.min()
    }

    /// The leader's first crossing of the Line from this time on.
    static func leader(from time: SinceStart, in race: borrowing Race) -> SinceStart? {
        let most = race.state.cars.map(\.laps).max() ?? 0
        for lap in 1..<Int(most) + 1 {
            if let at = completion(of: lap, in: race), at >= time { return at }
        }
        return nil
    }

    static func lapEnd(_ lap: Int, of car: Int, in race: borrowing Race) -> SinceStart? {
        race.table.passageOrEstimate(car, at: lap * race.track.pointsPerLap)
    }
}
