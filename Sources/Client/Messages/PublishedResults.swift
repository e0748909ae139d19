public import Timing
public import Wire

/// The classification as `lapwing results --format json` prints it (docs/protocol.md, section 4.6).
public struct PublishedResults: Hashable, Sendable {
    /// Id of the session; empty in a file that does not say.
    public let session: String
    /// The history that the sequence belongs to; nil in a file that does not say.
    public let epoch: UInt64?
    /// The sequence of the last delta that it holds; nil in a file that does not say.
    public let sequence: UInt64?
    /// Official time, UTC; nil in a file that does not say.
    public let now: Instant?
    /// The session as a whole.
    public let race: PublishedRace
    /// Flags, decisions, findings, verdicts.
    public let findings: PublishedFindings
    /// The classification, in its order; empty where it is an intermediate one.
    public let classification: [ClassifiedCar]
    /// The classification at a time of the race clock; nil where it is the one of now.
    public let intermediate: PublishedIntermediate?

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) { try self.init(json, absence: .refused) }

    /// Reads a file, which may be written by hand or by an earlier Lapwing: what it leaves out is empty, 0, false, nil.
    /// The list `classification` has to be there.
    public init(file json: JSON) throws(Refusal) {
        guard case .array? = json["classification"] else {
            throw Refusal(
                .missingField, field: "classification", "no results", expected: "results as JSON",
                remedy: "write them with lapwing results or classify, --format json")
        }
        try self.init(json, absence: .nothing)
    }

    private init(_ json: JSON, absence: Members.Absence) throws(Refusal) {
        let members = try Members(message: json, type: "results", absence: absence)
        session = try members.textIfPresent("session") ?? ""
        epoch = try members.numberIfPresent("epoch")
        sequence = try members.numberIfPresent("seq")
        now = try members.instantIfPresent("nowMs")
        race = try members.object("race")
        findings = try PublishedFindings(members)
        let isIntermediate = members.isPresent("intermediateMs")
        classification = isIntermediate ? [] : try members.list("classification")
        intermediate = isIntermediate ? try PublishedIntermediate(members) : nil
    }
}
