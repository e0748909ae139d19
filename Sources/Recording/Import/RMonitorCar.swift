import Timing

/// A car of a stream, as all its records together describe it.
struct RMonitorCar {
    var number: String
    /// What the records wrote as first and last name, in the order in which they did.
    var names: [String] = []
    var vehicle = ""
    /// The additional data of `$COMP`: the team, where a series fills it at all.
    var additional = ""
    var classID: Int?
    /// Class name beside a crossing.
    var className = ""
    var transponders: [Transponder] = []
    /// Retired or excluded, where `$COMP` says so.
    var status = ""
    /// Named by `$A` or `$COMP`, not by a crossing alone.
    var isListed = false
    /// Driver ids that came with its crossings.
    var drivers: Set<UInt8> = []
    var firstLine: Instant?

    init(number: String) {
        self.number = number
    }

    /// The crew as the first record names it, and a driver for each further id that the car sent.
    var crew: [Driver] {
        let named = (names.first ?? "").split(separator: "/").map { $0.trimmed }.filter { !$0.isEmpty }.prefix(255)
        var crew = named.enumerated().map { Driver(id: UInt8($0 + 1), name: $1) }
        for id in drivers.sorted() where Int(id) > named.count {
            crew.append(Driver(id: id, name: "Driver \(id)"))
        }
        return crew
    }

    /// Takes over what another has that this one has not.
    mutating func join(_ other: RMonitorCar) {
        names += other.names.filter { !names.contains($0) }
        if vehicle.isEmpty { vehicle = other.vehicle }
        if additional.isEmpty { additional = other.additional }
        if className.isEmpty { className = other.className }
        if status.isEmpty { status = other.status }
        classID = classID ?? other.classID
        transponders += other.transponders.filter { !transponders.contains($0) }
        isListed = isListed || other.isListed
        drivers.formUnion(other.drivers)
        if let line = other.firstLine { firstLine = min(firstLine ?? line, line) }
    }
}

extension Substring {
    /// Without the space around it.
    fileprivate var trimmed: String {
        let front = drop { $0 == " " }
        let end = front.lastIndex { $0 != " " }.map(front.index(after:))
        return String(front[..<(end ?? front.startIndex)])
    }
}
