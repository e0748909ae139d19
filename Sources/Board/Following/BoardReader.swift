import Client
import Wire

/// The followed table of a session, and what its deltas teach.
struct BoardReader: PublicationReader {
    private(set) var follower = Follower()
    private(set) var memory = BoardMemory()

    var question: FollowQuestion? { follower.question }

    mutating func take(published frame: UnsafeRawBufferPointer) throws -> Bool {
        let message = try PublishedMessage(frame: frame)
        return learning { reader, memory in
            reader.take(message) { delta, before in memory.take(delta, before: before) }
        }
    }

    mutating func take(answer frames: [[UInt8]], to question: FollowQuestion) throws -> Bool {
        let isSnapshot = question == .snapshot
        return try learning { follower, memory in
            let hasChanged = try follower.take(answer: frames, to: question) { delta, before in
                memory.take(delta, before: before)
            }
            if isSnapshot, hasChanged, let table = follower.table {
                memory.join(table)
            }
            return hasChanged
        }
    }

    mutating func take(latest sequence: UInt64, epoch: UInt64) { follower.take(latest: sequence, epoch: epoch) }

    /// Takes the laps that were run before it joined.
    mutating func takeLaps(of earlier: BoardMemory) { memory.takeLaps(of: earlier) }

    private mutating func learning<Value>(
        _ body: (inout Follower, inout BoardMemory) throws -> Value
    ) rethrows -> Value {
        var memory = self.memory
        self.memory = BoardMemory()
        defer { self.memory = memory }
        return try body(&follower, &memory)
    }
}
