import Timing

/// Readings of cars that cannot be there, drawn from the real readings.
struct Misreadings {
    struct Misreading {
        let kind: Troubles.Misreading
        let car: Int
        /// The kind of misreading; `pitLineOnTrackAlways` happens each time.
        let readings: [Passage]
    }

    private(set) var misreadings: [Misreading] = []

    private let setting: RaceSetting
    private let schedule: Schedule
    private var random: SeededGenerator

    /// `drives` tell when cars finish; the readings are those of each car, in order of time.
    init(_ readings: [Passage], _ drives: Drives, setting: RaceSetting) {
        self.setting = setting
        schedule = drives.schedule
        random = SeededGenerator(seed: setting.seed, stream: Stream.misreadings)
        let wanted = setting.troubles.misreadings
        // While the clock of its own box is off, a reading near the Line cannot be placed.
        let steps = setting.troubles.clockOffsets.map(\.decoder)
        let kinds = setting.troubles.misreadingKinds.filter { kind in
            !(kind == .pitEntryOnTrack && steps.contains(110) || kind == .pitExitOnTrack && steps.contains(111))
        }
        guard wanted > 0, !kinds.isEmpty else { return }
        let first = random.int(in: 0...(kinds.count - 1))
        for car in random.shuffled(Array(drives.records.indices)) where misreadings.count < wanted {
            let finish = drives.records[car].isFinished ? drives.records[car].laps.last?.since ?? .max : .max
            let own = readings.filter { $0.car == car }.sorted { $0.stamp < $1.stamp }
            let kind = kinds[(first + misreadings.count) % kinds.count]
            let found = read(kind, own, finish: finish)
            if !found.isEmpty { misreadings.append(Misreading(kind: kind, car: car, readings: found)) }
        }
    }

    private mutating func read(_ kind: Troubles.Misreading, _ own: [Passage], finish: Int64) -> [Passage] {
        let racing = own.indices.filter {
            own[$0].stamp >= schedule.start && !own[$0].isStart && schedule.since(own[$0].stamp) < finish
        }
        func chosen(_ places: [Int]) -> Int? {
            places.isEmpty ? nil : places[random.int(in: 0...(places.count - 1))]
        }
        switch kind {
        case .pitLineOnTrack:
            return chosen(racing.filter { own[$0].loop == Course.line }).map { [beside(own[$0], Course.linePit)] } ?? []
        case .pitLineOnTrackAlways:
            return own.filter { $0.loop == Course.line && $0.stamp >= schedule.start }.map {
                beside($0, Course.linePit)
            }
        case .pitExitOnTrack:
            return chosen(racing.filter { own[$0].loop == Course.line }).map {
                [read(own[$0], Course.pitExit, later: random.int(in: 200_000...2_000_000))]
            } ?? []
        case .pitEntryOnTrack:
            return chosen(racing.filter { isPlainLap(from: $0, own) }).map {
                [read(own[$0], Course.pitEntry, later: -random.int(in: 200_000...2_000_000))]
            } ?? []
        case .sectorInPit:
            guard setting.sectorLoops > 0 else { return [] }
            return chosen(racing.filter { isVisit(around: $0, own) }).map { place in
                let lap = (setting.fields.map(\.lap.count).min() ?? 0) * 1000
                let room = own[place + 1].stamp - own[place].stamp - 1_000_000
                let most = min(lap * 35 / 100 / Int64(setting.sectorLoops + 1), room)
                return [read(own[place], LoopID(3), later: random.int(in: 500_000...max(most, 500_000)))]
            } ?? []
        case .lineInPit:
            let places = racing.filter {
                own[$0].loop == Course.linePit && $0 > 0 && own[$0 - 1].loop == Course.pitEntry
            }
            return chosen(places).map { [beside(own[$0], Course.line)] } ?? []
        }
    }

    /// Within 100 ms, before or after.
    private mutating func beside(_ passage: Passage, _ loop: LoopID) -> Passage {
        read(passage, loop, later: random.int(in: -95_000...95_000))
    }

    private func read(_ passage: Passage, _ loop: LoopID, later: Int64) -> Passage {
        Passage(stamp: passage.stamp + later, loop: loop, car: passage.car, driver: passage.driver)
    }

    /// The car comes over the Line to the first sector loop in about the time that it took on the lap before.
    private func isPlainLap(from place: Int, _ own: [Passage]) -> Bool {
        guard setting.sectorLoops > 0, own[place].loop == Course.line else { return false }
        func sector(_ place: Int) -> Int64? {
            let points = own[place...].prefix { $0.stamp < own[place].stamp + setting.slowestLap.count * 3000 }
                .filter { $0.loop != Course.speedTrap }
            guard points.count > 1, points[1].loop == LoopID(3) else { return nil }
            return points[1].stamp - points[0].stamp
        }
        guard let before = own[..<place].lastIndex(where: \.isLine), own[before].loop == Course.line,
            !own[before].isStart, own[before].stamp > schedule.start,
            let last = sector(before), let this = sector(place),
            own[before].stamp > schedule.start + setting.slowestLap.count * 1000
        else { return false }
        return !isRed(own[before].stamp..<(own[place].stamp + this)) && this * 10 < last * 13
    }

    /// Pit entry, Line and exit were read, and the car has a time for the first sector.
    private func isVisit(around place: Int, _ own: [Passage]) -> Bool {
        guard place > 0, place + 1 < own.count, own[place].loop == Course.linePit else { return false }
        let isMeasured = own[..<place].indices.dropLast().contains { before in
            own[before].loop == Course.line && own[before + 1].loop == LoopID(3) && !own[before].isStart
                && own[before].stamp > schedule.start && !isRed(own[before].stamp..<own[before + 1].stamp)
        }
        return isMeasured && own[place - 1].loop == Course.pitEntry && own[place + 1].loop == Course.pitExit
            && own[place + 1].stamp - own[place].stamp > 3_000_000
    }

    private func isRed(_ period: Range<Int64>) -> Bool {
        schedule.suspensions.contains { $0.overlaps(period) }
    }
}
