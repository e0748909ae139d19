import Glibc
import Testing

/// A peer that speaks ZeroMQ's protocol byte by byte, as no library would.
final class RawPeer {
    private let descriptor: Int32

    /// Connects to a port of this machine and greets as a socket of that type.
    init(port: UInt16, as type: String) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let isThere = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        try #require(isThere)
        // Longer than libzmq's thread waits for a processor on a machine that is busy.
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let mechanism = Array("NULL".utf8) + [UInt8](repeating: 0, count: 16)
        send([0xff] + [UInt8](repeating: 0, count: 8) + [0x7f, 3, 1] + mechanism + [UInt8](repeating: 0, count: 32))
        let ready = Array("\u{5}READY\u{b}Socket-Type".utf8) + [0, 0, 0, UInt8(type.utf8.count)] + Array(type.utf8)
        send([4, UInt8(ready.count)] + ready)
        // Nothing may be said before the other side is ready as well: 64 bytes of greeting, then its command.
        let head = receive(66)
        try #require(head.count == 66)
        _ = receive(Int(head[65]))
    }

    private func receive(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = recv(descriptor, &bytes, count, Int32(MSG_WAITALL))
        return Array(bytes.prefix(max(0, got)))
    }

    deinit { close(descriptor) }

    /// False once the other side has cut the connection.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// A frame; with `more` the message goes on.
    static func frame(_ bytes: [UInt8], more: Bool = false) -> [UInt8] {
        let length = (0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> (56 - 8 * $0)) }
        return [more ? 3 : 2] + length + bytes
    }

    /// Whether the other side has cut the connection, within the time.
    func isCut(within seconds: Double) -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        var bytes = [UInt8](repeating: 0, count: 4096)
        while ContinuousClock.now < end {
            let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            if count == 0 || (count < 0 && errno != EAGAIN) { return true }
            usleep(2000)
        }
        return false
    }
}
