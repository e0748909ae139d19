public import Rulebook
public import Timing

/// A session's inputs in a file: what a decoder's feed and the control socket once said, in order of time.
public struct Recording: Sendable {
    public var event: Event
    public var crossings: [Crossing]
    public var acts: [Act]

    public init(event: Event, crossings: [Crossing], acts: [Act]) {
        self.event = event
        self.crossings = crossings
        self.acts = acts
    }
}
