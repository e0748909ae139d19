import Glibc
import Linux
import Logging
import Wire
import ZeroMQ

/// A bound socket with its watch: peers there, attempts refused.
struct OpenDoor: ~Copyable {
    let socket: Socket
    let address: String
    private var watch: DoorWatch

    /// Binds. `patience`: how long to try an address again while it is taken. A standby of this process has just let
    /// it go.
    init(
        _ kind: Socket.Kind, _ door: Door, at address: String, _ options: SocketOptions, keys: KeyKeeper,
        fileMode: UInt32 = 0o666, patience: Int64, in context: Context, log: Logger
    ) throws(ZeroMQError) {
        let socket = try Socket(kind, in: context, options: keys.options(of: door, at: address, options))
        let watch = try DoorWatch(socket, at: door, isGuarded: keys.isGuarded(address), log: log)
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
        self.watch = watch
    }

    mutating func tend(now: Int64) throws(ZeroMQError) { try watch.read(now: now) }

    /// Receives one request, if one waits: returns its envelope, to answer by, and leaves its last frame in `message`.
    func receive(_ message: inout Message, _ envelope: inout [[UInt8]]) throws(ZeroMQError) -> Bool {
        envelope.removeAll(keepingCapacity: true)
        guard try socket.receive(into: &message, wait: false) else { return false }
        while message.hasMore {
            if envelope.count < Self.mostFrames { envelope.append(message.withUnsafeBytes { Array($0) }) }
            guard try socket.receive(into: &message) else { return false }
        }
        return true
    }

    /// Answers by the envelope of a request. With `more` the answer goes on.
    func reply(to envelope: [[UInt8]], _ bytes: [UInt8], more: Bool = false) throws(ZeroMQError) {
        try address(envelope)
        _ = try socket.send(bytes, more: more, wait: false)
    }

    /// Answers with the bytes of a writer.
    func reply(to envelope: [[UInt8]], _ writer: ByteWriter) throws(ZeroMQError) {
        try address(envelope)
        _ = try writer.withBytes { bytes throws(ZeroMQError) in try socket.send(bytes, wait: false) }
    }

    private func address(_ envelope: [[UInt8]]) throws(ZeroMQError) {
        for frame in envelope { _ = try socket.send(frame, more: true, wait: false) }
    }

    /// An envelope is the peer's route and the frames that a REQ or a proxy adds.
    private static let mostFrames = 4

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
