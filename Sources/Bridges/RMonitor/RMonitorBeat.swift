package import Client
package import Timing

extension RMonitorRecord.Beat {
    /// The beat of a session at an instant of official time.
    package init(_ table: RaceTable, at now: Instant) {
        let race = table.race
        let reading = max(.zero, table.clock?.reading(min(now, race.end ?? now)) ?? .zero)
        let isOver = race.chequered != nil || race.phase == .ended
        let leader = race.isRace ? table.classification.first?.laps ?? 0 : 0
        lapsToGo = race.laps.map { isOver ? 0 : max(0, $0 - leader) }
        timeToGo = race.duration.map { isOver ? .zero : max(.zero, $0 - reading) } ?? .zero
        timeOfDay = CircuitClock(now, ahead: race.utcOffset ?? .zero).timeOfDay
        raceTime = reading
        flag = RMonitorFlag(of: race)
    }

    /// The beat where no session is shown.
    package init(idleAt now: Instant, ahead: Milliseconds) {
        self.init(
            lapsToGo: nil, timeToGo: .zero, timeOfDay: CircuitClock(now, ahead: ahead).timeOfDay, raceTime: .zero,
            flag: .none)
    }
}
