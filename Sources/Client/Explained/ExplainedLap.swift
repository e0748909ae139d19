public import Timing
import Wire

/// A lap explained (docs/protocol.md, section 4.8).
public struct ExplainedLap: Hashable, Sendable {
    /// A sector of the lap.
    public struct Sector: Hashable, Sendable {
        /// How long it took; nil where that is not known.
        public let time: Milliseconds?
        /// What ended it; nil where it was not seen.
        public let ended: ExplainedEvidence?
    }

    /// Why the lap is not the car's best.
    public enum NotBest: Hashable, Sendable {
        /// It begins at the start signal.
        case firstLap
        /// Its time was deleted by this act.
        case deleted(act: String)
        /// It rests on a crossing that was missed.
        case provisional
        /// It begins or ends in the pit lane.
        case pitLane
        /// The clock of the Line stepped in it.
        case clock
        /// Another lap was better.
        case another(lap: Int, time: Milliseconds)
        /// What this program does not know.
        case other(String)
    }

    /// Which lap, from 1.
    public let lap: Int
    /// How long it took.
    public let time: Milliseconds
    /// What began it.
    public let began: ExplainedEvidence
    /// What ended it.
    public let ended: ExplainedEvidence
    /// Its sectors.
    public let sectors: [Sector]
    /// Flags shown in it.
    public let flags: [PublishedFlag]
    /// It ends in the pit lane.
    public let isInLap: Bool
    /// It begins in the pit lane.
    public let isOutLap: Bool
    /// It is the car's best.
    public let isBest: Bool
    /// Why it is not.
    public let notBest: [NotBest]
    /// It is the best of its class.
    public let isBestOfClass: Bool
    /// It is the best of all.
    public let isBestOfAll: Bool
    /// The car's other crossings in its span.
    public let others: [ExplainedEvidence]
}

extension ExplainedLap: Readable {
    init(_ members: Members) throws(Refusal) {
        lap = try members.number("lap")
        time = try members.time("timeMs")
        began = try members.object("began")
        ended = try members.object("ended")
        sectors = try members.list("sectors")
        flags = try members.list("flags")
        isInLap = try members.truth("inLap")
        isOutLap = try members.truth("outLap")
        isBest = try members.truth("best")
        notBest = try members.list("notBest")
        isBestOfClass = try members.truth("bestOfClass")
        isBestOfAll = try members.truth("bestOfAll")
        others = try members.list("others")
    }
}

extension ExplainedLap.Sector: Readable {
    init(_ members: Members) throws(Refusal) {
        time = try members.timeOrNil("timeMs")
        ended = try members.objectOrNil("ended")
    }
}

extension ExplainedLap.NotBest: Readable {
    init(_ members: Members) throws(Refusal) {
        self =
            switch try members.text("because") {
            case "firstLap": .firstLap
            case "deleted": .deleted(act: try members.text("act"))
            case "provisional": .provisional
            case "pitLane": .pitLane
            case "clock": .clock
            case "another": .another(lap: try members.number("lap"), time: try members.time("timeMs"))
            case let because: .other(because)
            }
    }
}
