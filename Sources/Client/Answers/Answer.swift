public import Wire

/// A daemon's answer to a question or a command (docs/protocol.md, sections 3 and 4).
public enum Answer: Hashable, Sendable {
    /// The whole table.
    case snapshot(PublishedSnapshot)
    /// The first frame of a range.
    case range(RangeReply)
    /// The classification.
    case results(PublishedResults)
    /// The daemon's health.
    case status(PublishedStatus)
    /// Why the table says what it says.
    case explanation(PublishedExplanation)
    /// All acts, and what waits for a decision.
    case decisions(PublishedDecisions)
    /// What a command would do.
    case dryRun(DryRun)
    /// A command took effect.
    case acknowledgement(Acknowledgement)
    /// A standby runs the session from now on.
    case takingOver(TakingOver)
    /// The meeting.
    case meeting(PublishedMeeting)
    /// What follows from the results.
    case proposals(PublishedProposals)
    /// The result of a session with all its parts.
    case wholeResult(PublishedWholeResult)
    /// The documents that were issued.
    case documents(PublishedDocuments)
    /// Why it was refused.
    case refused(Refused)
    /// An answer that this program does not know.
    case other(type: String)

    /// Reads the first frame of an answer.
    public init(_ bytes: [UInt8]) throws(Refusal) { try self.init(JSON(bytes)) }

    /// Reads a message.
    public init(_ json: JSON) throws(Refusal) {
        switch json["type"]?.text ?? "" {
        case "snapshot": self = .snapshot(try PublishedSnapshot(json))
        case "rangeReply": self = .range(try RangeReply(json))
        case "results": self = .results(try PublishedResults(json))
        case "status": self = .status(try PublishedStatus(json))
        case "explanation": self = .explanation(try PublishedExplanation(json))
        case "decisions": self = .decisions(try PublishedDecisions(json))
        case "dryRun": self = .dryRun(try DryRun(json))
        case "ack": self = .acknowledgement(try Acknowledgement(json))
        case "takingOver": self = .takingOver(try TakingOver(json))
        case "meeting": self = .meeting(try PublishedMeeting(json))
        case "proposals": self = .proposals(try PublishedProposals(json))
        case "result": self = .wholeResult(try PublishedWholeResult(json))
        case "documents": self = .documents(try PublishedDocuments(json))
        case "refusal": self = .refused(try Refused(json))
        case let type: self = .other(type: type)
        }
    }
}
