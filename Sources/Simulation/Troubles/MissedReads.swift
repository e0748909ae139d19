import Timing

/// The passages that no box reports: those at a dead loop, and others by chance, such that the race can be known
/// from the rest (Troubles.missedReads).
struct MissedReads {
    /// A passage and the lap on which it lies; of the Line the lap that it ends.
    struct Miss {
        let passage: Passage
        let lap: Int
    }

    private(set) var missed: [Miss] = []
    /// The reports of the boxes.
    private(set) var reported: [Passage] = []
    private let setting: RaceSetting
    private let course: Course
    private let schedule: Schedule
    private var random: SeededGenerator
    private let weak: WeakLoops

    init(
        _ passages: [Passage], records: inout [CarRecord], setting: RaceSetting, course: Course, schedule: Schedule,
        weak: WeakLoops
    ) {
        self.weak = weak
        self.setting = setting
        self.course = course
        self.schedule = schedule
        random = SeededGenerator(seed: setting.seed, stream: Stream.missedReads)
        guard setting.troubles.missedReads > 0 || !setting.troubles.deadLoops.isEmpty || !weak.loops.isEmpty else {
            reported = passages
            return
        }
        for car in records.indices {
            read(passages.filter { $0.car == car }.sorted { $0.stamp < $1.stamp }, of: &records[car])
        }
        missed.sort { ($0.passage.stamp, $0.passage.car) < ($1.passage.stamp, $1.passage.car) }
    }

    private mutating func read(_ passages: [Passage], of record: inout CarRecord) {
        var drive = Drive(passages, record: record, schedule: schedule)
        for index in drive.passages.indices where isDead(drive.passages[index]) {
            drive.isMissed[index] = true
        }
        for index in drive.passages.indices where !drive.isMissed[index] {
            guard random.chance(permille: setting.troubles.missedReads) else { continue }
            drive.isMissed[index] = mayMiss(index, drive)
        }
        var lastRead = Int64.min
        var lastPoint = Int64.min
        for (index, passage) in drive.passages.enumerated() {
            let since = schedule.since(passage.stamp)
            if drive.isMissed[index] {
                missed.append(Miss(passage: passage, lap: drive.laps[index]))
                record.miss(passage.loop, since: since)
            } else {
                reported.append(passage)
                lastRead = since
                if passage.isPoint { lastPoint = since }
            }
        }
        record.forget(after: lastRead, lastPoint: lastPoint)
    }

    /// Whether its loop is dead then, or never reads the car.
    func isDead(_ passage: Passage) -> Bool {
        if weak.misses(passage) { return true }
        let since = schedule.since(passage.stamp)
        return setting.troubles.deadLoops.contains {
            $0.loop == passage.loop && $0.from.count <= since && since < $0.to.count
        }
    }

    /// Whether the lap is known without this passage too.
    private func mayMiss(_ index: Int, _ drive: Drive) -> Bool {
        guard drive.laps[index] > 0, !drive.isMissed(beside: index) else { return false }
        let passage = drive.passages[index]
        let isProtected = !setting.troubles.missesFinishes && drive.isDecisive(index)
        guard passage.isPoint else { return !isProtected }
        guard !isProtected, index != drive.firstPoint, !drive.isPointMissed(beside: index) else { return false }
        // A lap whose beginning is missing shows itself only by all of its sectors.
        if passage.isLine { return !course.sectors.isEmpty && !drive.hasMiss(onLap: drive.laps[index] + 1) }
        return !drive.isLineMissed(before: drive.laps[index])
    }
}

/// A car's passages from the start of the race to its way into the pit lane, lap by lap.
private struct Drive {
    let passages: [Passage]
    /// The lap of each; 0 before the race and at the Line just after the start signal.
    let laps: [Int]
    /// Whether no box reports it.
    var isMissed: [Bool]
    let firstPoint: Int?
    private let decisive: Set<Int>

    init(_ passages: [Passage], record: CarRecord, schedule: Schedule) {
        self.passages = passages
        isMissed = Array(repeating: false, count: passages.count)
        let finish = record.laps.last?.since ?? 0
        var laps: [Int] = []
        var lap = 1
        for passage in passages {
            let since = schedule.since(passage.stamp)
            let isBefore = since < 0 || passage.isStart
            laps.append(isBefore ? 0 : lap)
            if passage.isLine, !isBefore { lap += 1 }
        }
        self.laps = laps
        let racing = passages.indices.filter {
            laps[$0] > 0 && (!record.isFinished || schedule.since(passages[$0].stamp) <= finish)
        }
        firstPoint = racing.first { passages[$0].isPoint }
        // The last crossing, the last that says where it is, and the last two of the Line.
        let points = racing.filter { passages[$0].isPoint }
        let lines = racing.filter { passages[$0].isLine }
        decisive = Set(racing.suffix(1) + points.suffix(1) + lines.suffix(2))
    }

    /// Whether the result is not exact, or not the same, without it.
    func isDecisive(_ index: Int) -> Bool {
        decisive.contains(index)
    }

    func isMissed(beside index: Int) -> Bool {
        (index > 0 && isMissed[index - 1]) || (index + 1 < passages.count && isMissed[index + 1])
    }

    func isPointMissed(beside index: Int) -> Bool {
        let before = passages[..<index].lastIndex { $0.isPoint }
        let after = passages[(index + 1)...].firstIndex { $0.isPoint }
        return [before, after].contains { $0.map { isMissed[$0] } ?? false }
    }

    func isLineMissed(before lap: Int) -> Bool {
        passages.indices.contains { passages[$0].isLine && laps[$0] == lap - 1 && isMissed[$0] }
    }

    func hasMiss(onLap lap: Int) -> Bool {
        passages.indices.contains { passages[$0].isPoint && !passages[$0].isLine && laps[$0] == lap && isMissed[$0] }
    }
}
