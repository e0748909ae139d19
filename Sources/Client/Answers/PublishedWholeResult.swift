public import Timing
public import Wire

/// The result of a session with all its parts (docs/protocol.md, section 4.15).
public struct PublishedWholeResult: Hashable, Sendable {
    /// Id of the session as the timetable has it.
    public let session: String
    /// The history that the sequence belongs to.
    public let epoch: UInt64
    /// That of the `meeting` message which was the latest.
    public let sequence: UInt64
    /// Its name.
    public let name: String
    /// Name of the circuit.
    public let circuit: String
    /// What it is run for.
    public let kind: Word<Session.Kind>
    /// The parts that count, in the order in which they were run.
    public let parts: [PublishedSource]
    /// How long it was to last; nil for a race of laps.
    public let duration: Milliseconds?
    /// Time of the winner in all parts, without penalties.
    public let run: Milliseconds
    /// All entries, in its order.
    public let classification: [Car]

    /// A car with its laps and times in all parts together.
    public struct Car: Hashable, Sendable {
        /// Its number.
        public let number: CarNumber
        /// Its class.
        public let carClass: String
        /// Its cup.
        public let cup: String?
        /// Its team.
        public let team: String
        /// Make and model.
        public let vehicle: String?
        /// Names of the crew.
        public let drivers: [String]
        /// Nil where it is not classified.
        public let position: Int?
        /// In its class.
        public let classPosition: Int?
        /// How it ended.
        public let status: Word<CarStatus>
        /// In all parts together, less those taken off.
        public let laps: Int
        /// In all parts together, with time penalties; nil without a lap.
        public let total: Milliseconds?
        /// Time penalties of all parts.
        public let penalty: Milliseconds
        /// To the winner; nil where it is counted in laps, or cannot be told.
        public let gap: Milliseconds?
        /// To the winner, in laps.
        public let gapLaps: Int
        /// The best of all parts.
        public let bestLap: Milliseconds?
        /// It was seen in one of the parts.
        public let wasSeen: Bool
        /// What it did in each part in which it was entered.
        public let parts: [Part]
    }

    /// A car in one part.
    public struct Part: Hashable, Sendable {
        /// Id of the session.
        public let session: String
        /// Nil where it is not classified there.
        public let position: Int?
        /// Less those taken off.
        public let laps: Int
        /// With time penalties; nil without a lap.
        public let total: Milliseconds?
        /// How it ended there.
        public let status: Word<CarStatus>
    }

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        let members = try Members(message: json, type: "result")
        session = try members.text("session")
        epoch = try members.number("epoch")
        sequence = try members.number("seq")
        name = try members.text("name")
        circuit = try members.text("circuit")
        kind = try members.word("kind")
        parts = try members.list("parts")
        duration = try members.timeOrNil("durationMs")
        run = try members.time("runMs")
        classification = try members.list("classification")
    }
}

extension PublishedWholeResult.Car: Readable {
    init(_ members: Members) throws(Refusal) {
        number = try members.car("number")
        carClass = try members.text("class")
        cup = try members.textOrNil("cup")
        team = try members.text("team")
        vehicle = try members.textOrNil("vehicle")
        drivers = try members.texts("drivers")
        position = try members.numberOrNil("position")
        classPosition = try members.numberOrNil("classPosition")
        status = try members.word("status")
        laps = try members.number("laps")
        total = try members.timeOrNil("totalMs")
        penalty = try members.time("penaltyMs")
        gap = try members.timeOrNil("gapMs")
        gapLaps = try members.number("gapLaps")
        bestLap = try members.timeOrNil("bestLapMs")
        wasSeen = try members.truth("seen")
        parts = try members.list("parts")
    }
}

extension PublishedWholeResult.Part: Readable {
    init(_ members: Members) throws(Refusal) {
        session = try members.text("session")
        position = try members.numberOrNil("position")
        laps = try members.number("laps")
        total = try members.timeOrNil("totalMs")
        status = try members.word("status")
    }
}
