/// An act of a journal that was refused when the journal was read again, for example because the entry list has been
/// changed since. It waits for a decision; until then the result is provisional (R1.9).
public struct ActSetAside: Hashable, Sendable {
    /// The act as the journal has it.
    public let act: Act
    /// Why it is refused now.
    public let refusal: ActRefusal

    /// An act, and why it is refused.
    public init(act: Act, refusal: ActRefusal) {
        self.act = act
        self.refusal = refusal
    }
}
