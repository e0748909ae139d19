import Glibc
import Linux

/// Serves lines to many clients over plain tcp, on the thread of its owner.
///
/// It never waits for a client: what one does not take waits in a queue of its own, and when that is full, or nothing
/// of it is taken for too long, the client is cut.
package struct LineServer: ~Copyable {
    package struct Limits: Hashable, Sendable {
        /// Clients at once.
        package var clients = 200
        /// Bytes that may wait for one.
        package var queue = 1 << 20
        /// Milliseconds for which one may take nothing.
        package var stall: Int64 = 30_000

        package init() {}
    }

    /// What happened at the door.
    package enum Event: Hashable, Sendable {
        case came(id: Int, name: String)
        case gone(name: String)
        /// It was too slow.
        case cut(name: String)
        /// There are too many.
        case refused(name: String)
    }

    private let door: Int32
    private let limits: Limits
    private var clients: [Int: Slot] = [:]
    private var next = 1
    /// Clients that were cut because they were too slow.
    package private(set) var cut = 0
    /// Clients that were sent away because there were too many.
    package private(set) var refused = 0

    /// Keeps what cannot be copied in a dictionary.
    private final class Slot {
        var client: ServedClient

        init(_ client: consuming ServedClient) { self.client = client }
    }

    /// - Throws: why it cannot be listened there.
    package init(_ address: ListenAddress, limits: Limits = .init()) throws(ServingFault) {
        door = try address.open()
        self.limits = limits
    }

    deinit { close(door) }

    /// Clients that are served now.
    package var count: Int { clients.count }

    /// The most bytes that wait for one client.
    package var backlog: Int { clients.values.reduce(0) { max($0, $1.client.backlog) } }

    /// Looks at the door and at all clients, waiting at most so long. Says what happened.
    /// - Parameter isOpen: false lets nobody in just now.
    package mutating func turn(milliseconds: Int32, isOpen: Bool = true) -> [Event] {
        let ids = clients.keys.sorted()
        var polled = [pollfd(fd: door, events: Int16(isOpen ? POLLIN : 0), revents: 0)]
        for id in ids {
            guard let slot = clients[id] else { continue }
            polled.append(pollfd(fd: slot.client.descriptor, events: slot.client.events, revents: 0))
        }
        _ = poll(&polled, nfds_t(polled.count), milliseconds)
        let now = MachineClock.monotonic
        for (id, told) in zip(ids, polled.dropFirst()) {
            clients[id]?.client.turn(told.revents, longestStall: limits.stall, now: now)
        }
        var events = leave()
        if isOpen, polled[0].revents != 0 { events += enter() }
        return events
    }

    /// Sends to one client.
    package func send(_ bytes: [UInt8], to id: Int) {
        clients[id]?.client.send(bytes, most: limits.queue, now: MachineClock.monotonic)
    }

    /// Sends to all.
    package func broadcast(_ bytes: [UInt8]) {
        let now = MachineClock.monotonic
        for slot in clients.values { slot.client.send(bytes, most: limits.queue, now: now) }
    }

    private mutating func leave() -> [Event] {
        var events: [Event] = []
        for (id, slot) in clients.sorted(by: { $0.key < $1.key }) {
            switch slot.client.standing {
            case .served: continue
            case .gone: events.append(.gone(name: slot.client.name))
            case .slow:
                cut += 1
                events.append(.cut(name: slot.client.name))
            }
            clients[id] = nil
        }
        return events
    }

    private mutating func enter() -> [Event] {
        var events: [Event] = []
        // Not for ever: who knocks all the time must not keep the others waiting.
        for _ in 0..<64 {
            let descriptor = accept(door, nil, nil)
            guard descriptor >= 0 else { return events }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            let client = ServedClient(descriptor)
            let name = client.name
            guard clients.count < limits.clients else {
                refused += 1
                events.append(.refused(name: name))
                continue
            }
            clients[next] = Slot(client)
            events.append(.came(id: next, name: name))
            next += 1
        }
        return events
    }
}
