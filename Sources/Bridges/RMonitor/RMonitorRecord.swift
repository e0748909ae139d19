package import Timing

/// A record of the RMonitor protocol, version 1.0, and of IMSA's enhanced one. docs/bridges.md has each with an
/// example.
package enum RMonitorRecord: Hashable, Sendable {
    /// `$F`: the clock and the flag, each second.
    case beat(Beat)
    /// `$A`: a competitor.
    case competitor(Competitor)
    /// `$COMP`: the same competitor again, with additional data.
    case additional(Additional)
    /// `$B`: the run, which is a session.
    case run(Named)
    /// `$C`: a class.
    case carClass(Named)
    /// `$E`: `TRACKNAME` or `TRACKLENGTH`.
    case setting(Setting)
    /// `$G`: a place in the race.
    case race(RacePlace)
    /// `$H`: a place by best laps.
    case best(BestPlace)
    /// `$I`: everything said before is void.
    case reset(Reset)
    /// `$J`: a car ended a lap.
    case passing(Passing)
    /// `$COR`: a total time was corrected.
    case correction(Correction)
    /// `$L` of IMSA: a car crossed a line.
    case crossing(Crossing)
    /// `$T` of IMSA: the track and its sections.
    case track(Track)
    /// `$SP` and `$SR`, which some servers send: the time of one lap.
    case lap(Lap)

    package struct Beat: Hashable, Sendable {
        /// Nil is written as 9999: laps do not end the run.
        package var lapsToGo: Int?
        /// Whole seconds.
        package var timeToGo: Milliseconds
        package var timeOfDay: Milliseconds
        package var raceTime: Milliseconds
        package var flag: RMonitorFlag
    }

    package struct Competitor: Hashable, Sendable {
        package var registration: String
        package var number: String
        /// 0 where it is not known.
        package var transponder: UInt32
        package var first: String
        package var last: String
        package var nationality: String
        /// The id of a `$C`.
        package var carClass: Int
    }

    package struct Additional: Hashable, Sendable {
        package var registration: String
        package var number: String
        package var carClass: Int
        package var first: String
        package var last: String
        package var nationality: String
        package var additional: String
    }

    package struct Named: Hashable, Sendable {
        /// 1 to 99.
        package var id: Int
        package var text: String

        package init(id: Int, text: String) { (self.id, self.text) = (id, text) }
    }

    package struct Setting: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) { (self.name, self.value) = (name, value) }
    }

    package struct RacePlace: Hashable, Sendable {
        package var position: Int
        package var registration: String
        /// Nil, which is written as nothing, before the first lap.
        package var laps: Int?
        package var total: Milliseconds
    }

    package struct BestPlace: Hashable, Sendable {
        package var position: Int
        package var registration: String
        /// Which lap was the best; 0 before there is one.
        package var lap: Int
        package var time: Milliseconds
    }

    package struct Reset: Hashable, Sendable {
        package var timeOfDay: Milliseconds
        /// As `12 jan 01`.
        package var date: String

        package init(timeOfDay: Milliseconds, date: String) { (self.timeOfDay, self.date) = (timeOfDay, date) }
    }

    package struct Passing: Hashable, Sendable {
        package var registration: String
        package var lap: Milliseconds
        package var total: Milliseconds
    }

    package struct Correction: Hashable, Sendable {
        package var registration: String
        package var number: String
        package var laps: Int
        package var total: Milliseconds
        /// What the total was changed by.
        package var by: Milliseconds
    }

    package struct Crossing: Hashable, Sendable {
        /// A car's number, or `Tx` and a transponder.
        package var car: String
        /// Two characters: `T1`, `P1` and so on.
        package var line: String
        package var name: String
        /// As `01/27/2009`.
        package var date: String
        package var timeOfDay: Milliseconds
        /// 0 where it is not known. Nil with the class: a server from before 2015 writes neither.
        package var driver: Int?
        package var carClass: String?
    }

    package struct Track: Hashable, Sendable {
        package var name: String
        package var shortName: String
        package var distance: String
        package var sections: [Section]
    }

    package struct Section: Hashable, Sendable {
        package var name: String
        package var start: String
        package var end: String
        package var inches: Int
    }

    package struct Lap: Hashable, Sendable {
        /// `SP` or `SR`.
        package var command: String
        package var position: Int
        package var registration: String
        package var lap: Int
        package var time: Milliseconds
        /// The last field, whose meaning is not known.
        package var rest: String
    }
}
