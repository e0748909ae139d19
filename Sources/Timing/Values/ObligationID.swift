/// The name of an obligation of a car.
public struct ObligationID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// What an obligation can be about, in the order in which verdicts are told.
    public enum Kind: String, CaseIterable, Sendable {
        case stop, driverChange, technicalStop, stopTime, stint, continuous, rest, driving, starter, qualifier, report
    }

    /// What it is about.
    public let kind: Kind
    /// The driver's id, for `driving` that is about one.
    public let driver: UInt8
    /// Narrow, so that a name is one word: a day of verdicts is compared by it.
    private let narrowBlock: UInt16
    private let narrowNumber: UInt32

    public init(_ kind: Kind, _ number: Int = 0, driver: UInt8 = 0, block: Int = 0) {
        self.kind = kind
        self.driver = driver
        narrowNumber = UInt32(clamping: number)
        narrowBlock = UInt16(clamping: block)
    }

    /// Ordinal within its kind, from 1 (of `driving`: that of the rulebook's rule; of `report`: the car's so many-th
    /// report of its kind); 0: there is only one.
    public var number: Int { Int(narrowNumber) }

    /// Which block of the race, from 1, for `driving` that is counted by blocks; 0: the whole race. For `report` the
    /// place of its kind in the rulebook; 0: the first.
    public var block: Int { Int(narrowBlock) }

    /// `stop1`, `technicalStop`, `driving2-3`, `driving2-3-b1`.
    public var description: String {
        kind.rawValue + (number > 0 ? "\(number)" : "") + (driver > 0 ? "-\(driver)" : "")
            + (block > 0 ? "-b\(block)" : "")
    }

    /// By kind, then by number.
    public static func < (left: ObligationID, right: ObligationID) -> Bool {
        left.order < right.order
    }

    private var order: UInt64 {
        kind.order << 56 | UInt64(narrowNumber) << 24 | UInt64(driver) << 16 | UInt64(narrowBlock)
    }
}

extension ObligationID.Kind {
    fileprivate var order: UInt64 {
        switch self {
        case .stop: 0
        case .driverChange: 1
        case .technicalStop: 2
        case .stopTime: 3
        case .stint: 4
        case .continuous: 5
        case .rest: 6
        case .driving: 7
        case .starter: 8
        case .qualifier: 9
        case .report: 10
        }
    }
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
