import Bridges
import Glibc
import Testing

@Suite("Clients of a bridge over real sockets", .serialized)
struct LineServerTests {
    /// A socket of a client, connected to a port of the loopback interface.
    private final class Caller {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)

        init?(_ port: UInt16, room: Int32? = nil) {
            if var room {
                setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &room, socklen_t(MemoryLayout<Int32>.size))
            }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let status = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            if status != 0 { return nil }
        }

        deinit { close(descriptor) }

        /// What has come by now; nil at the end.
        func heard() -> [UInt8]? {
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            if count == 0 || count < 0 && errno != EAGAIN { return nil }
            return Array(bytes.prefix(max(0, count)))
        }
    }

    /// A port that is free.
    private static func port() throws -> UInt16 {
        for _ in 0..<1000 {
            let port = UInt16.random(in: 20_000...31_999)
            if (try? LineServer(try address(port))) != nil { return port }
        }
        throw RMonitorTrouble.other
    }

    private static func address(_ port: UInt16) throws -> ListenAddress {
        try #require(ListenAddress("127.0.0.1:\(port)"))
    }

    @Test("everyone gets every line, whole and in order, also who says something or is silent")
    func everyone() throws {
        let port = try Self.port()
        var server = try LineServer(try Self.address(port))
        let callers = try (0..<20).map { _ in try #require(Caller(port)) }
        var events = server.turn(milliseconds: 1000)
        while server.count < callers.count { events += server.turn(milliseconds: 1000) }
        #expect(
            events.count { if case .came(_, let name) = $0 { name == "127.0.0.1" } else { false } } == callers.count)
        _ = "GET / HTTP/1.0\r\n\r\n".withCString { send(callers[0].descriptor, $0, 18, 0) }
        shutdown(callers[1].descriptor, Int32(SHUT_WR))
        var wanted: [UInt8] = []
        var heard = callers.map { _ in [UInt8]() }
        for number in 0..<300 {
            let line = Array("$C,1,\"line \(number)\"\r\n".utf8)
            wanted += line
            server.broadcast(line)
            _ = server.turn(milliseconds: 0)
            for (place, caller) in callers.enumerated() { heard[place] += caller.heard() ?? [] }
        }
        for _ in 0..<200 where heard.contains(where: { $0.count < wanted.count }) {
            _ = server.turn(milliseconds: 5)
            for (place, caller) in callers.enumerated() { heard[place] += caller.heard() ?? [] }
        }
        #expect(heard.allSatisfy { $0 == wanted })
        #expect(server.count == callers.count)
    }

    @Test("who takes nothing is cut when its queue is full, and nobody waits for it")
    func slow() throws {
        var limits = LineServer.Limits()
        limits.queue = 100_000
        let port = try Self.port()
        var server = try LineServer(try Self.address(port), limits: limits)
        let slow = try #require(Caller(port, room: 4096))
        let quick = try #require(Caller(port))
        while server.count < 2 { _ = server.turn(milliseconds: 1000) }
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 2000)
        var events: [LineServer.Event] = []
        var heard = 0
        var sent = 0
        while events.isEmpty, sent < 20_000_000 {
            server.broadcast(line)
            sent += line.count
            events += server.turn(milliseconds: 0)
            heard += quick.heard()?.count ?? 0
        }
        #expect(events == [.cut(name: "127.0.0.1")] && server.cut == 1 && server.count == 1)
        for _ in 0..<500 where heard < sent {
            _ = server.turn(milliseconds: 2)
            heard += quick.heard()?.count ?? 0
        }
        #expect(heard == sent)
        while let bytes = slow.heard(), !bytes.isEmpty {}
    }

    @Test("who takes nothing for too long is cut, though little waits for it")
    func stalled() throws {
        var limits = LineServer.Limits()
        limits.stall = 100
        let port = try Self.port()
        var server = try LineServer(try Self.address(port), limits: limits)
        let caller = try #require(Caller(port, room: 4096))
        while server.count < 1 { _ = server.turn(milliseconds: 1000) }
        server.broadcast([UInt8](repeating: UInt8(ascii: "x"), count: 1_000_000))
        var events: [LineServer.Event] = []
        for _ in 0..<200 where events.isEmpty { events += server.turn(milliseconds: 10) }
        #expect(events == [.cut(name: "127.0.0.1")])
        withExtendedLifetime(caller) {}
    }

    @Test("who comes on top of the limit is sent away; who goes makes room")
    func many() throws {
        var limits = LineServer.Limits()
        limits.clients = 2
        let port = try Self.port()
        var server = try LineServer(try Self.address(port), limits: limits)
        var callers = try (0..<2).map { _ in try #require(Caller(port)) }
        while server.count < 2 { _ = server.turn(milliseconds: 1000) }
        let third = try #require(Caller(port))
        #expect(server.turn(milliseconds: 1000) == [.refused(name: "127.0.0.1")] && server.refused == 1)
        #expect(third.heard() == nil)
        callers.removeLast()
        for _ in 0..<100 where server.count == 2 {
            server.broadcast([0x0D, 0x0A])
            _ = server.turn(milliseconds: 10)
        }
        #expect(server.count == 1)
        let fourth = try #require(Caller(port))
        while server.count < 2 { _ = server.turn(milliseconds: 1000) }
        withExtendedLifetime(fourth) {}
    }

    @Test("an address is a host and a port, or a port alone; one that is taken is told in words")
    func addresses() throws {
        #expect(ListenAddress(":50000") == ListenAddress("*:50000") && ListenAddress(":50000")?.host == nil)
        #expect(ListenAddress("[::1]:5001")?.host == "::1" && ListenAddress("10.0.0.5:1")?.port == 1)
        for wrong in ["50000", "host", ":0", ":70000", ":x", ""] { #expect(ListenAddress(wrong) == nil, "\(wrong)") }
        let taken = try Self.address(try Self.port())
        let server = try LineServer(taken)
        let fault = #expect(throws: ServingFault.self) { _ = try LineServer(taken) }
        #expect(fault?.description.contains("in use") == true)
        #expect(server.count == 0)
    }
}
