extension Race {
    mutating func noteSecondReading(_ crossing: Crossing, car: Int, slot: Int) {
        let other = state.seen[slot].decoder
        if crossing.id.decoder != 0, other != 0 { noteSecondTransponder(crossing, car: car, slot: slot) }
        guard other != 0, crossing.id.decoder != other, crossing.id.decoder != 0 else { return }
        guard let seen = state.seen[slot].at.instant else { return }
        let later = crossing.at - seen
        if state.clocks.readAgain(
            car, slot: slot % track.slots, by: crossing.id.decoder, after: other, later: later)
        {
            anew[.loops] = true
        }
    }

    /// `time` is that of the sector to this loop.
    @inline(__always)
    mutating func watchClock(_ crossing: Crossing, car: Int, point: Int, sector: Int, time: DrivenTime) {
        guard let before = state.paces.own(car, sector: sector).time else { return state.clocks.forget(car) }
        let lapBefore = state.cars[car].lapBegan - state.cars[car].lastLap.length
        let isSteady = state.flags.now == .green && state.flags.shown.last.map { $0.from <= lapBefore } ?? true
        let measured = ClockWatch.Measured(
            car: car, point: point, sector: sector, decoder: crossing.id.decoder, at: crossing.at,
            time: time.length, before: before, isSteady: isSteady, lapBefore: lapBefore)
        if state.clocks.note(measured) { clockStepped() }
    }

    /// A lap in which the clock at the Line stepped has a wrong time: it is no best lap.
    private mutating func clockStepped() {
        anew[.loops] = true
        guard let since = state.clocks.lineSteps.last else { return }
        for car in state.cars.indices where isInDoubt(lapEndingAt: state.cars[car].bestSet, of: car, since: since) {
            takeBackBest(of: car)
        }
        findBestLaps()
    }

    private func isInDoubt(lapEndingAt end: Instant, of car: Int, since: Instant) -> Bool {
        state.cars[car].bestLap.time.map { end >= since && end - $0 < since } ?? false
    }

    /// The clock at the Line is known to have stepped in a lap.
    func hasStepped(from began: Instant, to end: Instant) -> Bool {
        state.clocks.lineSteps.contains { began < $0 && $0 <= end }
    }

    @inline(__always)
    func isInLinePit(_ crossing: Crossing?) -> Bool {
        crossing.flatMap { track.detection($0.loop) }?.kind == .linePit
    }
}
