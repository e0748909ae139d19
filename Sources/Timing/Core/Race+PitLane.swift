/// The pit lane: stops from pit entry to pit exit, and who is on board.
extension Race {
    mutating func enterPit(_ crossing: Crossing, car: Int) -> Outcome {
        let at = crossing.at.milliseconds
        if state.cars[car].isInPit { return .again }
        mark(crossing, car: car, at: at)
        openStop(car, at: crossing.at, driver: state.cars[car].driver, isEstimated: crossing.isEstimated)
        return .pitEntry
    }

    mutating func leavePit(_ crossing: Crossing, car: Int) -> Outcome {
        let at = crossing.at.milliseconds
        mark(crossing, car: car, at: at)
        if state.cars[car].isInPit {
            if crossing.driver != 0 { state.cars[car].driverNamedInPit = true }
            closeStop(car, at: crossing.at)
        } else if let last = state.stops[car].indices.last, state.stops[car][last].left == nil {
            // A later loop had shown already that the car was out; now its exit is known.
            state.stops[car][last].left = crossing.at
        } else if state.cars[car].progress > 0 {
            openStop(car, at: nil, driver: 0, isEstimated: false)
            closeStop(car, at: crossing.at)
        }
        if crossing.isEstimated, let last = state.stops[car].indices.last {
            state.stops[car][last].isEstimated = true
        }
        return .pitExit
    }

    mutating func crossLineInPit(_ crossing: Crossing, car: Int, isPitLane: Bool) {
        let last = state.stops[car].indices.last
        if state.cars[car].isInPit, let last {
            if state.stops[car][last].line == nil {
                state.stops[car][last].line = crossing.at
                return
            }
            // A second Line in one visit: the exit between them was missed.
            closeStop(car, at: nil)
        }
        guard isPitLane else { return }
        openStop(car, at: nil, driver: state.cars[car].driver, isEstimated: false)
        state.stops[car][state.stops[car].count - 1].line = crossing.at
    }

    /// Who drives. A driver named after the pit exit, where the exit did not say, is who drove out.
    mutating func nameDriver(_ driver: UInt8, in car: Int) {
        state.cars[car].driver = driver
        guard let last = state.stops[car].indices.last else { return }
        if state.stops[car][last].isOpen {
            // The Line in the pit lane may still name him who drove in; another name is the change.
            if driver != state.stops[car][last].driverIn { state.cars[car].driverNamedInPit = true }
        } else if state.stops[car][last].driverOut == 0 {
            state.stops[car][last].driverOut = driver
            changed.mark(car, .stops)
        }
    }

    mutating func closeStop(_ car: Int, at exit: Instant?) {
        guard let last = state.stops[car].indices.last else { return }
        state.stops[car][last].left = exit
        state.stops[car][last].isOpen = false
        if state.cars[car].driverNamedInPit {
            state.stops[car][last].driverOut = state.cars[car].driver
        }
        state.cars[car].isInPit = false
        changed.mark(car, [.standing, .stops])
    }

    private mutating func openStop(_ car: Int, at entry: Instant?, driver: UInt8, isEstimated: Bool) {
        state.stops[car].append(
            Stop(
                entered: entry, left: nil, line: nil, driverIn: driver, driverOut: 0,
                isEstimated: isEstimated, isOpen: true))
        state.cars[car].isInPit = true
        state.cars[car].driverNamedInPit = false
        changed.mark(car, [.standing, .stops])
    }

    private mutating func mark(_ crossing: Crossing, car: Int, at: Int64) {
        state.cars[car].lastSeen = at
        state.cars[car].lastLoop = crossing.loop.value
        state.cars[car].wasSeen = true
        changed.mark(car, [.standing, .laps, .stops])
        if crossing.driver != 0 { nameDriver(crossing.driver, in: car) }
    }
}
