/// A doubt of Lapwing: a reading that cannot be, or one that could be read otherwise. It is published, and a
/// timekeeper may know better. Readings of one kind at one loop (of one car, where the kind is about a car) are one
/// doubt.
public struct Doubt: Hashable, Sendable {
    /// What is in doubt.
    public enum Kind: String, CaseIterable, Sendable {
        /// The Line was read again, without evidence that the car went round, in less than any possible lap: no
        /// lap.
        case lineAgain
        /// The first crossing of the Line was taken as the start, though it came late: no lap.
        case lateStart
        /// The first crossing of the Line was taken as the end of lap 1, though the car could be a straggler.
        case firstLap
        /// A loop of the pit lane read a car that was on the track: no visit.
        case pitLoopOnTrack
        /// A loop of the track read a car that was in the pit lane: no passage.
        case trackLoopInPit
        /// A crossing entered by hand gave way to the one measured in the same passage.
        case measuredBesideInserted
        /// The car names another driver than the timekeeper.
        case driverContradicted
        /// Two transponders of a car are read at a steady distance that the entry list does not state.
        case transponderOffset
    }

    /// What is in doubt.
    public let kind: Kind
    /// The car; the last one where the doubt is about a loop.
    public let car: CarIndex
    /// The loop that read it.
    public let loop: LoopID
    /// How often.
    public var count: Int
    /// The first time.
    public var first: Instant
    /// The last time.
    public var last: Instant
    /// The crossing of the last time; of `measuredBesideInserted` the measured one.
    public var crossing: CrossingID
    /// Of `driverContradicted` the driver that the car names; of `transponderOffset` by how many milliseconds the
    /// second transponder, that of `crossing`, is read later; else 0.
    public var detail: Int64

    /// One doubt gathers the readings of one kind at one loop; those about a car, of the car.
    func gathers(_ kind: Kind, _ car: CarIndex, _ loop: LoopID) -> Bool {
        guard self.kind == kind, self.loop == loop || kind == .driverContradicted else { return false }
        switch kind {
        case .pitLoopOnTrack, .trackLoopInPit: return true
        case .lineAgain, .lateStart, .firstLap, .measuredBesideInserted, .driverContradicted, .transponderOffset:
            return self.car == car
        }
    }
}
