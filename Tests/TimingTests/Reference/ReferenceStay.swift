import Timing

/// A visit to the pit lane with what has to be remembered of it.
struct Stay {
    var visit: Visit
    /// The car has crossed the Line in it.
    var isPastLine = false
    /// Which loop read the Line in it.
    var lineBy: Loop.Kind?
    /// What began it; nil where that was inserted, or counts by command.
    var opener: Crossing?
    var isBegunUnderRed = false
    /// A driver other than the one who drove in was named before the exit.
    var isDriverNamed = false
    /// A sector loop on this lap ended it, its exit not seen.
    var endedBySectorOnLap: Int?
}

/// What is shown when a visit begins.
struct Begun {
    /// Not behind the safety car through the pit lane, nor under the red flag.
    var counts: Bool
    var isUnderRed: Bool
}

extension ReferenceCar {
    /// By the timekeeper's word; 0 is nobody.
    mutating func hold(_ named: UInt8) {
        name(named)
        isDriverHeld = named != 0
        if isInPit { stays[stays.count - 1].isDriverNamed = true }
    }

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

    mutating func enterPit(
        at instant: Int64?, isEstimated: Bool, isPastLine: Bool, begun: Begun, opener: Crossing? = nil
    ) {
        let visit = Visit(
            entered: instant, left: nil, duration: nil, driverIn: driver, driverOut: 0,
            isEstimated: isEstimated, isOpen: true, counts: begun.counts)
        stays.append(Stay(visit: visit, isPastLine: isPastLine, opener: opener, isBegunUnderRed: begun.isUnderRed))
        hasBeenInPit = true
        isDriverHeld = false
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
    mutating func exitPit(at instant: Int64, named: UInt8, isEstimated: Bool, begun: Begun) {
        freshExit = instant
        outLapSince = instant
        if isInPit {
            leavePit(named: named)
        } else if let last = stays.last, last.visit.left == nil, last.endedBySectorOnLap == laps {
            // The sector loop's clock was ahead: this is the exit that had not been seen.
        } else if point > 0 {
            enterPit(at: nil, isEstimated: false, isPastLine: true, begun: begun)
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
    mutating func crossLineInPit(
        named: UInt8, at instant: Int64, turn: Int, inLane: Bool, begun: Begun, opener: Crossing?
    ) {
        if let last = stays.indices.last, isInPit, !stays[last].isPastLine {
            stays[last].isPastLine = true
            stays[last].lineBy = inLane ? .linePit : .line
            if inLane, let entered = stays[last].visit.entered {
                entryToLine = Measured(time: instant - entered, turn: turn)
            }
            return
        }
        if isInPit { leavePit(named: named) }
        guard inLane else { return }
        enterPit(at: nil, isEstimated: false, isPastLine: true, begun: begun, opener: opener)
        stays[stays.count - 1].lineBy = .linePit
    }
}
