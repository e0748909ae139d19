package import Client
import Timing

/// The reader of the publication behind the bridge: a table, and what clients are to be told of its changes.
package struct MultiloopBoard: PublicationReader, Sendable {
    package private(set) var follower = Follower()
    package var teller: MultiloopTeller

    package init(_ options: MultiloopOptions) { teller = MultiloopTeller(options) }

    package var question: FollowQuestion? { follower.question }

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
