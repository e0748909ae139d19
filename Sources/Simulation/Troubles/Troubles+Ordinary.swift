/// Ordinary trouble on the track: what kinds of it there are.
extension Troubles {
    /// How a race goes on, or not, that is suspended shortly before its end.
    public enum LateSuspension: String, CaseIterable, Hashable, Sendable {
        /// The time runs out under the red flag: the leader's next crossing of the Line ends it.
        case runsOut
        /// It is prolonged under the red flag, before its time had run out or after.
        case prolongedBefore, prolongedAfter
        /// It is ended under the red flag.
        case notResumed
    }

    /// The car that is disqualified while the race runs, and drives on.
    public enum Disqualification: String, CaseIterable, Hashable, Sendable {
        /// The car that leads at a certain time.
        case leader
        /// Any car.
        case another
    }

    /// Transponders that are not worn all the time by one car. The timekeeper says from when to when.
    public enum Wearing: String, CaseIterable, Hashable, Sendable {
        /// Two cars wear each other's for the first part of the race.
        case swap
        /// One that is in no entry list is worn by a car for a while, then by another.
        case loan
    }

    /// A reading of a car that cannot be there.
    public enum Misreading: String, CaseIterable, Hashable, Sendable {
        /// The Line in the pit lane reads a car that crosses it on the track, once.
        case pitLineOnTrack
        /// The same, and of this car always.
        case pitLineOnTrackAlways
        /// The pit entry or exit reads a car on the track near the Line.
        case pitEntryOnTrack, pitExitOnTrack
        /// The first sector loop reads a car in the pit lane.
        case sectorInPit
        /// The Line on the track reads a car that crosses it in the pit lane.
        case lineInPit
    }
}
