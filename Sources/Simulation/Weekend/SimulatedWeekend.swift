public import Recording
public import Timing

/// A made-up meeting of two series: what its boxes sent, what was typed, and the truth of each session.
///
/// Two practices, four qualifyings, two of them at once, and three races: one is stopped, given up and run again in two
/// parts. Cars circulate between the sessions. Two cars have each other's transponders in a qualifying; a car comes
/// late, with the transponder of one of the other series that stays away; a car changes its number; a decision on the
/// first race is made while the last one runs; a box starts again with a new epoch.
public struct SimulatedWeekend: Sendable {
    /// A session of it.
    public struct Played: Sendable {
        /// As in topics and commands.
        public let id: String
        /// The session alone: its event, its crossings under the numbers that they have in the whole, its acts.
        public let alone: Recording
        /// The truth, before decisions. Nil of a session that was given up.
        public let truth: Truth?
    }

    /// All that came in.
    public let recording: MeetingRecording
    /// In order of their start.
    public let sessions: [Played]
    /// The cars of whom something is told apart.
    public let cast: Cast

    /// Cars with a part of their own.
    public struct Cast: Sendable {
        /// They have each other's transponders in `q1`.
        public let swapped: [CarNumber]
        /// It is entered while it is on the track, in `cq2`.
        public let late: CarNumber
        /// It stays away from `q2`; its transponder is the late car's.
        public let absent: CarNumber
        /// Its number before and in `race2`.
        public let renumbered: (from: CarNumber, to: CarNumber)
        /// It gets 5 s added to its time of `race1a` while `race2` runs.
        public let penalised: CarNumber
    }

    /// The same seed is the same weekend.
    public init(seed: UInt64) {
        let lists = WeekendLists(seed: seed)
        let plays = WeekendSlot.all.map { WeekendPlay($0, seed: seed, lists) }
        let crossings = WeekendBoxes(seed: seed, lists, plays).crossings
        let script = WeekendScript(lists, plays)
        let event = lists.event
        recording = MeetingRecording(event: event, crossings: crossings, orders: script.orders)
        sessions = plays.map { play in
            let own = crossings.filter { play.isOwn($0) }
            return Played(
                id: play.slot.id,
                alone: Recording(event: lists.event(of: play), crossings: own, acts: script.acts(of: play)),
                truth: play.truth(lists))
        }
        cast = Cast(
            swapped: lists.swapped.map(\.number), late: lists.late.number, absent: lists.absent.number,
            renumbered: (lists.renumbered.number, WeekendLists.newNumber), penalised: script.penalised)
    }

    /// Writes the recording of the meeting, and below `sessions` that of each session with its truth.
    public func write(directory: String, notes: [String] = []) throws(TextFile.Failure) {
        try recording.write(directory: directory, notes: notes)
        try TextFile.makeDirectory("\(directory)/sessions")
        for session in sessions {
            let folder = "\(directory)/sessions/\(session.id)"
            try session.alone.write(directory: folder, notes: notes)
            if let truth = session.truth { try TextFile.write(Array(truth.json.utf8), to: "\(folder)/truth.json") }
        }
    }
}
