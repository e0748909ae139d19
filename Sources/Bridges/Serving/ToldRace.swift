package import Client

/// Says in the words of a protocol what a followed table becomes, delta by delta.
package protocol RaceTeller: Sendable {
    /// Takes a delta, and the table before it.
    mutating func take(_ delta: PublishedDelta, before table: RaceTable)

    /// Takes the table as it is now; nil before there is one.
    mutating func settle(_ table: RaceTable?)
}

/// The reader of the publication behind a bridge: a table, and who tells clients of its changes.
package struct ToldRace<Teller: RaceTeller>: PublicationReader, Sendable {
    package private(set) var follower = Follower()
    package var teller: Teller

    package init(by teller: Teller) { self.teller = teller }

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
