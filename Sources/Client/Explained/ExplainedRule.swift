public import Timing
import Wire

/// A rule of the rulebook that is cited (docs/protocol.md, section 4.8).
public struct ExplainedRule: Hashable, Sendable {
    /// What the rulebook says.
    public enum Value: Hashable, Sendable {
        /// A length of time.
        case time(Milliseconds)
        /// A number.
        case number(Int64)
        /// A word.
        case word(String)
        /// Yes or no.
        case truth(Bool)
    }

    /// The rule's name in the rulebook.
    public let key: String
    /// What the rulebook says.
    public let value: Value
    /// `file:line` where it says so; nil where a default or an act holds.
    public let place: String?
    /// The name of the act that said so last; nil where none did.
    public let act: String?
}

extension ExplainedRule: Readable {
    init(_ members: Members) throws(Refusal) {
        key = try members.text("key")
        place = try members.textOrNil("place")
        act = try members.textIfPresent("act")
        if let time = try members.timeIfPresent("valueMs") {
            value = .time(time)
            return
        }
        switch members.valueIfPresent("value") {
        case .integer?: value = .number(try members.number("value"))
        case .bool(let truth)?: value = .truth(truth)
        default: value = .word(try members.text("value"))
        }
    }
}
