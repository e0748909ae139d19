import Glibc
import Logging
import ZeroMQ

/// A socket of the lane with its watch: who is there, who was refused.
struct LaneDoor: ~Copyable {
    let socket: Socket
    let address: String
    private var watch: DoorWatch

    /// Binds. `patience` is how long an address that is taken is tried again: a standby of this process has just let it
    /// go.
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

    var connected: Int { watch.connected }
    var refused: Int { watch.refused }
    var gone: Int { watch.gone }
}

extension SocketOptions {
    /// Of a socket that answers: what waits for a slow peer is short, and dropped beyond.
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
