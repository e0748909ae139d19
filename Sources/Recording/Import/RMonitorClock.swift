import Timing

/// The race clock and the flags of a stream: `$F` to the second, the start also from `$J`.
struct RMonitorClock {
    private struct Heartbeat {
        let timeOfDay: Milliseconds
        let raceTime: Milliseconds
        /// Nil where none is shown.
        let flag: Flag?
        /// The crossing before it in the stream: which day it is.
        let near: Instant?
    }

    /// When the session began and ended, and what was shown between.
    struct Course {
        var start: Instant
        /// In order of time, without the chequered flag.
        var flags: [(flag: Flag, at: Instant)] = []
        var chequered: Instant?
        /// Nil where the stream does not show it.
        var end: Instant?
    }

    private static let words: [String: Flag] = [
        "GREEN": .green, "YELLOW": .yellow, "RED": .red, "FINISH": .chequered,
    ]

    private var heartbeats: [Heartbeat] = []
    private var foreign: [String: Int] = [:]
    /// A car's latest crossing of the Line and its latest total, in the order of the stream.
    private var lines: [Int: Instant] = [:]
    private var totals: [Int: Milliseconds] = [:]
    /// How often a crossing less a total beside it gives this instant.
    private var starts: [Instant: Int] = [:]

    // MARK: Records

    /// `$F`: laps to go, time to go, time of day, race time, flag.
    mutating func beat(_ record: RMonitorRecord, after crossing: Instant?) -> Bool {
        guard let timeOfDay = ClockText.milliseconds(record[3]), timeOfDay < ClockText.day,
            let raceTime = ClockText.milliseconds(record[4])
        else { return false }
        let flag = Self.words[record[5].uppercased()]
        if flag == nil, !record[5].isEmpty { foreign[record[5], default: 0] += 1 }
        heartbeats.append(Heartbeat(timeOfDay: timeOfDay, raceTime: raceTime, flag: flag, near: crossing))
        return true
    }

    /// `$J` and the `$L` of the same passage stand beside each other in either order. A pair that does not
    /// belong together gives an instant that no other pair gives.
    mutating func cross(_ car: Int, at: Instant) {
        lines[car] = at
        if let total = totals[car] { starts[at - total, default: 0] += 1 }
    }

    mutating func total(_ car: Int, _ total: Milliseconds) {
        totals[car] = total
        if let line = lines[car] { starts[line - total, default: 0] += 1 }
    }

    // MARK: Course

    /// - Parameter first: the first crossing of the stream.
    func course(first: Instant, notes: inout [String]) -> Course {
        let beats = heartbeats.map { beat in
            (
                at: (beat.near ?? first).nearest(timeOfDay: beat.timeOfDay, midnight: Instant(milliseconds: 0)),
                beat: beat
            )
        }
        // Captures may be given in any order; equal seconds stay as they came.
        let order = beats.indices.sorted { (beats[$0].at, $0) < (beats[$1].at, $1) }.map { beats[$0] }
        for (word, count) in foreign.sorted(by: { $0.key < $1.key }) {
            notes.append("\(count) $F record(s) have the unknown flag \"\(word)\", which is ignored.")
        }
        var course = Course(start: start(order, first: first, notes: &notes))
        follow(order, &course, notes: &notes)
        return course
    }

    private func start(_ beats: [(at: Instant, beat: Heartbeat)], first: Instant, notes: inout [String]) -> Instant {
        let clock = beats.first { $0.beat.flag == .green }.map { $0.at - $0.beat.raceTime }
        func isBetter(_ other: (key: Instant, value: Int), than best: (key: Instant, value: Int)) -> Bool {
            if other.value != best.value { return other.value > best.value }
            guard let clock else { return other.key < best.key }
            let (near, far) = (abs((other.key - clock).count), abs((best.key - clock).count))
            return near == far ? other.key < best.key : near < far
        }
        if let best = starts.max(by: { isBetter($1, than: $0) }) {
            notes.append(
                "The start is what crossings of the Line and the totals of $J beside them agree on \(best.value) "
                    + "time(s): \(ClockText.text(best.key.timeOfDay)) by the time of day.")
            if let clock, abs((best.key - clock).count) > 2000 {
                notes.append(
                    "The race clock of the first green $F says another start: \(ClockText.text(clock.timeOfDay)).")
            }
            return best.key
        }
        if let clock {
            notes.append("The start is estimated to the second, from the race time of the first green $F.")
            return clock
        }
        notes.append("The file has neither a green $F nor a $J: the start is put at the first crossing.")
        return first
    }

    /// Takes the flags from the start to the end: where no flag follows the chequered one, or the race clock
    /// goes back.
    private func follow(
        _ beats: [(at: Instant, beat: Heartbeat)], _ course: inout Course, notes: inout [String]
    ) {
        var raceTime = Milliseconds.zero
        // A time of day is cut to the second: the first beat under green may read as just before the start.
        for (at, beat) in beats where at + .seconds(1) > course.start {
            // Before the first flag the race time is a stopgap, such as 00:59:59.
            if course.flags.isEmpty, beat.flag == nil { continue }
            let isOver = course.flags.last?.flag == .chequered && beat.flag == nil
            if isOver || beat.raceTime + .seconds(1) < raceTime {
                course.end = at
                break
            }
            raceTime = beat.raceTime
            guard let flag = beat.flag, flag != course.flags.last?.flag else { continue }
            let isFirst = course.flags.isEmpty && flag != .chequered
            course.flags.append((flag, isFirst ? course.start : max(at, course.start)))
        }
        if course.flags.last?.flag == .chequered { course.chequered = course.flags.removeLast().at }
        notes.note(
            course.flags.count { $0.flag == .chequered },
            "chequered flag(s) were taken back by another flag and are left out.")
        course.flags.removeAll { $0.flag == .chequered }
        notes.append("Flags are put at the second of the first $F that shows them, the first flag at the start.")
        if course.flags.contains(where: { $0.flag == .yellow }) {
            notes.append("Yellow may have been a full course yellow or a safety car: the format has one word for all.")
        }
        if course.chequered == nil { notes.append("The file shows no chequered flag.") }
    }
}

extension Instant {
    /// Since midnight.
    fileprivate var timeOfDay: Milliseconds { (self - Instant(milliseconds: 0)).withinDay }
}
