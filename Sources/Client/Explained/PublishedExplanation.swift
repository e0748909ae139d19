public import Timing
public import Wire

/// Why a car's row is as it is (docs/protocol.md, section 4.8).
public struct PublishedExplanation: Hashable, Sendable {
    /// What is explained.
    public enum Subject: Hashable, Sendable {
        /// A lap.
        case lap(ExplainedLap)
        /// A visit to the pit lane.
        case stop(ExplainedStop)
        /// A verdict, and the visit that it rests on; nil where it rests on none.
        case obligation(PublishedVerdict, ExplainedStop?)
        /// A place in the classification.
        case position(ExplainedPosition)
    }

    /// Id of the session.
    public let session: String
    /// The history that the sequence belongs to.
    public let epoch: UInt64
    /// The sequence of the last delta.
    public let sequence: UInt64
    /// Official time, UTC.
    public let now: Instant
    /// The start signal, UTC.
    public let start: Instant?
    /// What clocks at the circuit are ahead of UTC; nil where the circuit's file does not say it.
    public let utcOffset: Milliseconds?
    /// The car.
    public let car: CarNumber
    /// What is explained.
    public let subject: Subject
    /// Amendments and decisions that bear on it.
    public let acts: [ExplainedAct]
    /// Rules that it rests on.
    public let rules: [ExplainedRule]

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        let members = try Members(message: json, type: "explanation")
        session = try members.text("session")
        epoch = try members.number("epoch")
        sequence = try members.number("seq")
        now = try members.instant("nowMs")
        start = try members.instantOrNil("startMs")
        utcOffset = try members.timeIfPresent("utcOffsetMs")
        car = try members.car("car")
        if let lap: ExplainedLap = try members.objectIfPresent("lap") {
            subject = .lap(lap)
        } else if let verdict: PublishedVerdict = try members.objectIfPresent("obligation") {
            subject = .obligation(verdict, try members.objectOrNil("stop"))
        } else if let stop: ExplainedStop = try members.objectIfPresent("stop") {
            subject = .stop(stop)
        } else {
            subject = .position(try members.object("position"))
        }
        acts = try members.list("acts")
        rules = try members.list("rules")
    }
}
