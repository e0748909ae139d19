import Glibc
import Synchronization

/// A network of the harness' own between two ends: it passes bytes on until it is frozen or cut.
final class NetworkLine: Sendable {
    enum Trouble: Int {
        case none
        /// Nothing passes; nothing is lost either.
        case frozen
        /// Connections break, and no new one comes about.
        case cut
    }

    private let trouble: Shared
    private let worker: Worker

    final class Shared: Sendable {
        let trouble = Atomic<Int>(Trouble.none.rawValue)
        let isStopped = Atomic<Bool>(false)
    }

    /// Listens near, and leads to far; both written as ZeroMQ does.
    init(near: String, far: String) throws {
        let shared = Shared()
        trouble = shared
        let listener = try Descriptor.listening(near)
        worker = Worker {
            var carrier = Carrier(listener, far: far)
            while !shared.isStopped.load(ordering: .acquiring) {
                carrier.carry(Trouble(rawValue: shared.trouble.load(ordering: .acquiring)) ?? .none)
            }
        }
    }

    func set(_ trouble: Trouble) { self.trouble.trouble.store(trouble.rawValue, ordering: .releasing) }

    func stop() throws {
        trouble.isStopped.store(true, ordering: .releasing)
        try worker.join()
    }
}

/// A file descriptor, closed with its last holder.
final class Descriptor: Sendable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }

    static func listening(_ address: String) throws -> Descriptor {
        let socket = try made()
        var one: Int32 = 1
        setsockopt(socket.number, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        let status = try with(address) { bind(socket.number, $0, $1) }
        guard status == 0, listen(socket.number, 16) == 0 else { throw systemFailure("cannot listen at \(address)") }
        return socket
    }

    /// A connection under way to an address; nil when nothing listens there.
    static func connecting(_ address: String) -> Descriptor? {
        guard let socket = try? made(), let status = try? with(address, { connect(socket.number, $0, $1) }),
            status == 0 || errno == EINPROGRESS
        else { return nil }
        return socket
    }

    private static func made() throws -> Descriptor {
        let flags = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let number = socket(AF_INET, flags, 0)
        guard number >= 0 else { throw systemFailure("no socket") }
        return Descriptor(number)
    }

    private static func with<Value>(
        _ address: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
    ) throws -> Value {
        let parts = address.dropFirst("tcp://".count).split(separator: ":")
        guard parts.count == 2, let port = UInt16(parts[1]) else { throw Failure("\(address) is no address") }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = inet_addr(String(parts[0]))
        return withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}
