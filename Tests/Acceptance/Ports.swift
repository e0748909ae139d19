import Foundation
import Glibc

/// Ports of the loopback interface that nobody else has, held for as long as this lives.
///
/// They lie below those that the system gives to outgoing connections. Against other test runs each is held by an
/// abstract socket of its name, against everyone else it is tried.
final class Ports {
    private(set) var numbers: [UInt16] = []
    private var holds: [Int32] = []
    private static let range: ClosedRange<UInt16> = 20_000...31_999

    init(_ count: Int) throws {
        for _ in 0..<2000 where numbers.count < count {
            let port = UInt16.random(in: Self.range)
            guard let hold = Self.hold(port) else { continue }
            holds.append(hold)
            if Self.isFree(port) { numbers.append(port) }
        }
        guard numbers.count == count else { throw Trouble("no \(count) free ports in \(Self.range) of 127.0.0.1") }
    }

    deinit {
        for hold in holds { close(hold) }
    }

    /// The addresses in ZeroMQ's spelling.
    var addresses: [String] { numbers.map { "tcp://127.0.0.1:\($0)" } }

    private static func hold(_ port: UInt16) -> Int32? {
        let name = DatagramSocket.address("@lapwing-acceptance-port-\(port)")
        let hold = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard hold >= 0, name.bound(hold) else {
            close(hold)
            return nil
        }
        return hold
    }

    private static func isFree(_ port: UInt16) -> Bool { (try? Listener(port)) != nil }
}

/// Somebody who listens on a port of the loopback interface, or at a path.
final class Listener {
    private var descriptor: Int32

    init(_ port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        // As the daemon binds: somebody's connection that has ended a moment ago is no reason.
        var anew: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &anew, socklen_t(MemoryLayout<Int32>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0, listen(descriptor, 1) == 0 else { throw Trouble("port \(port) of 127.0.0.1 is taken") }
    }

    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard DatagramSocket.address(path).bound(descriptor), listen(descriptor, 1) == 0 else {
            throw Trouble("\(path) is taken")
        }
    }

    deinit { leave() }

    /// Gives the port back.
    func leave() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
    }
}
