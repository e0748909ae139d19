import Client
import Timing

extension MultiloopRecord.Beat {
    /// The beat of a session at an instant of official time; of none where no session is shown.
    init(_ table: RaceTable?, at now: Instant) {
        let race = table?.race
        let reading = max(.zero, table?.clock?.reading(min(now, race?.end ?? now)) ?? .zero)
        let isOver = race.map { $0.chequered != nil || $0.phase.known == .ended } ?? true
        let leader = table?.classification.first?.laps ?? 0
        self.init(
            flag: race.map(MultiloopFlag.init(of:)) ?? .unflagged, time: Int(max(0, now.milliseconds) / 1000),
            elapsed: reading, lapsToGo: isOver ? 0 : max(0, (race?.laps ?? leader) - leader),
            timeToGo: isOver ? .zero : max(.zero, (race?.duration ?? reading) - reading))
    }
}

extension MultiloopRecord.Lap {
    /// - Parameter place: from 0, by the classification.
    init(_ row: PublishedRow, place: Int, in table: RaceTable, run: inout MultiloopRun) {
        let rank = row.position ?? place + 1
        self.init(
            rank: rank, number: row.car.text, id: run.id(of: row.car), laps: row.laps, elapsed: row.total ?? .zero,
            last: row.lastLap ?? .zero, isInPit: row.status.known == .inPit, best: row.bestLap ?? .zero,
            bestLap: row.bestLapNumber ?? 0, gap: row.gap ?? .zero, gapLaps: row.gapLaps,
            interval: row.interval ?? .zero, intervalLaps: row.intervalLaps, overallRank: rank,
            overallBest: row.bestLap ?? .zero, status: Self.word(row.status.known), flag: MultiloopFlag(of: table.race),
            stops: row.stops.count, lastPitLap: run.lastPit(row.car),
            start: table.grid.firstIndex(of: row.car).map { $0 + 1 } ?? 0, led: run.led(row.car))
    }

    /// Without what changes with every other car's lap: gaps stand as they were at the car's own.
    var standing: Self {
        var standing = self
        (standing.gap, standing.gapLaps, standing.interval, standing.intervalLaps) = (.zero, 0, .zero, 0)
        standing.flag = .unflagged
        return standing
    }

    private static func word(_ status: CarStatus?) -> String {
        switch status {
        case .notStarted: "Not Started"
        case .onTrack, .outLap, nil: "Active"
        case .inPit: "In Pit"
        case .stopped: "Stopped"
        case .finished: "Finished"
        case .retired: "Retired"
        case .notClassified: "Not Classified"
        case .disqualified: "Disqualified"
        case .withdrawn: "Withdrawn"
        }
    }
}

extension MultiloopRecord.Crossing {
    /// A crossing that came in; nil of one that is no passage of its own, or was not measured.
    ///
    /// - Parameter table: the table before it.
    init?(_ delta: PublishedDelta, in table: RaceTable, run: inout MultiloopRun) {
        guard case .crossing(let crossing) = delta.input, !crossing.isEstimated, let outcome = delta.outcome.known,
            ![.again, .late, .void, .unknownLoop].contains(outcome)
        else { return nil }
        let row = crossing.car.flatMap { table.row(of: $0) }
        let isInPit = row?.status.known == .inPit
        let (line, side): (String, Side) =
            switch outcome {
            case .lap, .start: ("SF", isInPit ? .pit : .track)
            case .pitEntry: ("PIN", .pit)
            case .pitExit: ("POUT", .pit)
            case .speedTrap: ("ST", .track)
            default: ("L\(crossing.loop.value)", .track)
            }
        let at = Instant(cutting: crossing.stamp)
        self.init(
            number: crossing.car?.text ?? "Tx\(crossing.transponder.value)",
            id: crossing.car.map { run.id(of: $0) } ?? 0, line: line,
            source: crossing.id.decoder == 0 ? .manual : .antenna,
            elapsed: table.race.start.map { max(.zero, at - $0) } ?? .zero,
            flag: crossing.flag.map { MultiloopFlag($0.known) } ?? .unflagged, side: side)
    }
}

extension MultiloopRecord.Flags {
    /// - Parameters:
    ///   - miles: the track's length, where it is known.
    ///   - instant: official time; nil: the latest that the flags tell.
    init(
        _ table: RaceTable, leader: PublishedRow?, changes: Int, miles: Double?, at instant: Instant?
    ) {
        func shown(_ wanted: Set<Flag>) -> (time: Milliseconds, laps: Int, count: Int) {
            let periods = table.flags.filter { $0.flag.known.map(wanted.contains) ?? false }
            let time = periods.reduce(Milliseconds.zero) { sum, period in
                let end = period.to ?? instant ?? period.from
                return sum + max(.zero, end - period.from)
            }
            return (time, periods.reduce(0) { $0 + $1.laps }, periods.count)
        }
        let green = shown([.green])
        let yellow = shown([.yellow, .fullCourseYellow, .safetyCar])
        var speed = ""
        if let miles, let leader, let total = leader.total, total > .zero {
            let hundredths = Int(Double(leader.laps) * miles * 360_000_000 / Double(total.count))
            speed = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
        }
        self.init(
            flag: MultiloopFlag(of: table.race), lap: leader?.laps ?? 0, green: green.time, greenLaps: green.laps,
            yellow: yellow.time, yellowLaps: yellow.laps, red: shown([.red]).time, yellows: yellow.count,
            leader: leader?.car.text ?? "", changes: changes, speed: speed)
    }
}

extension MultiloopRecord.Entry {
    /// Further fields are class, cup, team, vehicle and the whole crew.
    init(_ entry: PublishedEntry, id: Int, start: Int) {
        let crew = entry.drivers.map(\.name)
        self.init(
            number: entry.car.text, id: id, driver: crew.first ?? "", start: start,
            fields: [
                entry.carClass, entry.cup ?? "", entry.team ?? "", entry.vehicle ?? "", crew.joined(separator: " / "),
            ], competitor: id)
    }
}

extension MultiloopRecord.Announcement {
    init(_ message: PublishedRaceMessage) {
        self.init(
            number: message.number, action: "A", priority: "U", time: Int(max(0, message.at.milliseconds) / 1000),
            text: message.text)
    }
}
