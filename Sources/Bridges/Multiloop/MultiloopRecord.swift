package import Timing

/// A record of the Multiloop Timing Protocol 1.3 without its head, and of USAC's additions to it.
package enum MultiloopRecord: Hashable, Sendable {
    /// `$H`, each second.
    case beat(Beat)
    /// `$C`: a car's place, laps and times.
    case lap(Lap)
    /// `$S`: a car ended a section.
    case section(Section)
    /// `$L`: a car crossed a loop.
    case crossing(Crossing)
    /// `$I`: a lap counts no longer.
    case invalidated(number: String, id: Int, elapsed: Milliseconds)
    /// `$F`: flags, and for how long and how many laps.
    case flags(Flags)
    /// `$N`: another leader.
    case leader(number: String, id: Int, lap: Int, elapsed: Milliseconds, change: Int)
    /// `$E`: who is entered.
    case entry(Entry)
    /// `$R`: which session.
    case run(Run)
    /// `$T`: the track. Lengths are text.
    case track(Track)
    /// `$A`: a message of race control.
    case announcement(Announcement)
    /// `$V`: the protocol's version.
    case version(major: Int, minor: Int, info: String)
    /// `$USAC:DRIVERID`: another driver is on board.
    case driver(id: Int, at: Milliseconds, driver: String, name: String)
    /// `$USAC:S`: a section, of those that the track does not name too.
    case addedSection(id: Int, at: Milliseconds, name: String, time: Milliseconds)
    /// `$USAC:TZ`: the time zone of the circuit, by its name in the database of IANA.
    case zone(name: String, at: Milliseconds)

    /// What stands behind the dollar.
    package var command: String {
        switch self {
        case .beat: "H"
        case .lap: "C"
        case .section: "S"
        case .crossing: "L"
        case .invalidated: "I"
        case .flags: "F"
        case .leader: "N"
        case .entry: "E"
        case .run: "R"
        case .track: "T"
        case .announcement: "A"
        case .version: "V"
        case .driver: "USAC:DRIVERID"
        case .addedSection: "USAC:S"
        case .zone: "USAC:TZ"
        }
    }

    package struct Beat: Hashable, Sendable {
        package var flag: MultiloopFlag
        /// Seconds since 1970.
        package var time: Int
        package var elapsed: Milliseconds
        package var lapsToGo: Int
        package var timeToGo: Milliseconds
    }

    package struct Lap: Hashable, Sendable {
        package var rank: Int
        package var number: String
        /// The car's id in this run.
        package var id: Int
        package var laps: Int
        package var elapsed: Milliseconds
        package var last: Milliseconds
        /// The lap ended in the pit lane.
        package var isInPit: Bool
        package var best: Milliseconds
        package var bestLap: Int
        package var gap: Milliseconds
        package var gapLaps: Int
        package var interval: Milliseconds
        package var intervalLaps: Int
        package var overallRank: Int
        package var overallBest: Milliseconds
        /// Active, In Pit, DNS …
        package var status: String
        package var flag: MultiloopFlag
        package var stops: Int
        package var lastPitLap: Int
        package var start: Int
        package var led: Int
    }

    package struct Section: Hashable, Sendable {
        package var number: String
        package var id: Int
        package var name: String
        package var elapsed: Milliseconds
        package var time: Milliseconds
        package var lap: Int
    }

    package struct Crossing: Hashable, Sendable {
        package enum Source: String, CaseIterable, Hashable, Sendable {
            case antenna = "A"
            case manual = "M"
            case photocell = "P"
        }

        package enum Side: String, CaseIterable, Hashable, Sendable {
            case track = "T"
            case pit = "P"
        }

        package var number: String
        package var id: Int
        package var line: String
        package var source: Source
        package var elapsed: Milliseconds
        package var flag: MultiloopFlag
        package var side: Side
    }

    package struct Flags: Hashable, Sendable {
        package var flag: MultiloopFlag
        package var lap: Int
        package var green: Milliseconds
        package var greenLaps: Int
        package var yellow: Milliseconds
        package var yellowLaps: Int
        package var red: Milliseconds
        package var yellows: Int
        package var leader: String
        package var changes: Int
        /// In miles an hour, as `81.63`; empty where the track's length is not known.
        package var speed: String
    }

    package struct Entry: Hashable, Sendable {
        package var number: String
        package var id: Int
        package var driver: String
        package var start: Int
        /// Further columns, as the organiser has them.
        package var fields: [String]
        package var competitor: Int
    }

    package struct Run: Hashable, Sendable {
        package enum Kind: String, CaseIterable, Hashable, Sendable {
            case practice = "P"
            case qualifying = "Q"
            case single = "S"
            case race = "R"
        }

        package var event: String
        package var shortEvent: String
        package var name: String
        package var kind: Kind
        /// Seconds since 1970; 0 before the start.
        package var start: Int
    }

    package struct Track: Hashable, Sendable {
        package struct Section: Hashable, Sendable {
            package var name: String
            package var inches: String
            package var start: String
            package var end: String
        }

        package var name: String
        package var venue: String
        /// Miles.
        package var length: String
        package var sections: [Section]
    }

    package struct Announcement: Hashable, Sendable {
        package var number: Int
        /// `A`: added.
        package var action: String
        /// `U`: urgent, as the protocol's example has it.
        package var priority: String
        /// Seconds since 1970.
        package var time: Int
        package var text: String

        package init(number: Int, action: String, priority: String, time: Int, text: String) {
            (self.number, self.action, self.priority, self.time, self.text) = (number, action, priority, time, text)
        }
    }
}
