public import Wire

/// Why a question or a command was refused (docs/protocol.md, section 3).
public struct Refused: Error, Hashable, Sendable {
    /// Id of the command; nil where it had none.
    public let id: String?
    /// Why, in a word.
    public let reason: Word<Refusal.Reason>
    /// Path of the member; empty where the whole message is meant.
    public let field: String
    /// What was found.
    public let message: String
    /// What was expected.
    public let expected: String
    /// What to do.
    public let remedy: String

    /// Reads the message.
    public init(_ json: JSON) throws(Refusal) {
        let members = try Members(message: json, type: "refusal")
        id = try members.textIfPresent("id")
        reason = try members.word("reason")
        field = try members.text("field")
        message = try members.text("message")
        expected = try members.text("expected")
        remedy = try members.text("remedy")
    }

    /// The refusal in an answer; nil where the answer is another. One that is not whole is a refusal all the same.
    public static func found(in frame: [UInt8]) -> Refused? {
        guard let json = try? JSON(frame), json["type"]?.text == "refusal" else { return nil }
        return (try? Refused(json)) ?? Refused(parts: json)
    }

    private init(parts json: JSON) {
        func text(_ name: String) -> String? { json[name]?.text }
        id = text("id")
        reason = Word(text("reason") ?? "without a reason")
        field = text("field") ?? ""
        message = text("message") ?? "the daemon does not say why"
        expected = text("expected") ?? "a refusal with all of its members"
        remedy = text("remedy") ?? "compare lapwing --version with lapwingd --version"
    }

    /// A refusal as its answer would tell it.
    public init(_ refusal: Refusal, id: String? = nil) {
        self.id = id
        reason = Word(refusal.reason.rawValue)
        field = refusal.field
        message = refusal.message
        expected = refusal.expected
        remedy = refusal.remedy
    }
}
