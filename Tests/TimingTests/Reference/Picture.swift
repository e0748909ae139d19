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
    }

    var number: CarNumber
    var place = Place()
    var laps = Laps()
    var stops: [Visit] = []
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
        var start: Int64?
        var chequered: Int64?
        var end: Int64?
        var best: Best?
        var classBests: [ClassBest]
    }

    /// A transponder that is nobody's; its crossings in order of their names.
    struct Held: Equatable {
        var transponder: Transponder
        var crossings: [CrossingID]
        var last: Int64
    }

    var now: Int64
    var race: Race
    var unknown: [Held]
    /// In order of the classification.
    var rows: [Row]
}

extension Picture {
    /// The first things in which two pictures differ, for a person to read; nil when they are the same.
    func difference(from other: Picture, as names: (String, String)) -> String? {
        var found: [String] = []
        func compare<Value: Equatable>(_ what: String, _ own: Value, _ its: Value) {
            if own != its { found.append("\(what): \(names.0) \(own), \(names.1) \(its)") }
        }
        compare("now", now, other.now)
        compare("race", race, other.race)
        compare("unknown", unknown, other.unknown)
        compare("order", rows.map(\.number.text), other.rows.map(\.number.text))
        for row in rows {
            guard let twin = other.rows.first(where: { $0.number == row.number }) else { continue }
            compare("car \(row.number) place", row.place, twin.place)
            compare("car \(row.number) laps", row.laps, twin.laps)
            compare("car \(row.number) stops", row.stops, twin.stops)
        }
        return found.isEmpty ? nil : found.prefix(4).joined(separator: "\n")
    }
}
