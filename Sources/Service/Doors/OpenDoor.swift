import Glibc
import Linux
import Logging
import Wire
import ZeroMQ

/// A bound socket with its watch: peers there, attempts refused.
struct OpenDoor: ~Copyable {
    let socket: Socket
    let address: String
    private let door: Door
    private var watch: DoorWatch
    private let keys: KeyKeeper
    private var file: DoorFile
    private let log: Logger

    /// Binds. `patience`: how long to try an address again while it is taken. A standby of this process has just let
    /// it go.
    init(
        _ kind: Socket.Kind, _ door: Door, at address: String, _ options: SocketOptions, keys: KeyKeeper,
        fileMode: UInt32 = 0o666, patience: Int64, in context: Context, log: Logger
    ) throws(ZeroMQError) {
        let socket = try Socket(kind, in: context, options: keys.options(of: door, at: address, options))
        let watch = try DoorWatch(socket, at: door, isGuarded: keys.isGuarded(address), log: log)
        keys.porter.opened(door, at: address, largest: options.maxMessageBytes)
        let deadline = MachineClock.monotonic + patience
        while true {
            do throws(ZeroMQError) {
                try socket.bind(address, fileMode: fileMode)
                break
            } catch {
                guard error.code == .addressInUse, MachineClock.monotonic < deadline else { throw error }
                usleep(10_000)
            }
        }
        self.socket = socket
        self.address = address
        self.door = door
        self.keys = keys
        self.log = log
        file = DoorFile(address, mode: fileMode)
        self.watch = watch
    }

    /// Takes note of who came and went. Returns the connections that have gone.
    @discardableResult
    mutating func tend(now: Int64) throws(ZeroMQError) -> [Int32] {
        file.tend(socket, door, now: now, log: log)
        return try watch.read(now: now)
    }

    /// Receives one request, if one waits: returns its envelope, to answer by, and leaves its last frame in `message`.
    func receive(_ message: inout Message, _ envelope: inout Envelope) throws(ZeroMQError) -> Bool {
        envelope.clear()
        guard try socket.receive(into: &message, wait: false) else { return false }
        var (bytes, frames) = (message.count, 1)
        while message.hasMore {
            envelope.append(message)
            guard try socket.receive(into: &message) else { return false }
            bytes += message.count
            frames += 1
        }
        envelope.connection = message.connection
        note(message, bytes, frames)
        return true
    }

    /// Receives what a subscriber says to a publisher, if something waits.
    func receive(_ message: inout Message) throws(ZeroMQError) -> Bool {
        guard try socket.receive(into: &message, wait: false) else { return false }
        note(message, message.count, 1)
        return true
    }

    private func note(_ message: borrowing Message, _ bytes: Int, _ frames: Int) {
        guard let connection = message.connection else { return }
        let key = keys.isGuarded(address) ? keys.key(of: message) : nil
        keys.porter.took(bytes, frames: frames, from: connection, key: key)
    }

    /// Whether an answer of this size may be given to the sender of a request; else it is told to take the others
    /// first.
    func mayAnswer(_ envelope: Envelope, bytes: Int) throws(ZeroMQError) -> Bool {
        guard let connection = envelope.connection else { return true }
        if keys.porter.mayAnswer(connection, bytes: bytes) { return true }
        try send(Reply.refusal(Self.tooMany), to: envelope)
        return false
    }

    /// Answers by the envelope of a request.
    func reply(to envelope: Envelope, _ bytes: [UInt8]) throws(ZeroMQError) {
        if try mayAnswer(envelope, bytes: bytes.count) { try send(bytes, to: envelope) }
    }

    /// Answers with the bytes of a writer.
    func reply(to envelope: Envelope, _ writer: ByteWriter) throws(ZeroMQError) {
        guard try mayAnswer(envelope, bytes: writer.count) else { return }
        try address(envelope)
        _ = try writer.withBytes { bytes throws(ZeroMQError) in try socket.send(bytes, wait: false) }
    }

    /// The head of an answer of several frames, for which there is room (`mayAnswer`).
    func begin(reply head: [UInt8], to envelope: Envelope) throws(ZeroMQError) {
        try send(head, to: envelope, more: true)
    }

    private func send(_ bytes: [UInt8], to envelope: Envelope, more: Bool = false) throws(ZeroMQError) {
        try address(envelope)
        _ = try socket.send(bytes, more: more, wait: false)
    }

    private func address(_ envelope: Envelope) throws(ZeroMQError) {
        for frame in envelope.frames { _ = try socket.send(frame, more: true, wait: false) }
    }

    private static let tooMany = Refusal(
        .tooFast, "\(Porter.mostOwed >> 20) MiB of answers wait for this peer already",
        expected: "a peer that takes its answers", remedy: "wait for each answer before the next question")

    /// Connections cut because of what they made the daemon hold, or because their key is no longer on the list.
    var cut: Int { keys.porter.cut(at: door) }

    var connected: Int { watch.connected }
    var refused: Int { watch.refused }
    var gone: Int { watch.gone }
}

extension SocketOptions {
    /// For a socket that answers: the queue for a slow peer is short, and further messages are dropped.
    static func answering(messageBytes: Int) -> SocketOptions {
        live.with {
            $0.sendHighWater = 1000
            $0.receiveHighWater = 1000
            $0.routerMandatory = false
            $0.linger = .seconds(5)
            $0.maxMessageBytes = messageBytes
        }
    }
}
