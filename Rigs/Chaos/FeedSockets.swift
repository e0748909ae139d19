import Timing
import Wire
import ZeroMQ

/// The two sockets of a feed while it is up. A class, because sockets cannot be copied.
final class FeedSockets {
    let feed: Socket
    let recovery: Socket
    private var message = Message()

    /// Binds, trying for a while: a feed that has just gone may not have let go of its ports.
    init(_ addresses: FeedAddresses, in context: Context) throws {
        let options = SocketOptions.live.with {
            $0.sendHighWater = 200_000
            $0.linger = .zero
            $0.routerMandatory = false
        }
        let feed = try Socket(.xpublish, in: context, options: options)
        let recovery = try Socket(.router, in: context, options: options)
        let deadline = microseconds() + 5_000_000
        try Self.bind(feed, addresses.feed, until: deadline)
        try Self.bind(recovery, addresses.recovery, until: deadline)
        self.feed = feed
        self.recovery = recovery
    }

    private static func bind(_ socket: borrowing Socket, _ address: String, until deadline: Int64) throws {
        while true {
            do throws(ZeroMQError) {
                try socket.bind(address)
                return
            } catch {
                guard error.code == .addressInUse, microseconds() < deadline else { throw error }
                rest(microseconds: 2000)
            }
        }
    }

    func send(_ bytes: [UInt8]) throws { _ = try feed.send(bytes, wait: false) }

    /// Whether a subscriber has come since the last call.
    func takeSubscription() throws -> Bool {
        var isNew = false
        while try feed.receive(into: &message, wait: false) {
            if message.withUnsafeBytes({ $0.first }) == 1 { isNew = true }
        }
        return isNew
    }

    /// Answers requests for crossings again.
    func answer(from boxes: [Box.Name: Box]) throws {
        while try recovery.receive(into: &message, wait: false) {
            var envelope: [[UInt8]] = []
            while message.hasMore {
                envelope.append(message.withUnsafeBytes { Array($0) })
                guard try recovery.receive(into: &message) else { return }
            }
            let asked = try message.withUnsafeBytes { try FeedRange(request: $0) }
            let box = boxes[Box.Name(decoder: asked.decoder, epoch: asked.epoch)]
            let answer = box?.answer(asked) ?? (range: asked, crossings: [])
            for frame in envelope { _ = try recovery.send(frame, more: true, wait: false) }
            let count = answer.crossings.count
            _ = try recovery.send(answer.range.reply(count: count), more: count > 0, wait: false)
            for (place, crossing) in answer.crossings.enumerated() {
                _ = try recovery.send(FeedEncoder.packed([crossing]), more: place + 1 < count, wait: false)
            }
        }
    }
}

/// Where a feed is.
struct FeedAddresses: Sendable {
    let feed: String
    let recovery: String
}
