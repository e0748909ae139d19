import Timing

/// The race's clock: when it starts, how long it lasts and when it is neutralised. Microseconds of UTC.
struct Schedule {
    let start: Int64
    private(set) var duration: Milliseconds
    let yellows: [Range<Int64>]
    private(set) var safetyCars: [Range<Int64>] = []
    /// The safety car leads through the pit lane.
    private(set) var pitLaneLaps: [Range<Int64>] = []
    private(set) var suspensions: [Range<Int64>] = []
    /// When the red flag is to be shown; nil: not, or not any more.
    private(set) var redFlagDue: Int64?

    private let startInstant: Instant

    init(_ setting: RaceSetting) {
        start = setting.start
        duration = setting.duration
        startInstant = Instant(cutting: start)
        yellows = Self.yellows(setting)
        plan(setting)
    }

    /// Time since the start signal as the timekeeper has it: both instants cut to the millisecond.
    func since(_ stamp: Int64) -> Int64 {
        (Instant(cutting: stamp) - startInstant).count
    }

    /// The time of the race is up.
    func isOver(at stamp: Int64) -> Bool {
        since(stamp) >= duration.count
    }

    /// The first instant at which not everything is green, as far as that is planned.
    var neutralisedFrom: Int64? {
        ((yellows + safetyCars).map(\.lowerBound) + [redFlagDue].compactMap { $0 }).min()
    }

    func isNeutralised(at stamp: Int64) -> Bool {
        yellows.contains { $0.contains(stamp) }
    }

    func isBehindSafetyCar(at stamp: Int64) -> Bool {
        safetyCars.contains { $0.contains(stamp) }
    }

    /// A car that comes to the pit entry now follows the safety car into it.
    func leadsThroughPitLane(at stamp: Int64) -> Bool {
        pitLaneLaps.contains { $0.contains(stamp) }
    }

    /// The race that was stopped goes on, `behind` the safety car until then, or under green.
    mutating func suspend(_ period: Range<Int64>, behind end: Int64?) {
        suspensions.append(period)
        redFlagDue = nil
        if let end { safetyCars.append(period.upperBound..<end) }
    }

    /// It lasts so long now.
    mutating func prolong(to duration: Milliseconds) {
        self.duration = duration
    }

    func isSuspended(at stamp: Int64) -> Bool {
        suspensions.contains { $0.contains(stamp) }
    }

    mutating func dropRedFlag() {
        redFlagDue = nil
    }

    /// One period in each equal part of the race, so that they never touch.
    private static func yellows(_ setting: RaceSetting) -> [Range<Int64>] {
        var random = SeededGenerator(seed: setting.seed, stream: Stream.flags)
        let part = setting.duration.count * 1000 / Int64(max(setting.fullCourseYellows, 1))
        return (0..<setting.fullCourseYellows).map { index in
            let from = setting.start + Int64(index) * part + random.int(in: part / 10...part / 2)
            return from..<(from + random.int(in: part / 20...part / 5))
        }
    }

    /// Safety cars and the red flag, each in an equal part of the race's time between 1/10 and 9/10.
    private mutating func plan(_ setting: RaceSetting) {
        var troubles = setting.troubles
        if troubles.lateSuspension != nil {
            troubles.suspension = nil
            redFlagDue = lateRedFlag(setting)
        }
        let count = troubles.safetyCars + (troubles.suspension == nil ? 0 : 1)
        guard count > 0 else { return }
        var random = SeededGenerator(seed: setting.seed, stream: Stream.neutralisations)
        let red = troubles.suspension == nil ? nil : random.int(in: 0...(count - 1))
        let raceTime = duration.count * 1000
        let part = raceTime * 8 / 10 / Int64(count)
        let lap = setting.slowestLap.count * 1500
        for index in 0..<count {
            let begin = start + raceTime / 10 + Int64(index) * part
            guard index != red else {
                redFlagDue = begin + random.int(in: 0...part / 2)
                continue
            }
            let from = begin + random.int(in: 0...part / 4)
            let length = min(random.int(in: part / 3...part * 7 / 10), random.int(in: lap * 2...lap * 5))
            safetyCars.append(from..<(from + length))
            if troubles.leadsThroughPitLane {
                pitLaneLaps.append((from + length / 5)..<(from + length * 4 / 5))
            }
        }
    }

    /// On one of the last two laps, after all safety cars.
    private func lateRedFlag(_ setting: RaceSetting) -> Int64 {
        var random = SeededGenerator(seed: setting.seed, stream: Stream.lateSuspension)
        let raceTime = duration.count * 1000
        let first = max(raceTime * 9 / 10, raceTime - setting.slowestLap.count * 2000)
        return start + random.int(in: first...(raceTime - 5_000_000))
    }
}
