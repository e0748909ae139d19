/// A timekeeper's or steward's act: what a command does to the session, at an official instant.
public struct Act: Hashable, Sendable {
    /// The action of an act.
    public enum Kind: Hashable, Sendable {
        /// The formation lap is released; the race clock runs from here where the rulebook says so.
        case formation
        /// The start signal (R6.1).
        case start
        /// The session is over; unfinished laps and obligations stay unfinished.
        case end
        /// The classification is final.
        case final
        /// The session lasts so long now, by its clock.
        case duration(Milliseconds)
        /// With `throughPitLane` the safety car leads the field through the pit lane (R17.2).
        case flag(Flag, isEstimated: Bool, throughPitLane: Bool = false)
        /// This driver is in the car from here on.
        case driver(CarNumber, driver: UInt8)
        /// The car is out, until the act is taken back or the car is seen to race again.
        case retired(CarNumber)
        case penalty(CarNumber, PenaltyKind, reason: String)
        /// The drive-through or stop-and-go of this name has been served, or not, by the stewards' word.
        case served(String, Bool)
        /// Takes back the act of this name: a penalty, a flag, an amendment.
        case withdraw(String)
        /// The crossing does not count. It stays in evidence.
        case void(CrossingID)
        /// The crossing counts, against every rule of misreadings.
        case count(CrossingID)
        /// A crossing that no decoder saw.
        case insert(CarNumber, LoopID, driver: UInt8)
        /// The crossings of this transponder are this car's, for a time or for the whole session.
        case assign(Transponder, CarNumber, WearingTime)
        case clock(ClockCorrection)
        /// The changes of a bulletin to the requirements.
        case bulletin(Bulletin)
        /// The stewards' ruling on an obligation of this car.
        case ruling(CarNumber, ObligationID, Ruling, reason: String)
        /// Race control's words, on one line, to these cars or, without any, to all.
        case message(String, cars: [CarNumber])
        /// What was reported of this car.
        case report(CarNumber, Report)
        /// Weather and track.
        case conditions(Conditions)
        /// The entry list is another: a car is entered, its entry is changed or withdrawn.
        indirect case entry(EntryChange)
    }

    /// Unique name given by the sender or by the daemon; the same name twice is the same act.
    public let id: String
    /// Official time from which it holds.
    public let at: Instant
    /// Who did it.
    public let by: String
    /// Its action.
    public let kind: Kind
    /// Of a penalty: the obligation that it is for.
    public let concerning: ObligationID?
    /// The act whose place it takes: that one does not hold while this one does (R1.8).
    public let replaces: String?

    public init(
        id: String, at: Instant, by: String, kind: Kind, concerning: ObligationID? = nil, replaces: String? = nil
    ) {
        self.id = id
        self.at = at
        self.by = by
        self.kind = kind
        self.concerning = concerning
        self.replaces = replaces
    }
}
