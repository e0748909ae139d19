import ArgumentParser
import Wire
import ZeroMQ

/// One question, one answer, from a socket of the daemon; of a pair, from the one that runs the session.
struct Ask: ~Copyable {
    private let lines: [Line]
    private let timeout: Int

    /// A socket of one daemon. A class, because sockets cannot be copied and a pair has two.
    private final class Line {
        let address: String
        let socket: Socket
        private var monitor: Monitor
        private let context: Context

        init(_ address: String, timeout: Duration, security: Security, context: Context) throws {
            // What waits for a daemon that is not there is not to keep the command from ending.
            let options = SocketOptions.live.with {
                $0.linger = .zero
                $0.receiveTimeout = timeout
                $0.sendTimeout = timeout
                $0.maxMessageBytes = 64 << 20
                $0.security = security
            }
            let socket = try Socket(.dealer, in: context, options: options)
            monitor = try Monitor(socket)
            try socket.connect(address)
            self.socket = socket
            self.address = address
            self.context = context
        }

        /// Why the connection did not come about, where that can be told.
        func failure() -> ConnectionEvent.HandshakeFailure? {
            var last: ConnectionEvent.HandshakeFailure?
            while let event = try? monitor.next() {
                if case .handshakeFailed(let failure) = event.kind { last = failure }
            }
            return last
        }

        /// The frames of the answer; nil when there is none.
        func frames(_ question: [UInt8]) throws -> [[UInt8]]? {
            var message = Message()
            // An answer that came too late for an earlier question.
            while try socket.receive(into: &message, wait: false) {}
            guard try socket.send(question) else { return nil }
            var frames: [[UInt8]] = []
            repeat {
                guard try socket.receive(into: &message) else { return nil }
                frames.append(message.withUnsafeBytes { Array($0) })
            } while message.hasMore
            return frames
        }
    }

    /// Long enough for a standby to find that the other is gone.
    private static let patienceWithPair = 20

    /// - Parameter addresses: one, or those of both daemons of a pair with a comma between them.
    init(_ addresses: String, timeout: Int, security: Security, context: Context? = nil) throws {
        let context = try context ?? Context()
        let all = Self.split(addresses)
        let each = all.count > 1 ? Duration.milliseconds(1500) : .seconds(timeout)
        lines = try all.map { try Line($0, timeout: each, security: security, context: context) }
        self.timeout = all.count > 1 ? max(timeout, Self.patienceWithPair) : timeout
    }

    static func split(_ addresses: String) -> [String] {
        addresses.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
    }

    /// The frames of the answer. A standby is passed over: that it was asked is its sign that the other may be gone.
    func frames(_ question: [UInt8]) throws -> [[UInt8]] {
        let deadline = ContinuousClock.now + .seconds(timeout)
        repeat {
            for line in lines {
                guard let frames = try line.frames(question) else { continue }
                let isStandby = lines.count > 1 && (try? JSON(frames[0]))?["reason"]?.text == "standby"
                if !isStandby { return frames }
            }
        } while lines.count > 1 && ContinuousClock.now < deadline
        throw unanswered()
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
        if lines.count > 1 {
            return Failure(
                "no answer from \(lines.map(\.address).joined(separator: " or ")) within \(timeout) s: does lapwingd run there?"
            )
        }
        let advice =
            switch lines[0].failure() {
            case .refused: "it does not let this key in here: put \"lapwing keys show FILE\" on its allow-list"
            case .securityMismatch, .wrongKeys, .noDetail:
                "it asks for keys and these do not fit, or for none: look at --key, --server-key and the environment"
            case .protocolError, nil: "is lapwingd running there?"
            }
        return Failure("no answer from \(lines[0].address) within \(timeout) s: \(advice)")
    }
}

/// What went wrong, in words: the command was right, its end was not. Exit code 1, without a lesson in usage.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
