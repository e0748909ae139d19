import Timing

/// One car seen at one loop, before any decoder has a name for it.
struct Passage {
    var stamp: Int64
    let loop: LoopID
    let car: Int
    var driver: UInt8
    /// The Line as the car's race begins, however late: it completes no lap.
    var isStart = false

    /// It says where the car is on its lap, not only that it is there.
    var isPoint: Bool {
        loop == Course.line || loop == Course.linePit || Course.isSector(loop)
    }

    var isLine: Bool {
        loop == Course.line || loop == Course.linePit
    }
}

/// A car on its way to the Line, or to where it stops for good.
struct Lap {
    /// Where it begins: at the Line or at the pit exit.
    var origin: Int64 = 0
    /// In order of time, without the Line.
    var passages: [Passage] = []
    /// Readings of the loop at which it begins, by a car that stands on it.
    var again: [Passage] = []
    /// The passage that they repeat, in microseconds of UTC.
    var againOf: Int64 = 0
    /// Completes the lap; nil when the car never gets there.
    var line: Passage?
    /// Why it is in the pit lane at the end of the lap.
    var visit: Truth.Stop.Purpose?

    /// Whether it ends on the track.
    var endsOnTrack: Bool {
        line?.loop == Course.line
    }

    /// When it turns into the pit lane.
    var pitEntry: Int64? {
        passages.last { $0.loop == Course.pitEntry }?.stamp
    }

    /// Whether the car comes out of the pit lane at its beginning.
    var leavesPit: Bool {
        passages.first?.loop == Course.pitExit
    }

    /// Puts every instant of it elsewhere.
    mutating func move(_ moved: (Int64) -> Int64) {
        for index in passages.indices { passages[index].stamp = moved(passages[index].stamp) }
        for index in again.indices { again[index].stamp = moved(again[index].stamp) }
        if let stamp = line?.stamp { line?.stamp = moved(stamp) }
    }

    /// The same lap, slower, so that it ends here.
    mutating func stretch(to end: Int64) {
        guard let line, line.stamp > origin else { return }
        let (from, planned, longer) = (origin, line.stamp - origin, end - origin)
        move { from + ($0 - from) * longer / planned }
        self.line?.stamp = end
    }

    /// The car stops on the track at this instant.
    mutating func stop(at instant: Int64) {
        passages.removeAll { $0.stamp >= instant }
        line = nil
        visit = nil
    }
}
