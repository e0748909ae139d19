import CLinux
import Glibc

/// A connection of this process by its descriptor. It is looked at, and may be cut; its owner closes it.
package struct Stream: Sendable {
    package let descriptor: Int32

    package init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// A number that no other connection of this machine has had; nil where there is no socket. A descriptor is given
    /// to the next connection when one has closed: the cookie tells them apart.
    package var cookie: UInt64? {
        var cookie: UInt64 = 0
        return CLinux_readCookie(descriptor, &cookie) == 0 ? cookie : nil
    }

    /// Bytes of a tcp connection since it began: read by this process, and acknowledged by the peer. Nil for others.
    package var traffic: (received: UInt64, acknowledged: UInt64)? {
        var (received, acknowledged) = (UInt64(0), UInt64(0))
        return CLinux_readTraffic(descriptor, &received, &acknowledged) == 0 ? (received, acknowledged) : nil
    }

    /// Whether it waits for peers, and is no connection itself.
    package var isListening: Bool {
        var (answer, length) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
        return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &answer, &length) == 0 && answer != 0
    }

    /// Bytes written that the peer has not taken yet.
    package var unsent: Int { Int(max(0, CLinux_unsent(descriptor))) }

    /// Ends the connection for both sides. The descriptor's owner is told by its next read.
    package func cut() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Our end: `tcp:PORT`, or `ipc:PATH` of the file at which it was let in. Nil for other sockets.
    package var localName: String? { name(getsockname) }

    /// The peer's address without its port; empty for ipc.
    package var peerAddress: String { name(getpeername, isPeer: true) ?? "" }

    private func name(
        _ ask: (Int32, UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>?) -> Int32,
        isPeer: Bool = false
    ) -> String? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer -> String? in
            let isThere = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                ask(descriptor, $0, &length) == 0
            }
            guard isThere else { return nil }
            let raw = UnsafeRawPointer(pointer)
            switch Int32(pointer.pointee.ss_family) {
            case AF_INET:
                var name = raw.loadUnaligned(as: sockaddr_in.self)
                if isPeer { return text(AF_INET, &name.sin_addr) }
                return "tcp:\(UInt16(bigEndian: name.sin_port))"
            case AF_INET6:
                var name = raw.loadUnaligned(as: sockaddr_in6.self)
                if isPeer { return text(AF_INET6, &name.sin6_addr) }
                return "tcp:\(UInt16(bigEndian: name.sin6_port))"
            case AF_UNIX:
                let head = MemoryLayout<sa_family_t>.size
                guard !isPeer, Int(length) > head else { return nil }
                let path = UnsafeRawBufferPointer(start: raw + head, count: Int(length) - head)
                return "ipc:" + String(decoding: path.prefix { $0 != 0 }, as: UTF8.self)
            default: return nil
            }
        }
    }

    private func text(_ family: Int32, _ address: UnsafeRawPointer) -> String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, address, &text, socklen_t(text.count)) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// Memory that was freed after a rush goes back to the system; malloc alone keeps it.
package func giveMemoryBack() { CLinux_giveMemoryBack() }
