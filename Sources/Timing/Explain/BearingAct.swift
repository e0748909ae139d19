/// An act that bears on what is explained.
public struct BearingAct: Hashable, Sendable {
    /// Name, author, instant and what it does.
    public let act: Act
    /// The act that took it back; nil while it holds.
    public let withdrawnBy: String?
    /// What has become of a penalty that holds, and what it adds.
    public let penalty: PenaltyRecord?
}
