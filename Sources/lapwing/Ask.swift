import ArgumentParser
import Wire
import ZeroMQ

/// One question, one answer, from a socket of the daemon.
struct Ask: ~Copyable {
    private let context: Context
    private let socket: Socket
    private let address: String
    private let timeout: Int

    init(_ address: String, timeout: Int, context: Context? = nil) throws {
        let context = try context ?? Context()
        // What waits for a daemon that is not there is not to keep the command from ending.
        let options = SocketOptions.live.with {
            $0.linger = .zero
            $0.receiveTimeout = .seconds(timeout)
            $0.sendTimeout = .seconds(timeout)
            $0.maxMessageBytes = 64 << 20
        }
        let socket = try Socket(.dealer, in: context, options: options)
        try socket.connect(address)
        self.socket = socket
        self.context = context
        self.address = address
        self.timeout = timeout
    }

    /// The frames of the answer.
    func frames(_ question: [UInt8]) throws -> [[UInt8]] {
        var message = Message()
        guard try socket.send(question) else { throw unanswered() }
        var frames: [[UInt8]] = []
        repeat {
            guard try socket.receive(into: &message) else { throw unanswered() }
            frames.append(message.withUnsafeBytes { Array($0) })
        } while message.hasMore
        return frames
    }

    /// The answer's only frame; a refusal is an error that says why.
    func answer(_ question: [UInt8]) throws -> [UInt8] {
        let frame = try frames(question)[0]
        let json = try JSON(frame)
        if json["type"]?.text == "refusal" { throw Failure(Self.words(json)) }
        return frame
    }

    static func words(_ refusal: JSON) -> String {
        func text(_ name: String) -> String { refusal[name]?.text ?? "" }
        let field = text("field").isEmpty ? "" : "\(text("field")): "
        return
            "refused (\(text("reason"))): \(field)\(text("message")); expected \(text("expected")); \(text("remedy"))"
    }

    private func unanswered() -> Failure {
        Failure("no answer from \(address) within \(timeout) s: is lapwingd running there?")
    }
}

/// What went wrong, in words: the command was right, its end was not. Exit code 1, without a lesson in usage.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
