import Wire

/// The input: the member `input` of a delta (docs/protocol.md, section 4.2).
public enum PublishedInput: Hashable, Sendable {
    /// A crossing.
    case crossing(PublishedCrossing)
    /// A command took effect.
    case act(PublishedCommand)
    /// So many crossings that came late, and waited, took effect together.
    case lateTaken(Int)
    /// Official time went on.
    case time
    /// What this program does not know.
    case other
}

extension PublishedInput: Readable {
    init(_ members: Members) throws(Refusal) {
        if let crossing: PublishedCrossing = try members.objectIfPresent("crossing") {
            self = .crossing(crossing)
        } else if let act: PublishedCommand = try members.objectIfPresent("act") {
            self = .act(act)
        } else if let count: Int = try members.numberIfPresent("lateTaken") {
            self = .lateTaken(count)
        } else {
            self = try members.truthIfPresent("time") == true ? .time : .other
        }
    }
}
