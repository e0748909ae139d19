public import Timing
public import Wire

/// What follows from the results for the races ahead (docs/protocol.md, section 4.13).
public struct PublishedProposals: Hashable, Sendable {
    /// Name of the event.
    public let event: String
    /// The history that the sequence belongs to.
    public let epoch: UInt64
    /// That of the `meeting` message in which they stand.
    public let sequence: UInt64
    /// Race by race.
    public let proposals: [PublishedProposal]

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        let members = try Members(message: json, type: "proposals")
        event = try members.text("event")
        epoch = try members.number("epoch")
        sequence = try members.number("seq")
        proposals = try members.list("proposals")
    }
}

/// What follows for a race.
public struct PublishedProposal: Hashable, Sendable {
    /// The race, what it is about, and from which results.
    public let note: Note
    /// The rule of a grid; nil of other subjects.
    public let rule: String?
    /// What a bulletin says that takes it over.
    public let startList: StartList
    /// Car by car, in the order of the proposal.
    public let cars: [Car]
    /// What was taken over and holds; nil: nothing.
    public let taken: Taken?
    /// Where what was taken over is other than what is proposed now.
    public let differences: [Difference]

    /// What stands at the head.
    public struct Note: Hashable, Sendable {
        /// Id of the race.
        public let session: String
        /// What it is about.
        public let subject: Word<ProposalSubject>
        /// The results from which it follows.
        public let sources: [PublishedSource]
    }

    /// A car with what is proposed for it.
    public struct Car: Hashable, Sendable {
        /// The number that it has now.
        public let number: CarNumber
        /// Its class.
        public let carClass: String
        /// Its team.
        public let team: String
        /// In words: a place, a time or a driver.
        public let proposed: String
        /// Why, in words, a line each.
        public let because: [String]
    }

    /// What was taken over.
    public struct Taken: Hashable, Sendable {
        /// Name of the act.
        public let act: String
        /// Who.
        public let by: String
        /// From when it holds, UTC.
        public let at: Instant
        /// As it was taken over.
        public let startList: StartList
    }

    /// What is other now.
    public struct Difference: Hashable, Sendable {
        /// The car.
        public let car: CarNumber
        /// In words; nil: nothing.
        public let taken: String?
        /// In words; nil: nothing.
        public let proposed: String?
    }
}

extension PublishedProposal: Readable {
    init(_ members: Members) throws(Refusal) {
        note = Note(
            session: try members.text("session"), subject: try members.word("what"), sources: try members.list("of"))
        rule = try members.textOrNil("rule")
        startList = try members.startList("startList")
        cars = try members.list("cars")
        taken = try members.objectOrNil("taken")
        differences = try members.list("differs")
    }
}

extension PublishedProposal.Car: Readable {
    init(_ members: Members) throws(Refusal) {
        number = try members.car("number")
        carClass = try members.text("class")
        team = try members.text("team")
        proposed = try members.text("proposed")
        because = try members.texts("because")
    }
}

extension PublishedProposal.Taken: Readable {
    init(_ members: Members) throws(Refusal) {
        act = try members.text("act")
        by = try members.text("by")
        at = try members.instant("atMs")
        startList = try members.startList("startList")
    }
}

extension PublishedProposal.Difference: Readable {
    init(_ members: Members) throws(Refusal) {
        car = try members.car("car")
        taken = try members.textOrNil("taken")
        proposed = try members.textOrNil("proposed")
    }
}

extension Members {
    fileprivate func startList(_ name: String) throws(Refusal) -> StartList {
        guard let value = valueIfPresent(name) else {
            throw Refusal(
                .missingField, field: name, "the message has no member \"\(name)\"", expected: name,
                remedy: "the daemon and this program are of different versions: install the same")
        }
        return try StartList(value)
    }
}
