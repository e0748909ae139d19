import Timing

/// One car's race as a timekeeper with a pencil would keep it: lists, nothing forgotten.
/// Instants are milliseconds since the start signal.
struct ReferenceCar {
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

    /// A point is a loop on a lap: with two sector loops point 3 ends lap 1 and point 4 is the first of lap 2.
    var passages: [Int: Int64] = [:]
    /// The furthest point, and which passage of the whole race it was. On the grid: 0.
    var point = 0
    var pointTurn = 0
    /// When each lap ended, and which passage of the whole race that was.
    var lapEnds: [(at: Int64, turn: Int)] = []
    /// The last crossing that counted at each loop, the Line on track and in the pit lane being one.
    var counted: [Int: Int64] = [:]
    var stays: [Stay] = []
    var driver: UInt8 = 0
    var lastLoop: LoopID?
    var lastSeen: Int64?
    var hasFinished = false
    var sectors: [Int64?]
    var bestSectors: [Int64?]

    init(sectors count: Int, driver: UInt8) {
        sectors = Array(repeating: nil, count: count)
        bestSectors = sectors
        self.driver = driver
    }

    var laps: Int { lapEnds.count }

    var isInPit: Bool { stays.last?.visit.isOpen ?? false }

    var isSeen: Bool { lastLoop != nil }

    /// Line to Line; the first from the start signal.
    var lapTimes: [Int64] {
        lapEnds.indices.map { lapEnds[$0].at - ($0 == 0 ? 0 : lapEnds[$0 - 1].at) }
    }

    /// The first of the best laps, never lap 1.
    var best: (number: Int, time: Int64)? {
        guard let time = lapTimes.dropFirst().min(), let place = lapTimes.dropFirst().firstIndex(of: time)
        else { return nil }
        return (place + 1, time)
    }

    /// When the last lap was completed; the start signal before there is one.
    var elapsed: Int64 { lapEnds.last?.at ?? 0 }

    mutating func pass(_ point: Int, at instant: Int64, turn: Int) {
        let before = point == 1 ? 0 : passages[point - 1]
        let sector = (point - 1) % sectors.count
        sectors[sector] = before.map { instant - $0 }
        // The first sector of lap 1 begins at the start signal and can be no best.
        if point > 1, let time = sectors[sector], time < bestSectors[sector] ?? .max {
            bestSectors[sector] = time
        }
        passages[point] = instant
        self.point = point
        pointTurn = turn
    }
}

/// The pit lane.
extension ReferenceCar {
    /// This driver is on board from now on.
    mutating func name(_ named: UInt8) {
        driver = named
        guard let last = stays.indices.last else { return }
        if stays[last].visit.isOpen {
            if named != stays[last].visit.driverIn { stays[last].isDriverNamed = true }
        } else if stays[last].visit.driverOut == 0 {
            stays[last].visit.driverOut = named
        }
    }

    mutating func enterPit(at instant: Int64?, isEstimated: Bool, isPastLine: Bool) {
        let visit = Visit(
            entered: instant, left: nil, duration: nil, driverIn: driver, driverOut: 0,
            isEstimated: isEstimated, isOpen: true)
        stays.append(Stay(visit: visit, isPastLine: isPastLine))
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
    mutating func exitPit(at instant: Int64, named: UInt8, isEstimated: Bool) {
        if isInPit {
            leavePit(named: named)
        } else if let last = stays.last, last.visit.left == nil, last.endedBySectorOnLap == laps {
            // The sector loop's clock was ahead: this is the exit that had not been seen.
        } else if point > 0 {
            enterPit(at: nil, isEstimated: false, isPastLine: true)
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
}
