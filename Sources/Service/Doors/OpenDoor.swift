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
        try Self.bind(socket, address, mode: fileMode, patience: patience)
        self.socket = socket
        self.address = address
        self.door = door
        self.keys = keys
        self.log = log
        file = DoorFile(address, mode: fileMode)
        self.watch = watch
    }

    /// Binds, and tries again for a while where the address is taken.
    static func bind(
        _ socket: borrowing Socket, _ address: String, mode: UInt32, patience: Int64
    ) throws(ZeroMQError) {
        let deadline = MachineClock.monotonic + patience
        while true {
            do throws(ZeroMQError) {
                return try socket.bind(address, fileMode: mode)
            } catch {
                guard error.code == .addressInUse, MachineClock.monotonic < deadline else { throw error }
                usleep(10_000)
            }
        }
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

    private func note(_ message: borrowing Message, _ bytes: Int, _ frames: Int) {
        guard let connection = message.connection else { return }
        let key = keys.isGuarded(address) ? keys.key(of: message) : nil
        keys.porter.took(bytes, frames: frames, from: connection, key: key)
    }

    /// Whether an answer of this size may be given to the sender of a request; else it is told to take the others
    /// first.
    private func mayAnswer(_ envelope: Envelope, bytes: Int) throws(ZeroMQError) -> Bool {
        guard let connection = envelope.connection else { return true }
        if keys.porter.mayAnswer(connection, bytes: bytes) { return true }
        try send(Reply.refusal(Self.tooMany), to: envelope)
        return false
    }

    /// Answers by the envelope of a request.
    func reply(to envelope: Envelope, _ bytes: [UInt8]) throws(ZeroMQError) {
        if try mayAnswer(envelope, bytes: bytes.count) { try send(bytes, to: envelope) }
    }

    /// Sends an answer of a lane, all its frames or none.
    func reply(to answer: LaneAnswer) throws(ZeroMQError) {
        if !answer.isAdmitted {
            guard try mayAnswer(answer.envelope, bytes: answer.frames.reduce(0) { $0 + $1.count }) else { return }
        }
        try address(answer.envelope)
        for (place, frame) in answer.frames.enumerated() {
            _ = try socket.send(frame, more: place < answer.frames.count - 1, wait: false)
        }
    }

    private func send(_ bytes: [UInt8], to envelope: Envelope) throws(ZeroMQError) {
        try address(envelope)
        _ = try socket.send(bytes, wait: false)
    }

    private func address(_ envelope: Envelope) throws(ZeroMQError) {
        for frame in envelope.frames { _ = try socket.send(frame, more: true, wait: false) }
    }

    static let tooMany = Refusal(
        .tooFast, "\(Porter.mostOwed >> 20) MiB of answers wait for this peer already",
        expected: "a peer that takes its answers", remedy: "wait for each answer before the next question")

    /// Connections cut because of what they made the daemon hold, or because their key is no longer on the list.
    var cut: Int { keys.porter.cut(at: door) }

    var connected: Int { watch.connected }
    var refused: Int { watch.refused }
    var gone: Int { watch.gone }
    var counts: DoorBoard.Counts { .init(connected: connected, refused: refused, gone: gone, cut: cut) }
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
