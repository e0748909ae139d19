import Glibc
import Testing
import ZeroMQ

@Suite("Addresses of IPv6")
struct IPv6Tests {
    private static let hasIPv6 = {
        let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var name = sockaddr_in6()
        name.sin6_family = sa_family_t(AF_INET6)
        name.sin6_addr = in6addr_loopback
        return withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
            }
        }
    }()

    @Test("an address in square brackets is bound and reached, and the same socket speaks IPv4", .enabled(if: hasIPv6))
    func brackets() throws {
        let options = SocketOptions.live.with { $0.linger = .zero }
        let router = try Socket(.router, in: Context(), options: options)
        for address in ["tcp://[::1]:*", "tcp://127.0.0.1:*"] {
            let bound = try router.bind(address)
            let dealer = try Socket(.dealer, in: Context(), options: options.with { $0.immediate = false })
            try dealer.connect(bound)
            #expect(try dealer.send(Array("question".utf8)))
            var message = Message()
            #expect(try router.receive(into: &message))
            #expect(try router.receive(into: &message))
            let from = message.property("Peer-Address")
            #expect(from == (address.contains("[") ? "::1" : "127.0.0.1"))
        }
    }
}
