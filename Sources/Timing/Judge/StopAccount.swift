/// The sum of the verdicts on a car's mandatory stops, for the net classification.
struct StopAccount {
    /// Stops that are still to be made.
    private(set) var outstanding = 0
    /// Sum of their required times (stops without one: see the next member).
    private(set) var required = Milliseconds.zero
    /// Count of those without a required time.
    private(set) var unstated = 0
    /// Required of the stop for which the car is in the pit lane; zero where nothing is.
    private(set) var inPit: Milliseconds?
    /// Before when it must not leave.
    private(set) var exitFrom: Instant?
    /// A visit was taken for one.
    private(set) var hasStopped = false
    /// The latest visit that served one.
    private(set) var latest: Int?
    /// How long it lasted, both ends seen.
    private(set) var duration: Milliseconds?
    /// Its cost beside that, once it is known.
    var constant: Milliseconds?

    init() {}

    init(_ verdicts: [Verdict], stops: [Stop]) {
        for verdict in verdicts where verdict.obligation.kind == .stop {
            switch verdict.state {
            case .notOpen, .open, .lastChance:
                outstanding += 1
                required += verdict.required ?? .zero
                if verdict.required == nil { unstated += 1 }
            case .inPit:
                inPit = verdict.required ?? .zero
                exitFrom = verdict.exitFrom
            case .served:
                hasStopped = true
                latest = max(latest ?? 0, verdict.visit ?? 0)
            case .short, .unproved, .early, .late: hasStopped = true
            case .missed, .over, .notApplicable: break
            }
        }
        duration = latest.flatMap { stops[$0 - 1].duration }
    }

    /// The latest stop cost as much as in another account of the car.
    func costs(as other: StopAccount) -> Bool { duration == other.duration && constant == other.constant }

    /// The car owes a stop still.
    var owes: Bool { outstanding > 0 || inPit != nil }
}
