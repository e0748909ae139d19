/// A rule by its name in the rulebook, and its value for the session.
public struct CitedRule: Hashable, Sendable {
    /// The value of a rule.
    public enum Value: Hashable, Sendable {
        /// A count, or a share in percent.
        case number(Int)
        /// A length of time.
        case time(Milliseconds)
        /// One of the rulebook's words.
        case word(String)
        /// Yes or no.
        case truth(Bool)
        /// The rulebook says none.
        case none
    }

    /// The kind of session and the rule, as `race.classifiedPercent`; `circuit.pitTransit`; or a rule of obligations,
    /// as `stops.minimum`.
    public let key: String
    /// What it says.
    public let value: Value
    /// The name of the act that said so last; nil where the files of the event do.
    public let act: String?

    public init(key: String, value: Value, act: String? = nil) {
        self.key = key
        self.value = value
        self.act = act
    }
}

extension CitedRule.Value {
    init(_ number: Int?) { self = number.map { .number($0) } ?? .none }
    init(_ time: Milliseconds?) { self = time.map { .time($0) } ?? .none }
}
