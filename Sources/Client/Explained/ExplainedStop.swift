public import Timing
import Wire

/// A visit to the pit lane explained (docs/protocol.md, section 4.8).
public struct ExplainedStop: Hashable, Sendable {
    /// Who drove, and who or what says so.
    public struct NamedDriver: Hashable, Sendable {
        /// The driver's name.
        public let name: String
        /// The crossing by which the car named the driver.
        public let crossing: ExplainedEvidence?
        /// The act that named the driver.
        public let act: String?
    }

    /// Which of the car's visits, from 1.
    public let stop: Int
    /// Pit entry; nil where it was not seen.
    public let entered: ExplainedEvidence?
    /// The Line in the pit lane; nil where it was not seen.
    public let line: ExplainedEvidence?
    /// Pit exit; nil where it was not seen.
    public let left: ExplainedEvidence?
    /// How long it lasted; nil where that is not known.
    public let duration: Milliseconds?
    /// The car is in the pit lane.
    public let isOpen: Bool
    /// Who drove in; nil where the driver is not identified.
    public let driverIn: NamedDriver?
    /// Who drove out; nil where the driver is not identified.
    public let driverOut: NamedDriver?
    /// It counts as a stop.
    public let counts: Bool
    /// It began under the red flag.
    public let beganUnderRed: Bool
    /// What was shown when it began.
    public let flag: PublishedFlag?
    /// Names of the penalties that it served.
    public let served: [String]
    /// The car's other crossings in its span.
    public let others: [ExplainedEvidence]
}

extension ExplainedStop: Readable {
    init(_ members: Members) throws(Refusal) {
        stop = try members.number("stop")
        entered = try members.objectOrNil("entered")
        line = try members.objectOrNil("line")
        left = try members.objectOrNil("left")
        duration = try members.timeOrNil("durationMs")
        isOpen = try members.truth("open")
        driverIn = try members.objectOrNil("driverIn")
        driverOut = try members.objectOrNil("driverOut")
        counts = try members.truth("counts")
        beganUnderRed = try members.truth("underRed")
        flag = try members.objectOrNil("flag")
        served = try members.texts("served")
        others = try members.list("others")
    }
}

extension ExplainedStop.NamedDriver: Readable {
    init(_ members: Members) throws(Refusal) {
        name = try members.text("name")
        crossing = try members.objectOrNil("crossing")
        act = try members.textOrNil("act")
    }
}
