/// What the timekeeper says about one obligation of one car, at an instant (docs/protocol.md, section 7).
public struct Verdict: Hashable, Sendable {
    /// What a verdict can be.
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
        /// The evidence does not show it: a pit entry or exit that nobody saw, a driver who was not identified.
        case unproved
        /// Nothing is owed: the car is out, did not start, or the stewards have excused it.
        case notApplicable
    }

    /// Which obligation: `stop1`, `driverChange1`, `stint3`, … Unique for the car.
    public let obligation: ObligationID
    /// How far the car is with it.
    public var state: State
    /// Margin when served, what is missing when short, by how much it was early, late or over; nil where unknown.
    public var by: Milliseconds?
    /// From when it can be done.
    public var opens: Instant?
    /// Before when it has to be done (for a limit that is not to be passed: the last instant of it).
    public var closes: Instant?
    /// How long it has to last, for this car.
    public var required: Milliseconds?
    /// While the car is in the pit lane for it: it must not cross the pit exit before this.
    public var exitFrom: Instant?
    /// Which visit to the pit lane it was judged by, from 1.
    public var visit: Int?
    /// Whom it is about; 0: the car as a whole, or several drivers together.
    public var driver: UInt8 = 0
    /// The joker is taken for it.
    public var isJoker = false
    public var isInterrupted = false
    public var isCurtailed = false

    init(_ obligation: ObligationID, _ state: State) {
        self.obligation = obligation
        self.state = state
    }
}

/// The name of an obligation of a car.
public struct ObligationID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// What an obligation can be about, in the order in which verdicts are told.
    public enum Kind: String, CaseIterable, Sendable {
        case stop, driverChange, technicalStop, stopTime, stint, continuous, rest, driving, starter, qualifier
    }

    /// What it is about.
    public let kind: Kind
    /// The how manieth of its kind, from 1 (of `driving`: which of the rulebook's rules); 0: there is only one.
    public let number: Int
    /// The driver's id, for `driving` that is about one.
    public let driver: UInt8
    /// Which block of the race, from 1, for `driving` that is counted by blocks; 0: the whole race.
    public let block: Int

    public init(_ kind: Kind, _ number: Int = 0, driver: UInt8 = 0, block: Int = 0) {
        self.kind = kind
        self.number = number
        self.driver = driver
        self.block = block
    }

    /// `stop1`, `technicalStop`, `driving2-3`, `driving2-3-b1`.
    public var description: String {
        kind.rawValue + (number > 0 ? "\(number)" : "") + (driver > 0 ? "-\(driver)" : "")
            + (block > 0 ? "-b\(block)" : "")
    }

    public static func < (left: ObligationID, right: ObligationID) -> Bool {
        (left.kind.order, left.number, left.driver, left.block)
            < (right.kind.order, right.number, right.driver, right.block)
    }
}

extension ObligationID.Kind {
    fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A verdict that became another: what a race engineer's radio says.
public struct VerdictChange: Hashable, Sendable {
    /// Whose it is.
    public let car: CarIndex
    /// What it was; nil: there was none.
    public let before: Verdict.State?
    /// What it is; nil: the obligation is no more (a stop was voided).
    public let verdict: Verdict?
    /// Which of the car's obligations.
    public let obligation: ObligationID
}

extension ObligationID {
    /// Reads a name as `description` writes it.
    public init?(_ name: String) {
        guard
            let kind = Kind.allCases.filter({ name.hasPrefix($0.rawValue) }).max(by: {
                $0.rawValue.count < $1.rawValue.count
            })
        else { return nil }
        var number = 0
        var driver: UInt8 = 0
        var block = 0
        var parts = name.dropFirst(kind.rawValue.count).split(separator: "-", omittingEmptySubsequences: false)[...]
        if let first = parts.popFirst(), !first.isEmpty {
            guard let value = Int(first) else { return nil }
            number = value
        }
        if let part = parts.first, !part.hasPrefix("b") {
            guard let value = UInt8(part) else { return nil }
            driver = value
            parts = parts.dropFirst()
        }
        if let part = parts.popFirst() {
            guard part.hasPrefix("b"), let value = Int(part.dropFirst()) else { return nil }
            block = value
        }
        self.init(kind, number, driver: driver, block: block)
        guard parts.isEmpty, description == name else { return nil }
    }
}
