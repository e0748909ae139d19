/// The timekeeper's word on one obligation of one car, at an instant (R24).
public struct Verdict: Hashable, Sendable {
    /// The states of a verdict.
    public enum State: String, CaseIterable, Sendable {
        /// It cannot be done yet.
        case notOpen
        case open
        /// By the car's own pace its next pit entry but one would be too late.
        case lastChance
        /// In the pit lane for it.
        case inPit
        case served
        /// Less time than required.
        case short
        /// Done before it could be.
        case early
        /// Done, or still not done, after it had to be.
        case late
        /// Not done when it had to be.
        case missed
        /// More than is allowed.
        case over
        /// The evidence does not show it: a pit entry or exit was not seen, or a driver not identified.
        case unproved
        /// Nothing is owed: the car is out, did not start, or the stewards have excused it.
        case notApplicable

        /// There is nothing to report: it is in order, or time may still make it so.
        var isInOrder: Bool {
            switch self {
            case .notOpen, .open, .lastChance, .inPit, .served, .notApplicable: true
            case .short, .early, .late, .missed, .over, .unproved: false
            }
        }
    }

    /// Which obligation: `stop1`, `driverChange1`, `stint3`, … Unique for the car.
    public let obligation: ObligationID
    /// How far the car is with it.
    public var state: State
    /// Margin when served, shortfall when short, else by how much it was early, late or over; nil where unknown.
    public var by: Milliseconds?
    /// From when it can be done.
    public var opens: Instant?
    /// Before when it has to be done (for a limit that is not to be passed: the last instant of it).
    public var closes: Instant?
    /// How long it has to last, for this car.
    public var required: Milliseconds?
    /// While the car is in the pit lane for it: it must not cross the pit exit before this.
    public var exitFrom: Instant?
    /// How often the car still passes the pit entry in time; told from 3 down, of what is open. Nil where there is more
    /// time, or nothing says so.
    public var passesLeft: Int? {
        get { narrowPasses.map { Int($0) } }
        set { narrowPasses = newValue.map { UInt8(clamping: $0) } }
    }
    /// Which visit to the pit lane it was judged by, from 1.
    public var visit: Int? {
        get { narrowVisit.map { Int($0) } }
        set { narrowVisit = newValue.map { UInt32(clamping: $0) } }
    }
    /// Narrow: a race of a day has thousands of verdicts, and each is compared with the one before.
    private var narrowPasses: UInt8?
    private var narrowVisit: UInt32?
    /// The driver that it is about; 0: the car as a whole, or several drivers together.
    public var driver: UInt8 = 0
    /// The joker is taken for it.
    public var isJoker = false
    /// The red flag, or the end under it, came into the visit: whether it was long enough is for the stewards.
    public var isInterrupted = false
    /// The session ended while there was still time to do it: what that means is for the stewards.
    public var isCurtailed = false

    /// The stewards' word that it rests on; nil where it is the timekeeper's alone.
    public var ruling: Ruling?

    init(_ obligation: ObligationID, _ state: State) {
        self.obligation = obligation
        self.state = state
    }
}
