import Glibc
import Testing

/// Speaks ZeroMQ's protocol byte by byte, as a push socket, so that it can break off where it likes.
struct RudePeer {
    /// Who speaks the protocol answers it at once.
    static let ping: [UInt8] = [4, 7, 4] + Array("PING".utf8) + [0, 0]

    private let descriptor: Int32

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
        let name = Array("NULL".utf8) + Array(repeating: 0, count: 48)
        try send([0xFF] + Array(repeating: 0, count: 8) + [0x7F, 3, 1] + name)
        let kind = Array("PUSH".utf8)
        let ready = [5] + Array("READY".utf8) + [11] + Array("Socket-Type".utf8) + [0, 0, 0, UInt8(kind.count)] + kind
        try send([4, UInt8(ready.count)] + ready)
        usleep(20_000)
    }

    func send(_ bytes: [UInt8]) throws {
        let count = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        try #require(count == bytes.count)
    }

    /// Goes with a reset, as a process that is killed with unread bytes.
    func breakOff() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close(descriptor)
    }
}
