/// The spans of driving: from the start signal or a pit exit to the next pit entry, the finish, or now.
struct DrivingSpans {
    struct Span {
        let driver: UInt8
        /// Nil where the pit exit was not seen.
        let began: Instant?
        /// Nil where an end of it was not seen: it counts nothing.
        let driven: (from: Instant, to: Instant)?
        /// He drives now.
        let isRunning: Bool
        /// The pit entry at its end; nil while he drives, or where it was not seen.
        let cameIn: Instant?
    }

    /// The spans of one driver that follow each other.
    struct Run {
        let driver: UInt8
        var spans: [Span]
        /// Pit entry at which he came in; nil while he drives, or where it was not seen.
        var cameIn: Instant?
    }

    /// The driving of those who are meant in a part of the race.
    struct Sum {
        var driven = Milliseconds.zero
        /// One of them drives now.
        var isRunning = false
    }

    /// A part of the race over which driving counts.
    struct Part {
        let from: Deadline
        let to: Deadline
    }

    private(set) var spans: [Span]

    /// By identified driver; `nil` stands for the spans of unidentified drivers.
    var runs: [Run?] {
        var runs: [Run?] = []
        for span in spans {
            if let last = runs.last, var run = last, run.driver == span.driver {
                run.spans.append(span)
                run.cameIn = span.cameIn
                runs[runs.count - 1] = run
            } else {
                runs.append(span.driver == 0 ? nil : Run(driver: span.driver, spans: [span], cameIn: span.cameIn))
            }
        }
        return runs
    }

    /// `withPitLane`: a visit in which the driver is known to have stayed is a span of his too. `room`: memory to write
    /// in.
    init(_ record: borrowing CarRecord, withPitLane: Bool = false, in room: consuming [Span] = []) {
        spans = room
        spans.removeAll(keepingCapacity: true)
        var began: Instant? = record.start
        var last: UInt8 = 0
        spans.reserveCapacity(record.visits.count + 1)
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
        _ driver: UInt8, from: Instant?, to: Instant?, cameIn: Instant?, isRunning: Bool = false
    ) {
        var span = Span(driver: driver, began: from, driven: nil, isRunning: false, cameIn: cameIn)
        if let from, let to {
            span = Span(driver: driver, began: from, driven: (from, to), isRunning: isRunning, cameIn: cameIn)
        }
        spans.append(span)
    }
}

extension CarRecord {
    /// How long was driven in the spans, without the red flag.
    func driven(_ spans: [DrivingSpans.Span]) -> Milliseconds {
        driven(spans, in: DrivingSpans.Part(from: Deadline(start), to: .none)) { _ in true }.driven
    }

    /// The same in a part of the race by the drivers who are meant.
    func driven(
        _ spans: [DrivingSpans.Span], in part: DrivingSpans.Part, by isMeant: (UInt8) -> Bool
    ) -> DrivingSpans.Sum {
        var sum = DrivingSpans.Sum()
        for span in spans where isMeant(span.driver) {
            if span.isRunning { sum.isRunning = true }
            guard let from = part.from.instant, let driven = span.driven else { continue }
            let (began, ended) = (max(driven.from, from), part.to.orEarlier(driven.to))
            if began < ended { sum.driven += ended - began - flags.red(from: began, to: ended) }
        }
        return sum
    }

    /// Time under the red flag is no driving.
    var isRed: Bool { flags.now == .red }
}
