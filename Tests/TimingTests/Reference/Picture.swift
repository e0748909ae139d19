import Timing

/// A distance as section 4.4 of the protocol has it: time, or laps, or neither.
struct Apart: Equatable {
    var ms: Int64?
    var laps: Int

    static let nothing = Apart(ms: 0, laps: 0)
    static let unknown = Apart(ms: nil, laps: 0)
}

/// A visit to the pit lane, instants in milliseconds since the start signal.
struct Visit: Equatable {
    var entered: Int64?
    var left: Int64?
    var duration: Int64?
    var driverIn: UInt8
    var driverOut: UInt8
    var isEstimated: Bool
    var isOpen: Bool
    var counts = true
}

/// A car's row, in the parts in which a publication sends it.
struct Row: Equatable {
    /// What can change without the car crossing a loop.
    struct Place: Equatable {
        var position: Int?
        var classPosition: Int?
        var gap = Apart.nothing
        var interval = Apart.nothing
        var classGap = Apart.nothing
        var classInterval = Apart.nothing
        var status = CarStatus.notStarted
        var total: Int64?
        var penalty: Int64 = 0
        var penaltyLaps = 0
        var isGapNow = true
    }

    struct Laps: Equatable {
        var laps = 0
        var last: Int64?
        var best: Int64?
        var bestNumber: Int?
        var sectors: [Int64?] = []
        var bestSectors: [Int64?] = []
        var lastLoop: LoopID?
        var lastSeen: Int64?
        var driver: UInt8 = 0
        /// Rest on a provisional crossing: the total, the last lap, sectors counted from 0.
        var isTotalEstimated = false
        var isLastEstimated = false
        var estimatedSectors: [Int] = []
    }

    /// Since when it is out, and since when its driver is at the wheel.
    struct Since: Equatable {
        var stint: Int64?
        var driver: Int64?
    }

    var number: CarNumber
    var place = Place()
    var laps = Laps()
    var stops: [Visit] = []
    var since = Since()
}

/// Everything that can be read of a session, in milliseconds.
struct Picture: Equatable {
    struct Best: Equatable {
        var car: CarNumber
        var lap: Int
        var ms: Int64
    }

    struct ClassBest: Equatable {
        var carClass: String
        var best: Best
    }

    /// What the `race` object of the protocol says.
    struct Race: Equatable {
        var phase: Timekeeper.Phase
        var flag: Flag?
        var result: ResultState?
        var start: Int64?
        var clockStart: Int64?
        var duration: Int64?
        var chequered: Int64?
        var end: Int64?
        var best: Best?
        var classBests: [ClassBest]
    }

    struct Shown: Equatable {
        var flag: Flag
        var from: Int64
        var to: Int64?
        var laps: Int
        var isEstimated: Bool
        var throughPitLane: Bool
    }

    struct Decided: Equatable {
        var id: String
        var car: CarNumber
        var kind: PenaltyKind
        var state: PenaltyRecord.State
        var added: Int64
    }

    struct Dead: Equatable {
        var loop: LoopID
        var since: Int64
    }

    /// How often something is in doubt: at a loop, of a car, or of a car at a loop.
    struct Doubted: Equatable {
        var kind: Doubt.Kind
        var loop: LoopID?
        var car: CarNumber?
        var count: Int

        var name: String { "\(kind) \(loop?.value ?? 0) \(car?.text ?? "")" }

        func isAbout(_ other: Doubted) -> Bool { name == other.name }
    }

    /// A transponder that is unassigned; its crossings in order of their names.
    struct Held: Equatable {
        var transponder: Transponder
        var crossings: [CrossingID]
        var last: Int64
    }

    var now: Int64
    var race: Race
    var flags: [Shown]
    var penalties: [Decided]
    /// In order of their numbers.
    var deadLoops: [Dead]
    var unknown: [Held]
    /// In order of their names.
    var doubts: [Doubted]
    /// In order of the classification.
    var rows: [Row]
    /// A clock was found to have stepped: best laps are withheld, which the reference does not do.
    var hasClockStepped = false
}

extension Picture {
    /// The first things in which two pictures differ, for a person to read; nil when they are the same.
    func difference(from other: Picture, as names: (String, String)) -> String? {
        var found: [String] = []
        func compare<Value: Equatable>(_ what: String, _ own: Value, _ its: Value) {
            guard own != its else { return }
            // Of what has members, those that differ.
            let members = zip(Mirror(reflecting: own).children, Mirror(reflecting: its).children)
                .map { ($0.label ?? "", "\($0.value)", "\($1.value)") }.filter { $0.1 != $0.2 }
            let isList = own is [Any] || members.isEmpty
            let texts = isList ? [(what, "\(own)", "\(its)")] : members.map { ("\(what) \($0.0)", $0.1, $0.2) }
            found += texts.map { "\($0.0): \(names.0) \($0.1), \(names.1) \($0.2)" }
        }
        let hasClockStepped = hasClockStepped || other.hasClockStepped
        func without(_ race: Race) -> Race {
            var race = race
            if hasClockStepped { (race.best, race.classBests) = (nil, []) }
            return race
        }
        func without(_ laps: Row.Laps) -> Row.Laps {
            var laps = laps
            if hasClockStepped { (laps.best, laps.bestNumber) = (nil, nil) }
            return laps
        }
        compare("now", now, other.now)
        compare("race", without(race), without(other.race))
        for (own, its) in zip(flags, other.flags) { compare("flag", own, its) }
        compare("flags", flags.map(\.flag), other.flags.map(\.flag))
        for (own, its) in zip(penalties, other.penalties) { compare("penalty \(own.id)", own, its) }
        compare("penalties", penalties.map(\.id), other.penalties.map(\.id))
        compare("dead loops", deadLoops, other.deadLoops)
        compare("unknown", unknown, other.unknown)
        compare("doubts", doubts, other.doubts)
        compare("order", rows.map(\.number.text), other.rows.map(\.number.text))
        for row in rows {
            guard let twin = other.rows.first(where: { $0.number == row.number }) else { continue }
            compare("car \(row.number) place", row.place, twin.place)
            compare("car \(row.number) laps", without(row.laps), without(twin.laps))
            compare("car \(row.number) stops", row.stops, twin.stops)
            compare("car \(row.number) since", row.since, twin.since)
        }
        return found.isEmpty ? nil : found.prefix(6).joined(separator: "\n").replacing("Timing.", with: "")
    }
}
