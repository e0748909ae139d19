import Timing

/// What the timing system itself made of the passages: `$J`, `$G` and `$H`, with the `$F` around them.
///
/// A stream may hold more than one run; each is kept by itself.
struct RMonitorResults {
    /// `$J`.
    struct Passing {
        let registration: String
        let time: Milliseconds
        let total: Milliseconds
        let place: String
    }

    /// `$G`.
    struct Standing {
        let registration: String
        let laps: Int
        let total: Milliseconds
        let place: String
    }

    /// `$H`.
    struct Best {
        let lap: Int
        let time: Milliseconds
    }

    struct Beat {
        let timeOfDay: Milliseconds
        let raceTime: Milliseconds
        let flag: String
        let place: String
    }

    struct Run {
        var name = ""
        var passings: [Passing] = []
        var standings: [Standing] = []
        var bests: [String: Best] = [:]
        var beats: [Beat] = []

        var isEmpty: Bool { passings.isEmpty && standings.isEmpty }
    }

    private(set) var runs = [Run()]

    /// The run with the most passages; without any, that with the most standings.
    var fullest: Run {
        runs.max { ($0.passings.count, $0.standings.count) < ($1.passings.count, $1.standings.count) } ?? Run()
    }

    /// The day that `$I` states, and the first one of the captures.
    private var stated: String?
    private var captured: String?
    var day: String? { stated ?? captured }
    private var number = ""

    private static let unset = ClockText.milliseconds("00:59:59.999")
    /// Numbers of laps that a car can have.
    private static let possible = 0...100_000

    // MARK: Records

    /// `$B`: number and name of a run. Another name begins another run.
    mutating func name(_ record: RMonitorRecord) {
        let name = record[2]
        let told = "\(record[1]) \(name)"
        guard told != number else { return }
        if !number.isEmpty { next() }
        number = told
        runs[runs.count - 1].name = name
    }

    /// `$F`. A race clock that goes back begins another run of the same name.
    mutating func beat(_ record: RMonitorRecord) {
        guard let timeOfDay = ClockText.milliseconds(record[3]), let raceTime = ClockText.milliseconds(record[4])
        else { return }
        let flag = record[5].uppercased()
        if flag.isEmpty { return }
        // Captures of one run may overlap, and be given in any order.
        let start = (timeOfDay - raceTime).withinDay
        if let last = runs[runs.count - 1].beats.last, raceTime + .seconds(5) < last.raceTime,
            abs(((last.timeOfDay - last.raceTime).withinDay - start).count) > 3000
        {
            let name = runs[runs.count - 1].name
            next()
            runs[runs.count - 1].name = name
        }
        runs[runs.count - 1].beats.append(
            Beat(timeOfDay: timeOfDay, raceTime: raceTime, flag: flag, place: record.place))
    }

    /// False where a time cannot be read.
    mutating func passing(_ record: RMonitorRecord) -> Bool {
        guard let total = ClockText.milliseconds(record[3]) else { return false }
        let time = ClockText.milliseconds(record[2]) ?? .zero
        runs[runs.count - 1].passings.append(
            Passing(registration: record[1], time: time, total: total, place: record.place))
        return true
    }

    mutating func standing(_ record: RMonitorRecord) {
        guard let total = ClockText.milliseconds(record[4]), total > .zero, total != Self.unset,
            let laps = record[3].isEmpty ? 0 : Int(record[3]), Self.possible.contains(laps)
        else { return }
        runs[runs.count - 1].standings.append(
            Standing(registration: record[2], laps: laps, total: total, place: record.place))
    }

    mutating func best(_ record: RMonitorRecord) {
        guard let lap = Int(record[3]), Self.possible.contains(lap), lap > 0,
            let time = ClockText.milliseconds(record[4]), time > .zero, time != Self.unset
        else { return }
        runs[runs.count - 1].bests[record[2]] = Best(lap: lap, time: time)
    }

    /// `$I`: time of day and date, such as `12 jan 01`.
    mutating func date(_ record: RMonitorRecord) {
        let parts = record[2].split(separator: " ").map(String.init)
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        guard parts.count == 3, let day = Int(parts[0]), let year = Int(parts[2]),
            let month = months.firstIndex(of: String(parts[1].lowercased().prefix(3)))
        else { return }
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let text = "\(year < 100 ? 2000 + year : year)-\(two(month + 1))-\(two(day))"
        if ClockText.midnight(text) != nil { stated = text }
    }

    /// The first day of a capture. Captures may be given in any order.
    mutating func captured(on day: String) { captured = min(captured ?? day, day) }

    private mutating func next() {
        runs.append(Run())
    }
}
