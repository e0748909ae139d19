/// What follows from reports of a kind about a car.
public struct ReportRule: Hashable, Sendable {
    /// What follows from a report.
    public enum Following: Hashable, Sendable {
        /// The car is warned.
        case warning
        /// An infringement, with what the stewards are proposed.
        case infringement(PenaltyBand.Proposal)
    }

    /// What follows from the report of a count.
    public struct Step: Hashable, Sendable {
        /// From 1.
        public let count: Int
        /// What follows from it.
        public let following: Following

        public init(count: Int, _ following: Following) {
            self.count = count
            self.following = following
        }
    }

    /// What follows from reports beyond the last step.
    public enum Beyond: String, CaseIterable, Sendable {
        /// Nothing.
        case nothing
        /// The same as from the last step, each time.
        case each
        /// The count has begun again.
        case again
    }

    /// From when a car's reports are counted.
    public enum Reset: String, CaseIterable, Sendable {
        /// From the beginning of the session.
        case session
        /// From the last visit to the pit lane in which the driver changed.
        case driverChange
    }

    /// The word by which reports name it.
    public let kind: String
    /// In order of their counts.
    public var steps: [Step]
    /// What follows beyond these.
    public var beyond: Beyond
    /// From when a car's reports are counted.
    public var reset: Reset
    /// Times since the start signal at which all counts begin anew, in order: every six hours of a long race.
    public var resetTimes: [Milliseconds]
    /// In practice and qualifying the time of the reported lap does not count.
    public var deletesLap: Bool

    public init(
        _ kind: String, steps: [Step] = [], beyond: Beyond = .nothing, reset: Reset = .session,
        resetTimes: [Milliseconds] = [], deletesLap: Bool = false
    ) {
        self.kind = kind
        self.steps = steps
        self.beyond = beyond
        self.reset = reset
        self.resetTimes = resetTimes
        self.deletesLap = deletesLap
    }

    /// Where a rulebook does not say: they are counted.
    public static let unsaid = [ReportRule("trackLimits")]

    /// The count as it is told: with `again` it does not pass the last step.
    func told(_ count: Int) -> Int {
        guard beyond == .again, let last = steps.last?.count else { return count }
        return (count - 1) % last + 1
    }

    /// What follows from the report of a count, as it is told; nil: nothing.
    func following(_ count: Int) -> Following? {
        if beyond == .each, let last = steps.last, count > last.count { return last.following }
        return steps.first { $0.count == count }?.following
    }
}
