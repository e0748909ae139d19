import ArgumentParser
import Glibc
import Linux
import Synchronization
import ZeroMQ

/// Many subscribers of one publication: most read, some are frozen and read nothing.
final class Crowd: Sendable {
    private let thread = Mutex<OwnThread?>(nil)
    private let isOver = Atomic<Bool>(false)
    private let isThere = Atomic<Bool>(false)
    private let received = Atomic<Int>(0)
    private let failure = Mutex<String?>(nil)

    init(_ address: String, readers: Int, frozen: Int) {
        let new = OwnThread("bench") { [self] in
            do {
                try read(address, readers, frozen)
            } catch {
                failure.withLock { $0 = "\(error)" }
            }
            isThere.store(true, ordering: .releasing)
        }
        thread.withLock { $0 = new }
    }

    /// Messages received by all readers together.
    var messages: Int { received.load(ordering: .relaxed) }

    /// Waits until all have been opened; the daemon tells when they have come in.
    func awaitAll() throws {
        while !isThere.load(ordering: .acquiring) { usleep(1000) }
        if let failure = failure.withLock({ $0 }) { throw ValidationError("the crowd: \(failure)") }
    }

    func leave() {
        isOver.store(true, ordering: .releasing)
        thread.withLock { $0.take() }?.join()
    }

    /// A class, because sockets cannot be copied and a crowd has many.
    private final class Member {
        let socket: Socket

        init(_ address: String, in context: Context, queue: Int) throws {
            let options = SocketOptions.live.with {
                $0.receiveHighWater = queue
                $0.linger = .zero
                // A frozen process answers no probe either.
                $0.heartbeatInterval = nil
            }
            socket = try Socket(.subscribe, in: context, options: options)
            try socket.subscribe("timing/")
            try socket.connect(address)
        }
    }

    private func read(_ address: String, _ readers: Int, _ frozen: Int) throws {
        let context = try Context(ioThreads: 1, maxSockets: readers + frozen + 100)
        let reading = try (0..<readers).map { _ in try Member(address, in: context, queue: 100_000) }
        let silent = try (0..<frozen).map { _ in try Member(address, in: context, queue: 1) }
        isThere.store(true, ordering: .releasing)
        var message = Message()
        while !isOver.load(ordering: .acquiring) {
            var count = 0
            for member in reading {
                while try member.socket.receive(into: &message, wait: false) { count += 1 }
            }
            received.add(count, ordering: .relaxed)
            if count == 0 { usleep(200) }
        }
        withExtendedLifetime(silent) {}
    }
}
