import Wire
import ZeroMQ

/// Asks the daemon itself, past any line that is cut.
final class Asker {
    private let context: Context
    private let socket: Socket
    private let session: String
    private var message = Message()

    init(_ address: String, session: String) throws {
        let context = try Context()
        let options = SocketOptions.live.with {
            $0.linger = .zero
            $0.maxMessageBytes = 64 << 20
            $0.receiveTimeout = .milliseconds(250)
            $0.reconnectInterval = .milliseconds(2)
            $0.reconnectIntervalMax = .milliseconds(2)
        }
        let socket = try Socket(.dealer, in: context, options: options)
        try socket.connect(address)
        self.socket = socket
        self.context = context
        self.session = session
    }

    /// The frames of the answer; nil when none came.
    func frames(_ query: Query) throws -> [[UInt8]]? {
        // What was answered too late is thrown away.
        while try socket.receive(into: &message, wait: false) {}
        guard try socket.send(query.bytes(session: session), wait: false), try socket.receive(into: &message) else {
            return nil
        }
        var frames = [message.withUnsafeBytes { Array($0) }]
        while message.hasMore {
            guard try socket.receive(into: &message) else { return nil }
            frames.append(message.withUnsafeBytes { Array($0) })
        }
        return frames
    }

    func answer(_ query: Query, type: String) throws -> JSON? {
        guard let first = try frames(query)?.first else { return nil }
        let json = try JSON(first)
        return json["type"]?.text == type ? json : nil
    }

    /// How the daemon says it stands.
    func status() throws -> Status? { try answer(.status, type: "status").flatMap(Status.init) }
}

/// What a run has to know of a daemon's status.
struct Status {
    let epoch: UInt64
    let sequence: UInt64
    let now: Int64
    let acts: Int
    /// Received crossings by box, of its present run.
    let received: [Box.Name: Int]
    let crossings: Int
    let journal: String

    init?(_ json: JSON) {
        guard let epoch = json.count("epoch"), let sequence = json.count("seq"), let now = json["nowMs"]?.integer,
            let acts = json["inputs"]?.count("acts"), let crossings = json["inputs"]?.count("crossings")
        else { return nil }
        self.epoch = epoch
        self.sequence = sequence
        self.now = now
        self.acts = Int(acts)
        self.crossings = Int(crossings)
        journal = json["journal"]?["state"]?.text ?? ""
        var received: [Box.Name: Int] = [:]
        for feed in json["feeds"]?.elements ?? [] {
            for decoder in feed["decoders"]?.elements ?? [] {
                guard let id = decoder.count("decoder"), let run = decoder.count("epoch") else { continue }
                received[Box.Name(decoder: UInt32(clamping: id), epoch: run)] = Int(decoder.count("received") ?? 0)
            }
        }
        self.received = received
    }
}
