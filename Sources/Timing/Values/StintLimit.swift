/// How long a car may stay out, from the start signal or pit exit to pit entry.
public struct StintLimit: Hashable, Sendable {
    /// The limit of any other stint.
    public var longest: Milliseconds
    /// The limit of a stint in which one of `neutralisedBy` was shown.
    public var neutralised: Milliseconds
    /// Flags that make it the longer limit.
    public var neutralisedBy: Set<Flag> = [.safetyCar]

    public init(longest: Milliseconds) {
        self.longest = longest
        neutralised = longest
    }
}
