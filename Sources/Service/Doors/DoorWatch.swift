package import Logging
package import ZeroMQ

/// Watches the connections of a door. Made before the socket binds or connects, read by the socket's own thread.
///
/// The I/O thread tells of a handshake without naming the connection: the oldest one without an outcome is taken. The
/// counts are right all the same, since connections are told by number when they come and go.
package struct DoorWatch: ~Copyable {
    private enum State { case greeting, refused, peer }

    private var monitor: Monitor
    private var connections: [(number: Int32, state: State)] = []
    private var knocks: DoorKnocks
    private let door: Door
    private let isGuarded: Bool

    /// Peers that are there now.
    package var connected: Int { connections.count { $0.state == .peer } }
    /// Attempts refused because a key was missing or wrong.
    package private(set) var refused = 0
    /// Peers that have gone.
    package private(set) var gone = 0
    /// Whether a handshake has failed since the last look: libzmq gives up a connection that it made itself.
    private var hasFailed = false

    /// - Parameter isGuarded: the door asks for keys (`KeyKeeper.isGuarded`): then a peer that leaves before it has
    ///   shown one counts as refused.
    package init(
        _ socket: borrowing Socket, at door: Door, isGuarded: Bool, log: Logger
    ) throws(ZeroMQError) {
        monitor = try Monitor(socket)
        knocks = DoorKnocks(log: log)
        self.door = door
        self.isGuarded = isGuarded
    }

    /// Lets a poller wake for events at the door.
    package func watch(in poller: inout Poller) { _ = poller.add(monitor) }

    /// Whether a handshake has failed since this was last asked.
    package mutating func takeFailure() -> Bool {
        defer { hasFailed = false }
        return hasFailed
    }

    /// Takes the events since the last call.
    /// - Returns: the connections that have gone.
    @discardableResult
    package mutating func read(now: Int64) throws(ZeroMQError) -> [Int32] {
        var departed: [Int32] = []
        while let event = try monitor.next() {
            switch event.kind {
            case .accepted, .connected:
                if let number = event.connection { connections.append((number, .greeting)) }
            case .handshakeSucceeded: oldest(becomes: .peer)
            case .handshakeFailed(let failure): note(failure, event.endpoint, now)
            case .disconnected:
                guard let place = connections.firstIndex(where: { $0.number == event.connection }) else { continue }
                let (number, state) = connections.remove(at: place)
                departed.append(number)
                if state == .peer { gone += 1 }
                if state == .greeting, isGuarded {
                    refuse(isOurs ? "it left before it had shown a key" : "it hung up before keys were agreed on", now)
                }
            default: break
            }
        }
        knocks.tell(now: now)
        return departed
    }

    /// The connection that was made last, while it is there.
    package var latest: Int32? { connections.last?.number }

    private mutating func oldest(becomes state: State) {
        if let place = connections.firstIndex(where: { $0.state == .greeting }) { connections[place].state = state }
    }

    private mutating func note(_ failure: ConnectionEvent.HandshakeFailure, _ endpoint: String, _ now: Int64) {
        hasFailed = true
        switch failure {
        // Told when the connection goes.
        case .noDetail: return
        case .wrongKeys: refuse("its keys do not fit ours", now)
        case .securityMismatch: refuse("one side asks for keys and the other does not", now)
        case .protocolError: refuse("it does not speak ZeroMQ's protocol", now)
        case .refused:
            refused += 1
            // At a door of ours the keeper of the keys has told of it, by name.
            if isOurs { break }
            knocks.note("refused", now: now, "\(door.name): \(endpoint) refused our key: put it on the list there")
        }
        oldest(becomes: .refused)
    }

    private mutating func refuse(_ why: String, _ now: Int64) {
        refused += 1
        knocks.note(why, now: now, "\(door.name): refused \(isOurs ? "a peer" : "the other end"): \(why)")
    }

    /// Whether this door binds: peers connect to it.
    private var isOurs: Bool {
        switch door {
        case .publication, .query, .control, .journal: true
        case .feed, .other: false
        }
    }
}
