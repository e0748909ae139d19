import ZeroMQ

/// What an answer is sent by: the peer's route, with the frames that a REQ or a proxy adds, and the connection.
struct Envelope: Sendable {
    private(set) var frames: [[UInt8]] = []
    /// Nil where libzmq does not say.
    var connection: Int32?

    /// Further frames are dropped.
    private static let mostFrames = 4

    /// The router's name of the connection.
    var route: [UInt8] { frames.first ?? [] }

    mutating func clear() {
        frames.removeAll(keepingCapacity: true)
        connection = nil
    }

    mutating func append(_ frame: borrowing Message) {
        guard frames.count < Self.mostFrames else { return }
        frames.append(frame.withUnsafeBytes { Array($0) })
    }
}
