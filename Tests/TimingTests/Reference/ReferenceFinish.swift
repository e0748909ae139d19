import Timing

/// How a session comes to its end. Instants are milliseconds since the start signal.
extension ReferenceRace {
    private var isRace: Bool { session.kind == .race }

    /// The car has just completed a lap.
    mutating func completeLap(_ car: Int, at: Int64, isProvisional: Bool) {
        let lap = cars[car].laps
        if let chequered {
            if isRace, isProvisional, let flagLap, at < chequered, lap >= flagLap, !isDisqualified(car, by: at) {
                // It was there before the car that took the flag.
                guard isTime(at, laps: lap), !isRed(at) else { return takeBackFlag() }
                (self.chequered, self.flagLap) = (at, lap)
                if let place = shown.lastIndex(where: \.isTaken) {
                    shown[place].from = max(at + (start ?? 0), place > 0 ? shown[place - 1].from : .min)
                }
                finishAll(from: at)
            } else if at >= chequered {
                finish(car, onLap: lap)
            }
        } else if isRace, endedByCommand == nil, isTime(at, laps: lap), !isRed(at), leads(car, at: at) {
            takeFlag(at: at, onLap: lap)
            if isProvisional { finishAll(from: at) } else { finish(car, onLap: lap) }
        }
    }

    private mutating func takeFlag(at: Int64, onLap lap: Int) {
        chequered = at
        flagLap = lap
        show(Shown(flag: .chequered, from: at + (start ?? 0), isTaken: true))
    }

    /// It has not fallen yet: somebody else led.
    private mutating func takeBackFlag() {
        shown.removeAll(where: \.isTaken)
        chequered = nil
        flagLap = nil
        for car in cars.indices {
            cars[car].hasFinished = false
            cars[car].lastLap = nil
        }
    }

    /// What was seen of it before the flag was shown stays seen.
    private mutating func finish(_ car: Int, onLap lap: Int) {
        cars[car].hasFinished = true
        cars[car].lastLap = lap
    }

    /// Every car that has crossed the Line from that instant on has finished with that lap.
    private mutating func finishAll(from instant: Int64) {
        for car in cars.indices {
            if let place = cars[car].lapEnds.firstIndex(where: { $0.at >= instant }) { finish(car, onLap: place + 1) }
        }
    }

    /// Whether no car that still runs came before it to the point that it has just passed.
    private func leads(_ car: Int, at: Int64) -> Bool {
        if isDisqualified(car, by: at) { return false }
        let turn = cars[car].passages[cars[car].laps * sectorCount]?.turn ?? 0
        let own = cars[car].laps * sectorCount
        return cars.indices.allSatisfy { other in
            other == car || cars[other].furthest(by: at, beforeTurn: turn) < own
                || cars[other].isRetired || isDisqualified(other, by: at) || isStopped(other, at: at)
        }
    }

    /// The car that leads on the road as far as it still runs.
    private func leader(at: Int64) -> Int? {
        let running = road.filter { !isDisqualified($0, by: at) }
        return running.first { !cars[$0].isRetired && !isStopped($0, at: at) } ?? running.first
    }

    /// The chequered flag was shown by command.
    mutating func endRace(at: Int64, isEstimated: Bool) {
        chequered = at
        let laps = cars.indices.filter { !isDisqualified($0, by: at) }.map { cars[$0].laps }.max() ?? 0
        if isRace, let leader = leader(at: at), let last = cars[leader].lapEnds.last,
            at - last.at <= session.rules.flagByHand.count
        {
            // It was meant for that crossing.
            chequered = last.at
            return finishAll(from: last.at)
        }
        let hasTime = duration != nil || session.rules.laps != nil
        guard isRace, hasTime, !isEstimated, !isTime(at, laps: laps), session.rules.earlyFlag == .lastCrossing,
            let leader = leader(at: at), let last = cars[leader].lapEnds.last
        else { return }
        chequered = last.at
        finishAll(from: last.at)
    }

    /// Ended under the red flag: the result is that of a flag some laps before the lap on which it was shown.
    mutating func countBack() {
        guard isRace, let start, chequered == nil, let back = session.rules.countBackLaps,
            let red = shown.last, red.flag == .red
        else { return }
        let shownAt = red.from - start
        let running = cars.indices.filter { !isDisqualified($0, by: shownAt) }.map { cars[$0] }
        let led = running.map { $0.lapEnds.filter { $0.at < shownAt }.count }.max() ?? 0
        let lap = max(led + 1 - back, 1)
        guard let flag = running.filter({ $0.laps >= lap }).map({ $0.lapEnds[lap - 1].at }).min(), flag < shownAt
        else { return }
        countedBackTo = flag
        for car in cars.indices {
            let ends = cars[car].lapEnds
            if let place = ends.firstIndex(where: { $0.at >= flag && $0.at < shownAt }) {
                finish(car, onLap: place + 1)
            } else {
                cars[car].lastLap = ends.filter { $0.at < flag }.count
            }
        }
    }

    /// On the track, and overdue at its next loop.
    func isStopped(_ car: Int, at: Int64) -> Bool {
        let record = cars[car]
        guard let start, end == nil, let seen = record.lastSeen, !record.isInPit, !record.hasFinished,
            let latest = latest(sector: record.point % sectorCount, of: car)
        else { return false }
        let flag = flag(at: at + start)?.flag
        // Who stood under red is awaited from its end on.
        let silence = at - (reds.map(\.to).filter { $0 > seen && $0 <= at }.max() ?? seen)
        if flag == .red || silence <= session.rules.overdueLeast.count { return false }
        let isSlow = flag == .yellow || flag == .fullCourseYellow || flag == .safetyCar
        let share = isSlow ? session.rules.overdueNeutralised : session.rules.overdueRacing
        return 100 * silence > Int64(share) * latest
    }

    /// Whether a lap that ends at this instant, in milliseconds of UTC, ends under that flag or a later one.
    private func has(begun place: Int, by instant: Int64) -> Bool {
        guard place < shown.count else { return false }
        return shown[place].isTaken ? instant > shown[place].from : instant >= shown[place].from
    }

    /// What was shown, and by how many laps the leader's count grew meanwhile.
    var flags: [Picture.Shown] {
        guard start != nil else { return [] }
        // A car that is disqualified does not lead.
        let ends: [[Int64]] = cars.indices.map { car in
            let counted = cars[car].lapEnds.prefix(cars[car].countedLaps)
            return counted.map { $0.at }.filter { !isDisqualified(car, by: $0) }
        }
        let most: Int = ends.map { $0.count }.max() ?? 0
        let firsts: [Int64] = (0..<most).map { lap in
            let first = ends.filter { $0.count > lap }.map { $0[lap] }.min()
            return (start ?? 0) + (first ?? 0)
        }
        return shown.indices.map { place in
            let (flag, to) = (shown[place], place + 1 < shown.count ? shown[place + 1].from : nil)
            return Picture.Shown(
                flag: flag.flag, from: flag.from, to: to,
                laps: firsts.filter { has(begun: place, by: $0) && !has(begun: place + 1, by: $0) }.count,
                isEstimated: flag.isEstimated, throughPitLane: flag.throughPitLane)
        }
    }
}
