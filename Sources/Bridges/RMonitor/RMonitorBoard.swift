package import Client
package import Timing

/// The reader of the publication behind the bridge: a table, and what clients are to be told of its changes.
package struct RMonitorBoard: PublicationReader, Sendable {
    package private(set) var follower = Follower()
    private var teller: RMonitorTeller

    package init(_ options: RMonitorOptions) { teller = RMonitorTeller(options) }

    package var question: FollowQuestion? { follower.question }

    /// What clients have been told once they have all of `told()`; nil before the first table.
    package var state: RMonitorState? { teller.state }

    /// What is to be told, in order; it is forgotten here.
    package mutating func told() -> [RMonitorTeller.Turn] { teller.told() }

    /// Takes the transponders of the entry list.
    package mutating func know(_ transponders: [CarNumber: Transponder]) {
        teller.know(transponders, in: follower.table)
    }

    package mutating func take(published frame: UnsafeRawBufferPointer) throws -> Bool {
        let message = try PublishedMessage(frame: frame)
        return watch { follower, note in follower.take(message, note) }
    }

    package mutating func take(answer frames: [[UInt8]], to question: FollowQuestion) throws -> Bool {
        try watch { follower, note in try follower.take(answer: frames, to: question, note) }
    }

    package mutating func take(latest sequence: UInt64, epoch: UInt64) { follower.take(latest: sequence, epoch: epoch) }

    private mutating func watch(
        _ body: (inout Follower, Follower.Watch) throws -> Bool
    ) rethrows -> Bool {
        var teller = self.teller
        defer { self.teller = teller }
        let hasChanged = try body(&follower) { delta, before in teller.take(delta, before: before) }
        if hasChanged { teller.settle(follower.table) }
        return hasChanged
    }
}
