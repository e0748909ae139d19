public import Rulebook
public import Timing

/// A session's inputs in a file: the messages of a decoder's feed and the control socket, in order of time.
public struct Recording: Sendable {
    public var event: Event
    public var crossings: [Crossing]
    public var acts: [Act]
    /// The session that the inputs are of, where that is known: a journal says it.
    public var session: String?

    public init(event: Event, crossings: [Crossing], acts: [Act], session: String? = nil) {
        self.event = event
        self.crossings = crossings
        self.acts = acts
        self.session = session
    }
}
