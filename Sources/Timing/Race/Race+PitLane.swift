/// The pit lane: stops from pit entry to pit exit, and who is on board.
extension Race {
    /// A second entry before the car has come to the Line is the same visit seen twice; after it the car has been
    /// round, and the exit between the two was missed.
    mutating func enterPit(_ crossing: Crossing, car: Int) -> Outcome {
        if state.cars[car].isInPit, state.stops[car].last?.line == nil { return .again }
        mark(crossing, car: car)
        if state.cars[car].isInPit { closeStop(car, named: crossing.driver) }
        state.cars[car].entryAt = LastTime(crossing.at)
        state.cars[car].hasEntered = true
        state.cars[car].misreadEntryAt = .never
        openStop(
            car, at: crossing.at, driver: state.cars[car].driver, isEstimated: crossing.isEstimated, by: crossing)
        return .pitEntry
    }

    mutating func leavePit(_ crossing: Crossing, car: Int) -> Outcome {
        mark(crossing, car: car)
        // The timekeeper's word holds for this exit too, though the visit that it shows began without being seen.
        let isContradicted = state.cars[car].isDriverHeld && crossing.driver != state.cars[car].driver
        state.cars[car].isOutLap = true
        state.cars[car].leftPit = LastTime(crossing.at)
        state.cars[car].exitRead = LastTime(crossing.at)
        if state.cars[car].isInPit {
            closeStop(car, named: crossing.driver)
        } else if let last = state.stops[car].last, last.left == nil, last.endedBySectorOnLap == state.cars[car].laps {
            // A sector loop had shown already that the car was out; now its exit is known.
        } else if state.cars[car].progress > 0 {
            openStop(car, at: nil, driver: 0, isEstimated: false, by: crossing)
            closeStop(car, named: isContradicted ? 0 : crossing.driver)
        } else {
            return .pitExit  // It starts from the pit lane.
        }
        let last = state.stops[car].count - 1
        state.stops[car][last].left = crossing.at
        if crossing.isEstimated { state.stops[car][last].isEstimated = true }
        assert(areInOrder(state.stops[car], isInPit: state.cars[car].isInPit))
        serve(state.stops[car][last], of: car)
        return .pitExit
    }

    /// A pit loop that sees a car again which cannot have been round since it left.
    @inline(__always)
    func isFlapping(_ car: Int, at: Instant) -> Bool {
        state.cars[car].leftPit.isWithin(track.lineMinimum, before: at)
    }

    /// No sector loop lies in the pit lane: a car seen there has left it, also where the exit loop missed it.
    mutating func endStopOnTrack(_ crossing: Crossing, car: Int) {
        guard state.cars[car].isInPit else { return }
        closeStop(car, named: crossing.driver)
        state.stops[car][state.stops[car].count - 1].endedBySectorOnLap = state.cars[car].laps
    }

    mutating func crossLineInPit(_ crossing: Crossing, car: Int, isPitLane: Bool) {
        if state.cars[car].isInPit, let last = state.stops[car].indices.last {
            if state.stops[car][last].line == nil {
                state.stops[car][last].line = crossing.at
                state.stops[car][last].isLineOnTrack = !isPitLane
                if isPitLane, let entered = state.stops[car][last].entered {
                    state.paces.pitEntryToLine = crossing.at - entered
                }
                return
            }
            // A second Line in one visit: the exit between them was missed.
            closeStop(car, named: crossing.driver)
        }
        guard isPitLane else { return }
        openStop(car, at: nil, driver: state.cars[car].driver, isEstimated: false, by: crossing)
        state.stops[car][state.stops[car].count - 1].line = crossing.at
    }

    /// The timekeeper names the driver: that holds until the car's next stop, against the car's own identification.
    mutating func holdDriver(_ driver: UInt8, in car: Int) {
        nameDriver(driver, in: car)
        state.cars[car].isDriverHeld = driver != 0
        if state.cars[car].isInPit { state.cars[car].driverNamedInPit = true }
    }

    /// The car says who drives.
    mutating func nameDriver(by crossing: Crossing, in car: Int) {
        guard state.cars[car].isDriverHeld else { return nameDriver(crossing.driver, in: car) }
        if crossing.driver != state.cars[car].driver {
            doubt(.driverContradicted, crossing, car: car, detail: Int64(crossing.driver))
        }
    }

    /// Sets the driver. A driver named after the pit exit, where the exit named none, drove out.
    private mutating func nameDriver(_ driver: UInt8, in car: Int) {
        // Most cars name the driver whom they have named before.
        if driver != state.cars[car].driver {
            state.cars[car].note(driver: driver, asStarter: state.stops[car].isEmpty)
        }
        guard let last = state.stops[car].indices.last else { return }
        if state.stops[car][last].isOpen {
            // The Line in the pit lane may still name the driver who drove in; another name is the change.
            if driver != state.stops[car][last].driverIn { state.cars[car].driverNamedInPit = true }
        } else if state.stops[car][last].driverOut == 0 {
            state.stops[car][last].driverOut = driver
            changed.mark(car, .stops)
        }
    }

    /// The car is out of the pit lane. `driver` is named by the crossing that shows it; zero for none.
    private mutating func closeStop(_ car: Int, named driver: UInt8) {
        guard let last = state.stops[car].indices.last else { return }
        state.stops[car][last].isOpen = false
        if driver != 0, !state.cars[car].isDriverHeld || driver == state.cars[car].driver {
            state.stops[car][last].driverOut = driver
        } else if state.cars[car].driverNamedInPit {
            state.stops[car][last].driverOut = state.cars[car].driver
        }
        state.cars[car].isInPit = false
        changed.mark(car, [.standing, .stops])
        assert(areInOrder(state.stops[car], isInPit: false))
    }

    /// Visits follow each other, and the last alone can be open: just when the car is in the pit lane.
    private func areInOrder(_ stops: [Stop], isInPit: Bool) -> Bool {
        var last = Instant.distantPast
        for stop in stops {
            for at in [stop.entered, stop.line, stop.left].compactMap({ $0 }) {
                if at < last { return false }
                last = at
            }
        }
        return stops.dropLast().allSatisfy { !$0.isOpen } && (stops.last?.isOpen ?? false) == isInPit
    }

    private mutating func openStop(
        _ car: Int, at entry: Instant?, driver: UInt8, isEstimated: Bool, by crossing: Crossing
    ) {
        state.stops[car].append(
            Stop(
                entered: entry, left: nil, line: nil, driverIn: driver, driverOut: 0,
                isEstimated: isEstimated, isOpen: true))
        let last = state.stops[car].count - 1
        state.stops[car][last].beganUnderSafetyCar = state.flags.now == .safetyCar
        state.stops[car][last].beganUnderRed = state.flags.now == .red
        let countsUnderRed = rules.obligations.stops?.underRed ?? false
        state.stops[car][last].counts =
            !state.flags.isThroughPitLane && (state.flags.now != .red || countsUnderRed)
        state.stops[car][last].beganBy = crossing.id
        state.stops[car][last].beganAt = crossing.loop
        state.cars[car].isInPit = true
        state.cars[car].wasInPit = true
        state.cars[car].driverNamedInPit = false
        state.cars[car].isDriverHeld = false
        changed.mark(car, [.standing, .stops])
        assert(areInOrder(state.stops[car], isInPit: true))
    }

    private mutating func mark(_ crossing: Crossing, car: Int) {
        state.cars[car].see(at: crossing.at, loop: crossing.loop)
        changed.mark(car, [.standing, .laps, .stops])
        if crossing.driver != 0 { nameDriver(by: crossing, in: car) }
    }
}
