package import Client
import Timing

/// The reader of the publication behind the files: a table, and the laps that its deltas tell.
package struct LiveFilesBoard: PublicationReader, Sendable {
    package private(set) var follower = Follower()
    package private(set) var memory = LapMemory()
    /// The session that the laps are of.
    private var session: String?

    package init() {}

    package var question: FollowQuestion? { follower.question }

    package mutating func take(published frame: UnsafeRawBufferPointer) throws -> Bool {
        let message = try PublishedMessage(frame: frame)
        return learn(isSnapshot: false) { follower, note in follower.take(message, note) }
    }

    package mutating func take(answer frames: [[UInt8]], to question: FollowQuestion) throws -> Bool {
        try learn(isSnapshot: question == .snapshot) { follower, note in
            try follower.take(answer: frames, to: question, note)
        }
    }

    package mutating func take(latest sequence: UInt64, epoch: UInt64) { follower.take(latest: sequence, epoch: epoch) }

    /// Takes the laps that were run before it joined.
    package mutating func take(earlier: LapMemory) { memory.take(earlier: earlier) }

    private mutating func learn(
        isSnapshot: Bool, _ body: (inout Follower, Follower.Watch) throws -> Bool
    ) rethrows -> Bool {
        var memory = self.memory
        self.memory = LapMemory()
        defer { self.memory = memory }
        var pending: PublishedDelta?
        let hasChanged = try body(&follower) { delta, before in
            if let pending { memory.take(pending, after: before) }
            pending = delta
        }
        guard let table = follower.table else { return hasChanged }
        if table.session != session { (memory, session) = (LapMemory(), table.session) }
        if let pending { memory.take(pending, after: table) } else if isSnapshot { memory.join(table) }
        return hasChanged
    }
}
