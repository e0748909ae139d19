public import Timing

/// A visit to the pit lane at instants of the race clock.
public struct ScriptedVisit: Hashable, Sendable {
    /// Pit entry.
    public var entry: Milliseconds
    /// Pit exit.
    public var exit: Milliseconds
    /// Who drives out; nil: who drove in.
    public var driverOut: UInt8?
    /// Loops of these kinds see nothing of it.
    public var unseen: Set<Loop.Kind> = []

    /// In at `entry`, out at `exit`, with another driver where one is named.
    public init(_ entry: Milliseconds, _ exit: Milliseconds, driverOut: UInt8? = nil, unseen: Set<Loop.Kind> = []) {
        self.entry = entry
        self.exit = exit
        self.driverOut = driverOut
        self.unseen = unseen
    }
}

/// A car that follows its script exactly.
public struct ScriptedCar: Hashable, Sendable {
    /// As in the entry list.
    public var number: CarNumber
    /// Every lap without a visit to the pit lane lasts so long.
    public var lap: Milliseconds
    /// The driver who starts.
    public var driver: UInt8 = 1
    /// In order of time.
    public var visits: [ScriptedVisit]
    /// The race clock from which it is seen no more.
    public var vanishes: Milliseconds?
    /// When race control says that it is out.
    public var retires: Milliseconds?
    /// Whether the car says who drives it.
    public var namesDriver = true

    /// A car at a constant pace.
    public init(_ number: String, lap: Milliseconds, visits: [ScriptedVisit] = []) {
        self.number = CarNumber(number)
        self.lap = lap
        self.visits = visits
    }
}

extension ScriptedCar {
    /// The car at a place of the circuit, by the race clock.
    struct Sighting {
        var clock: Int64
        var kind: Loop.Kind
        /// Which of the sector loops, from 1.
        var sector = 0
        var driver: UInt8
    }

    /// Pit entry and pit exit in parts of the lap, of which it has 60.
    private static let (entry, exit, whole): (Int64, Int64, Int64) = (57, 3, 60)

    /// Everything that loops see of it, in order. `sectors` is how many a lap has; it drives on to the first Line
    /// at or after `until`.
    func sightings(from begin: Int64, until: Int64, sectors: Int64) -> [Sighting] {
        var road = Road(at: begin, driver: driver, sectors: sectors)
        for visit in visits {
            // The in-lap is so much shorter or longer that it ends when it has to.
            let shortest = lap.count * Self.entry * 85 / (Self.whole * 100)
            while visit.entry.count - road.lineAhead(at: lap.count) >= shortest {
                road.drive(to: Self.whole, lap.count)
            }
            let pace = (visit.entry.count - road.at) * Self.whole / max(Self.entry - road.part, 1)
            road.drive(to: Self.entry, pace)
            road.see(.pitEntry, at: visit.entry.count)
            let transit = min(10_000, (visit.exit - visit.entry).count / 2)
            road.see(.linePit, at: visit.entry.count + transit)
            road.driver = visit.driverOut ?? road.driver
            road.see(.pitExit, at: visit.exit.count)
            road.sightings.removeAll { $0.clock >= visit.entry.count && visit.unseen.contains($0.kind) }
            road.part = Self.exit
        }
        while road.part > 0 || road.at < until { road.drive(to: Self.whole, lap.count) }
        return road.sightings.filter { sighting in vanishes.map { sighting.clock < $0.count } ?? true }.map {
            var sighting = $0
            if !namesDriver { sighting.driver = 0 }
            return sighting
        }
    }

    /// The car's place, and its readings so far.
    private struct Road {
        var at: Int64
        /// In parts of the lap.
        var part: Int64 = 0
        var driver: UInt8
        let sectors: Int64
        var sightings: [Sighting] = []

        init(at: Int64, driver: UInt8, sectors: Int64) {
            self.at = at
            self.driver = driver
            self.sectors = sectors
        }

        func lineAhead(at lap: Int64) -> Int64 { at + lap * (whole - part) / whole }

        mutating func see(_ kind: Loop.Kind, sector: Int = 0, at clock: Int64) {
            at = clock
            sightings.append(Sighting(clock: clock, kind: kind, sector: sector, driver: driver))
        }

        /// On to this part of the lap at a pace that makes a lap last so long.
        mutating func drive(to end: Int64, _ lap: Int64) {
            let (begin, first) = (at, part)
            for sector in 1..<max(sectors, 1) where sector * whole > first * sectors && sector * whole < end * sectors {
                see(
                    .sector, sector: Int(sector),
                    at: begin + lap * (sector * whole - first * sectors) / (whole * sectors))
            }
            at = begin + lap * (end - first) / whole
            part = end
            if end == whole {
                see(.line, at: at)
                part = 0
            }
        }
    }
}
