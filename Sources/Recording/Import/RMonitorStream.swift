import Timing

/// What the records of a stream say, whatever their order.
struct RMonitorStream {
    /// A `$L`.
    struct Passage: Hashable {
        let at: Instant
        let subject: Subject
        let line: TimeLine
        let driver: UInt8
    }

    enum Subject: Hashable {
        /// The place of the car in `cars`.
        case car(Int)
        /// The timing system had no car for it.
        case transponder(Transponder)
    }

    /// In the order of the stream, each once.
    private(set) var passages: [Passage] = []
    private(set) var cars = RMonitorCars()
    private(set) var clock = RMonitorClock()
    private(set) var track = RMonitorTrack()
    /// What the timing system made of the passages.
    private(set) var results = RMonitorResults()
    private var known: Set<Passage> = []
    private var runs: [String: Int] = [:]
    private var repeated = 0
    private var noise = 0
    private var unreadable: [String] = []
    private var ignored: [String: Int] = [:]

    mutating func read(file: String, text: String) throws(ImportFault) {
        var reader = RMonitorReader(file: file, text: text)
        while let record = try reader.next() {
            if try !take(record) { unreadable.append("\(file):\(record.line)") }
        }
        if let day = reader.day { results.captured(on: day) }
        noise += reader.noise
        unreadable += reader.unreadable.map { "\(file):\($0)" }
    }

    /// False where the record lacks what its command needs.
    private mutating func take(_ record: RMonitorRecord) throws(ImportFault) -> Bool {
        switch record.command {
        case "$L": try cross(record)
        case "$F":
            // Before the start the clock may count down.
            if record[4].contains("-") { return true }
            results.beat(record)
            return clock.beat(record, after: passages.last?.at)
        case "$A": return cars.competitor(record)
        case "$COMP": return cars.more(record)
        case "$C": return cars.nameClass(record)
        case "$J": return total(record)
        case "$B":
            results.name(record)
            if !record[2].isEmpty { runs[record[2], default: 0] += 1 }
        case "$G": results.standing(record)
        case "$H": results.best(record)
        case "$I":
            results.date(record)
            ignored["$I", default: 0] += 1
        case "$E": track.setting(record)
        case "$T": track.describe(record)
        case "$COR": break
        default: ignored[record.command, default: 0] += 1
        }
        return true
    }

    // MARK: Crossings

    /// `$L`: car, line number, line name, date, time, and since 2015 driver id and class name.
    private mutating func cross(_ record: RMonitorRecord) throws(ImportFault) {
        let number = record[1]
        guard (1...16).contains(number.count) else {
            throw record.fault("car number \"\(number)\"", expected: "a car number, or Tx and a transponder")
        }
        guard let line = TimeLine(number: record[2], name: record[3]) else {
            throw record.fault(
                "time line \"\(record[2])\"", expected: "T or P and a digit or letter, for example T1, TA or P2")
        }
        let at = try Self.instant(record)
        let driver = record[6].isEmpty ? 0 : UInt8(record[6])
        guard let driver else {
            throw record.fault("driver id \"\(record[6])\"", expected: "a whole number from 0 to 255")
        }
        let subject = subject(number)
        let passage = Passage(at: at, subject: subject, line: line, driver: driver)
        guard known.insert(passage).inserted else {
            repeated += 1
            return
        }
        passages.append(passage)
        guard case .car(let car) = subject else { return }
        cars.cross(car, at: at, isLine: line.isStart, driver: driver, className: record[7])
        if line.isStart { clock.cross(car, at: at) }
    }

    private mutating func subject(_ number: String) -> Subject {
        if number.hasPrefix("Tx"), let value = UInt32(number.dropFirst(2)), value > 0 {
            return .transponder(Transponder(value))
        }
        return .car(cars.place(ofNumber: number))
    }

    private static func instant(_ record: RMonitorRecord) throws(ImportFault) -> Instant {
        let date = record[4].split(separator: "/", omittingEmptySubsequences: false)
        guard date.count == 3, let midnight = ClockText.midnight("\(date[2])-\(date[0])-\(date[1])") else {
            throw record.fault("date \"\(record[4])\"", expected: "a day of the calendar as MM/DD/YYYY")
        }
        // A record cut short can still look like a time, so all of it has to be there.
        guard record[5].utf8.count == 12, let time = ClockText.milliseconds(record[5]), time < ClockText.day else {
            throw record.fault("time \"\(record[5])\"", expected: "a time of day as HH:MM:SS.DDD")
        }
        return midnight + time
    }

    /// `$J`: registration, lap time, total.
    private mutating func total(_ record: RMonitorRecord) -> Bool {
        guard let total = ClockText.milliseconds(record[3]) else { return false }
        if let car = cars.place(ofRegistration: record[1]) { clock.total(car, total) }
        return results.passing(record)
    }

    // MARK: Answers

    /// Name of the run that was announced most often: a capture may hold the end of another.
    var run: String? {
        runs.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    func note(in notes: inout [String]) {
        notes.note(repeated, "$L record(s) stand in the files more than once and are taken once.")
        notes.note(noise, "line(s) are no records.")
        notes.note(
            unreadable.count, "record(s) cannot be read and are left out, the first at \(unreadable.first ?? "").")
        for (command, count) in ignored.sorted(by: { $0.key < $1.key }) {
            notes.append("\(count) record(s) \(command) are ignored\(Self.why[command] ?? ": unknown").")
        }
    }

    private static let why = [
        "$I": ": they clear a screen, not what was timed",
        "$U": ": which line is start/finish is taken from the names SFT and SFP",
    ]
}
