import Glibc
import Linux

/// A client's connection, and what waits for it.
struct ServedClient: ~Copyable {
    /// How it stands with the connection.
    enum Standing: Hashable {
        case served
        /// It is closed or broken.
        case gone
        /// More waits than it may, or it has taken nothing for too long.
        case slow
    }

    let descriptor: Int32
    /// Its address, to be told.
    let name: String
    private(set) var standing = Standing.served
    /// It says no more; it may listen on.
    private var isSilent = false
    private var waiting: [UInt8] = []
    /// How much of `waiting` has been taken.
    private var taken = 0
    /// Since when it has taken nothing, on the machine's clock; nil while nothing waits.
    private var stalledSince: Int64?

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        let address = Stream(descriptor).peerAddress
        // One of the fourth version at a socket of the sixth.
        let shown = address.hasPrefix("::ffff:") ? String(address.dropFirst(7)) : address
        name = shown.isEmpty ? "a client that had gone" : shown
        Self.set(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
        // What waits shall wait here, where it is bounded.
        Self.set(descriptor, SOL_SOCKET, SO_SNDBUF, 64 * 1024)
        let tcp = Int32(IPPROTO_TCP)
        Self.set(descriptor, tcp, TCP_NODELAY, 1)
        Self.set(descriptor, tcp, TCP_KEEPIDLE, 10)
        Self.set(descriptor, tcp, TCP_KEEPINTVL, 5)
        Self.set(descriptor, tcp, TCP_KEEPCNT, 4)
    }

    deinit { close(descriptor) }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// What it is to be polled for.
    var events: Int16 {
        Int16(isSilent ? 0 : POLLIN) | Int16(taken < waiting.count ? POLLOUT : 0)
    }

    /// Bytes that wait.
    var backlog: Int { waiting.count - taken }

    /// Sends bytes, or lets them wait. All of them or the connection: a client never sees half a line.
    mutating func send(_ bytes: [UInt8], most: Int, now: Int64) {
        guard standing == .served else { return }
        if backlog == 0 {
            waiting = bytes
            taken = 0
            flush(now: now)
        } else if backlog + bytes.count > most {
            standing = .slow
        } else {
            if taken > most / 2 {
                waiting.removeFirst(taken)
                taken = 0
            }
            waiting += bytes
        }
    }

    /// Does what the poll said: takes what it says, gives what it takes.
    mutating func turn(_ events: Int16, longestStall: Int64, now: Int64) {
        if events & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 {
            standing = .gone
            return
        }
        if events & Int16(POLLIN) != 0 { hear() }
        if standing == .served, events & Int16(POLLOUT) != 0 { flush(now: now) }
        if let stalledSince, standing == .served, now - stalledSince > longestStall { standing = .slow }
    }

    /// What a client says is not listened to: RMonitor has no words for it.
    private mutating func hear() {
        var heard = [UInt8](repeating: 0, count: 1024)
        let count = recv(descriptor, &heard, heard.count, Int32(MSG_DONTWAIT))
        if count == 0 { isSilent = true }
        if count < 0, errno != EAGAIN, errno != EINTR { standing = .gone }
    }

    private mutating func flush(now: Int64) {
        while taken < waiting.count {
            let count = waiting.withUnsafeBytes { all in
                Glibc.send(
                    descriptor, all.baseAddress?.advanced(by: taken), all.count - taken,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                if count < 0, errno != EAGAIN { standing = .gone }
                stalledSince = stalledSince ?? now
                return
            }
            taken += count
            stalledSince = taken < waiting.count ? now : nil
        }
        waiting = []
        taken = 0
    }
}
