import Glibc

/// A peer that speaks ZeroMQ's protocol byte by byte, and has no manners: it need neither end a message nor take an
/// answer.
struct RawPeer {
    private let socket: Descriptor
    private static let patience: Int32 = 200

    /// Connects to a tcp address without keys, and greets as a socket of that type; nil where nobody listens.
    init?(_ address: String, as type: String) {
        guard let socket = Descriptor.connecting(address) else { return nil }
        var little: Int32 = 4096
        setsockopt(socket.number, SOL_SOCKET, SO_RCVBUF, &little, socklen_t(MemoryLayout<Int32>.size))
        self.socket = socket
        let mechanism = Array("NULL".utf8) + [UInt8](repeating: 0, count: 16)
        let greeting: [UInt8] = [0xff] + [UInt8](repeating: 0, count: 8) + [0x7f, 3, 1] + mechanism
        let ready = Array("\u{5}READY\u{b}Socket-Type".utf8) + [0, 0, 0, UInt8(type.utf8.count)] + Array(type.utf8)
        guard send(greeting + [UInt8](repeating: 0, count: 32) + [4, UInt8(ready.count)] + ready) else { return nil }
        // The other side has to be ready before anything may be said.
        rest(microseconds: 30_000)
    }

    /// From now on its end is a reset, as of a process that is killed with unread bytes.
    func breaksOff() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket.number, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    /// Who speaks the protocol answers it at once.
    static let ping: [UInt8] = [4, 7, 4] + Array("PING".utf8) + [0, 0]

    /// False once the other side has cut the connection, or takes no more.
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            var polled = pollfd(fd: socket.number, events: Int16(POLLOUT), revents: 0)
            guard poll(&polled, 1, Self.patience) == 1 else { return false }
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 || errno == EAGAIN else { return false }
            sent += max(count, 0)
        }
        return true
    }

    /// A frame; with `more` the message goes on.
    static func frame(_ bytes: [UInt8], more: Bool = false) -> [UInt8] {
        let length = (0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> (56 - 8 * $0)) }
        return [more ? 3 : 2] + length + bytes
    }
}
