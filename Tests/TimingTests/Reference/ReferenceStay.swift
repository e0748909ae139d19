import Timing

/// A visit to the pit lane with what has to be remembered of it.
struct Stay {
    var visit: Visit
    /// The car has crossed the Line in it.
    var isPastLine = false
    /// A driver other than the one who drove in was named before the exit.
    var isDriverNamed = false
    /// A sector loop on this lap ended it, its exit not seen.
    var endedBySectorOnLap: Int?
}

extension ReferenceCar {
    /// This driver is on board from now on.
    mutating func name(_ named: UInt8) {
        driver = named
        if named != 0 { self.named.append((named, stays.count)) }
        guard let last = stays.indices.last else { return }
        if stays[last].visit.isOpen {
            if named != stays[last].visit.driverIn { stays[last].isDriverNamed = true }
        } else if stays[last].visit.driverOut == 0 {
            stays[last].visit.driverOut = named
        }
    }

    mutating func enterPit(at instant: Int64?, isEstimated: Bool, isPastLine: Bool, counts: Bool) {
        let visit = Visit(
            entered: instant, left: nil, duration: nil, driverIn: driver, driverOut: 0,
            isEstimated: isEstimated, isOpen: true, counts: counts)
        stays.append(Stay(visit: visit, isPastLine: isPastLine))
        hasBeenInPit = true
    }

    /// The car is out of the pit lane; `named` is who drove at the crossing that shows it, zero for nobody.
    mutating func leavePit(named: UInt8) {
        guard let last = stays.indices.last else { return }
        stays[last].visit.isOpen = false
        if named != 0 {
            stays[last].visit.driverOut = named
        } else if stays[last].isDriverNamed {
            stays[last].visit.driverOut = driver
        }
    }

    /// The car was seen at the pit exit.
    mutating func exitPit(at instant: Int64, named: UInt8, isEstimated: Bool, counts: Bool) {
        freshExit = instant
        outLapSince = instant
        if isInPit {
            leavePit(named: named)
        } else if let last = stays.last, last.visit.left == nil, last.endedBySectorOnLap == laps {
            // The sector loop's clock was ahead: this is the exit that had not been seen.
        } else if point > 0 {
            enterPit(at: nil, isEstimated: false, isPastLine: true, counts: counts)
            stays[stays.count - 1].visit.driverIn = 0
            leavePit(named: named)
        } else {
            return  // It starts from the pit lane.
        }
        let last = stays.count - 1
        stays[last].visit.left = instant
        if let entered = stays[last].visit.entered { stays[last].visit.duration = instant - entered }
        if isEstimated { stays[last].visit.isEstimated = true }
    }

    /// The Line has been crossed: in the pit lane it may belong to a visit, or begin one.
    mutating func crossLineInPit(_ crossing: Crossing, at instant: Int64, turn: Int, inLane: Bool, counts: Bool) {
        if let last = stays.indices.last, isInPit, !stays[last].isPastLine {
            stays[last].isPastLine = true
            if inLane, let entered = stays[last].visit.entered {
                entryToLine = Measured(time: instant - entered, turn: turn)
            }
            return
        }
        if isInPit { leavePit(named: crossing.driver) }
        if inLane { enterPit(at: nil, isEstimated: false, isPastLine: true, counts: counts) }
    }
}
