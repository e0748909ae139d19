import Timing

/// The race's clock: when it starts, how long it lasts and when it is neutralised. Microseconds of UTC.
struct Schedule {
    let start: Int64
    let duration: Milliseconds
    let yellows: [Range<Int64>]

    private let startInstant: Instant

    init(_ setting: RaceSetting) {
        start = setting.start
        duration = setting.duration
        startInstant = Instant(cutting: start)
        yellows = Self.yellows(setting)
    }

    /// Time since the start signal as the timekeeper has it: both instants cut to the millisecond.
    func since(_ stamp: Int64) -> Int64 {
        (Instant(cutting: stamp) - startInstant).count
    }

    /// The time of the race is up.
    func isOver(at stamp: Int64) -> Bool {
        since(stamp) >= duration.count
    }

    func isNeutralised(at stamp: Int64) -> Bool {
        yellows.contains { $0.contains(stamp) }
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
}
