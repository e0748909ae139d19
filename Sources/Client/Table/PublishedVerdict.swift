public import Timing
import Wire

/// How a car stands with one obligation: an element of `verdicts` (docs/protocol.md, section 4.9).
public struct PublishedVerdict: Hashable, Sendable {
    /// The car.
    public let car: CarNumber
    /// Which of its obligations, as it came.
    public let id: String
    /// The verdict; the word is empty in a file that does not say.
    public let state: Word<Verdict.State>
    /// The margin of a served obligation, or the shortfall of another.
    public let by: Milliseconds?
    /// From when it is to be done, since the start.
    public let opens: Milliseconds?
    /// Before when it is to be done, since the start.
    public let closes: Milliseconds?
    /// How long it has to last; nil where nothing is required.
    public let required: Milliseconds?
    /// While the car is in the pit lane: before this instant since the start it must not cross the pit exit.
    public let exitFrom: Milliseconds?
    /// Which of the car's visits it was judged by, from 1.
    public let visit: Int?
    /// The driver that it is about, as in a row.
    public let driver: String?
    /// A joker was taken for it.
    public let isJoker: Bool
    /// The red flag interrupted the visit: the verdict cannot be told.
    public let isInterrupted: Bool
    /// The session ended before it could be done.
    public let isCurtailed: Bool

    /// How often the car still passes the pit entry in time, from 3 down; nil where there is more time, or nothing
    /// says so.
    public let passesLeft: Int?
    /// The stewards' word that it rests on; nil where it is the timekeeper's alone.
    public let ruling: Word<Ruling>?

    /// Which of its obligations; nil where this program does not know the kind.
    public var obligation: ObligationID? { ObligationID(id) }
}

extension PublishedVerdict: Readable {
    init(_ members: Members) throws(Refusal) {
        car = try members.car("car")
        id = try members.text("id")
        state = try members.word("state")
        by = try members.timeOrNil("byMs")
        opens = try members.timeOrNil("opensMs")
        closes = try members.timeOrNil("closesMs")
        required = try members.timeOrNil("requiredMs")
        exitFrom = try members.timeOrNil("exitFromMs")
        visit = try members.numberOrNil("visit")
        driver = try members.textOrNil("driver")
        isJoker = try members.truth("joker")
        isInterrupted = try members.truth("interrupted")
        isCurtailed = try members.truth("curtailed")
        ruling = try members.wordIfPresent("ruling")
        passesLeft = try members.numberIfPresent("passesLeft")
    }
}
