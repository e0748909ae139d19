public import Timing
import Wire

/// The session as a whole: the member `race` (docs/protocol.md, section 4.4).
public struct PublishedRace: Hashable, Sendable {
    /// The session's name.
    public let name: String
    /// The circuit's name.
    public let circuit: String
    /// Practice, qualifying or race.
    public let kind: Word<Session.Kind>
    /// How far the session is.
    public let phase: Word<Timekeeper.Phase>
    /// The flag that is shown; the word `none` where none is.
    public let flag: Word<Flag>
    /// Whether the result is provisional or final; nil before the chequered flag and the end.
    public let result: Word<ResultState>?
    /// The start signal, UTC.
    public let start: Instant?
    /// The instant from which the race clock runs, UTC.
    public let clockStart: Instant?
    /// For how long the race clock has stood in the red flags that were withdrawn.
    public let clockStopped: Milliseconds
    /// False while the race clock stands.
    public let clockRuns: Bool
    /// The instant from which cars finish, UTC.
    public let chequered: Instant?
    /// The end of the session, UTC.
    public let end: Instant?
    /// How long the session lasts by its clock; nil where only the chequered flag ends it.
    public let duration: Milliseconds?
    /// How many laps it lasts; nil where laps do not end it.
    public let laps: Int?
    /// How long a full course yellow lasts; nil where the rulebook does not fix it.
    public let fcyCountdown: Milliseconds?
    /// The best lap of all; nil before there is one.
    public let bestLap: PublishedBestLap?
    /// The best lap of each class.
    public let classBestLaps: [PublishedClassBestLap]
    /// What clocks at the circuit are ahead of UTC; nil where the circuit's file does not say it.
    public let utcOffset: Milliseconds?
}

extension PublishedRace: Readable {
    init(_ members: Members) throws(Refusal) {
        name = try members.text("name")
        circuit = try members.text("circuit")
        kind = try members.word("kind")
        phase = try members.word("phase")
        flag = try members.word("flag")
        result = try members.wordOrNil("result")
        start = try members.instantOrNil("startMs")
        clockStart = try members.instantOrNil("clockStartMs")
        clockStopped = try members.time("clockStoppedMs")
        clockRuns = try members.truth("clockRuns")
        chequered = try members.instantOrNil("chequeredMs")
        end = try members.instantOrNil("endMs")
        duration = try members.timeOrNil("durationMs")
        laps = try members.numberOrNil("raceLaps")
        fcyCountdown = try members.timeOrNil("fcyCountdownMs")
        bestLap = try members.objectOrNil("bestLap")
        classBestLaps = try members.list("classBestLaps")
        utcOffset = try members.timeIfPresent("utcOffsetMs")
    }

    /// Whether laps and time decide it; else the best lap does. A file that does not say is of a race.
    public var isRace: Bool { kind.text.isEmpty || kind == .race }
}
