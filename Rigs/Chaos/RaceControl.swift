import Timing
import Wire
import ZeroMQ

/// Race control: says a command again, under the same name, until it is acknowledged.
final class RaceControl {
    let socket: Socket
    private var message = Message()
    /// Acts acknowledged as written down.
    private var written: Set<String> = []
    /// Those of them that were new to the daemon when they were said again.
    private(set) var forgotten: [String] = []
    private static let patience: Int64 = 200_000

    init(_ address: String, in context: Context) throws {
        let options = SocketOptions.live.with {
            $0.linger = .zero
            $0.reconnectInterval = .milliseconds(5)
            $0.reconnectIntervalMax = .milliseconds(20)
        }
        let socket = try Socket(.dealer, in: context, options: options)
        try socket.connect(address)
        self.socket = socket
    }

    enum Answer {
        case taken
        /// It speaks of an act that is not known any more.
        case unknownAct
    }

    /// `meanwhile` is called while nothing comes, a millisecond or so each time.
    func say(_ act: Act, until deadline: Int64, meanwhile: () throws -> Void) throws -> Answer {
        let command = Command(act).bytes
        var again: Int64 = 0
        while true {
            let now = microseconds()
            guard now < deadline else { throw Failure("act \(act.id) was never acknowledged") }
            if now >= again, try socket.send(command, wait: false) { again = now + Self.patience }
            while let answer = try receive() {
                guard answer["id"]?.text == act.id else { continue }
                if answer["type"]?.text == "ack" {
                    if answer["repeated"]?.bool == false, written.contains(act.id) { forgotten.append(act.id) }
                    if answer["journalled"]?.bool == true { written.insert(act.id) }
                    return .taken
                }
                let reason = answer["reason"]?.text ?? ""
                if reason == "unknown-act" { return .unknownAct }
                throw Failure("act \(act.id) is refused: \(reason), \(answer["message"]?.text ?? "")")
            }
            try meanwhile()
        }
    }

    private func receive() throws -> JSON? {
        guard try socket.receive(into: &message, wait: false) else { return nil }
        while message.hasMore {
            guard try socket.receive(into: &message) else { return nil }
        }
        return try message.withUnsafeBytes { try JSON($0) }
    }
}
