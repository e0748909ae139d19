/// The spans of driving: from the start signal or a pit exit to the next pit entry, the finish, or now.
struct DrivingSpans {
    struct Span {
        let driver: UInt8
        /// Nil where the pit exit was not seen.
        let began: Int64?
        let from: Int64
        /// Where an end of it was not seen it counts nothing: `to` is `from`.
        let to: Int64
        /// He drives now.
        let isRunning: Bool
    }

    /// The spans of one driver that follow each other.
    struct Run {
        let driver: UInt8
        var spans: [Span]
        /// Pit entry at which he came in; nil while he drives, or where it was not seen.
        var cameIn: Int64?
    }

    private(set) var spans: [Span] = []
    /// By identified driver; `nil` stands for the spans of unidentified drivers.
    private(set) var runs: [Run?] = []

    /// `withPitLane`: a visit in which the driver is known to have stayed is a span of his too.
    init(_ record: CarRecord, withPitLane: Bool = false) {
        var began: Int64? = record.start
        var last: UInt8 = 0
        for visit in record.visits {
            let driver = visit.driverIn != 0 ? visit.driverIn : last
            add(driver, from: began, to: visit.entered, cameIn: visit.entered)
            if visit.isOpen { return }
            if withPitLane, visit.showsThatDriverStayed, let entered = visit.entered, let left = visit.left {
                add(driver, from: entered, to: left, cameIn: entered)
            }
            began = visit.left
            last = visit.driverOut
        }
        add(
            record.driver, from: began, to: began.map { max($0, record.until) }, cameIn: nil,
            isRunning: record.isRunning)
    }

    private mutating func add(
        _ driver: UInt8, from: Int64?, to: Int64?, cameIn: Int64?, isRunning: Bool = false
    ) {
        let isKnown = from != nil && to != nil
        let at = from ?? to ?? 0
        let span = Span(
            driver: driver, began: from, from: at, to: isKnown ? to ?? at : at, isRunning: isRunning && isKnown)
        spans.append(span)
        if let run = runs.last, var run, run.driver == driver {
            run.spans.append(span)
            run.cameIn = cameIn
            runs[runs.count - 1] = run
        } else {
            runs.append(driver == 0 ? nil : Run(driver: driver, spans: [span], cameIn: cameIn))
        }
    }
}

extension CarRecord {
    /// How long was driven in the spans between two instants, without the red flag.
    func driven(_ spans: [DrivingSpans.Span], from: Int64 = .min, to: Int64 = .max) -> Int64 {
        spans.reduce(0) { sum, span in
            let (began, ended) = (max(span.from, from), min(span.to, to))
            return began < ended ? sum + ended - began - flags.red(from: began, to: ended) : sum
        }
    }

    /// Time under the red flag is no driving.
    var isRed: Bool { flags.now == .red }
}
