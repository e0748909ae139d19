import Glibc
import Linux
package import Logging
package import Rulebook
import Synchronization
import Timing
package import ZeroMQ

/// Keeps the daemon's own key and the allow-list, and decides at every door.
///
/// With keys each tcp address is encrypted and asks for a key. The mode of its file guards an ipc address, with or
/// without keys.
package final class KeyKeeper: Sendable {
    /// Nil: the daemon runs without keys.
    private let own: CurveKeys?
    private let path: String?
    private let list: Mutex<[CurveKey: AllowList.Entry]>
    /// Watches what the connections at the doors make the daemon hold.
    package let porter: Porter
    private let stall: Duration
    private let log: Logger
    private let thread = Mutex<OwnThread?>(nil)
    private let stopSign = StopSign()

    /// - Throws: `Faults` of the allow-list, or of the key's file: only its owner may read it.
    package init(_ configuration: DaemonConfiguration, log: Logger) throws(Faults) {
        self.log = log
        porter = Porter(log: log)
        stall = .milliseconds(configuration.limits.subscriberStall.count)
        path = configuration.keys?.allowed
        guard let keys = configuration.keys else {
            own = nil
            list = Mutex([:])
            return
        }
        own = try Self.key(keys.own)
        let parties = try Self.parties(keys.allowed)
        list = Mutex(parties)
        let names = Set(parties.values.map(\.name))
        let needed = configuration.feeds.map(\.key) + [configuration.pair?.key]
        for name in needed.compactMap(\.self) where !names.contains(name) {
            throw Faults(faults: [
                Fault(
                    file: keys.allowed, line: 1, column: 1, key: "file", found: "no party \"\(name)\"",
                    expected: "every party that the daemon's configuration names", remedy: "add it to the allow-list")
            ])
        }
    }

    /// A keeper of a daemon without keys.
    package init(withoutKeys log: Logger) {
        self.log = log
        porter = Porter(log: log)
        stall = .seconds(30)
        path = nil
        own = nil
        list = Mutex([:])
    }

    private static func key(_ path: String) throws(Faults) -> CurveKeys {
        do throws(KeyFile.Fault) {
            return try KeyFile.read(path)
        } catch {
            throw Faults(faults: [
                Fault(
                    file: path, line: 1, column: 1, key: "file", found: error.found, expected: error.expected,
                    remedy: error.remedy)
            ])
        }
    }

    private static func parties(_ path: String) throws(Faults) -> [CurveKey: AllowList.Entry] {
        var parties: [CurveKey: AllowList.Entry] = [:]
        for entry in try AllowList.load(path: path).entries {
            if let key = try? CurveKey(z85: entry.key) { parties[key] = entry }
        }
        return parties
    }

    /// Reads the allow-list anew. It holds at once: a connection is cut when its key is gone, or stands now under
    /// another name or with other roles.
    /// - Throws: `Faults` of the file: then the list stays as it was.
    package func reload() throws(Faults) {
        guard let path else { return }
        let parties = try Self.parties(path)
        let before = list.withLock { list in
            defer { list = parties }
            return list
        }
        porter.cut { before[$0] != parties[$0] }
    }

    /// The daemon's own public key; nil without keys.
    package var publicKey: CurveKey? { own?.publicKey }

    /// Whether a peer has to show a key at this address.
    package func isGuarded(_ address: String) -> Bool { own != nil && address.hasPrefix("tcp://") }

    /// Whether the daemon asks for a key where it connects to.
    func isGuarded(_ address: String, of end: FarEnd) -> Bool { end != .anyone && isGuarded(address) }

    /// Whether a feed's crossings come without a key, though the daemon has keys: as the configuration says of it, or
    /// by a file, which its mode guards.
    func isWithoutKey(_ feed: DaemonConfiguration.Feed) -> Bool {
        own != nil && !isGuarded(feed.connect, of: feed.end)
    }

    /// Says which feeds are without a key beside those that prove theirs.
    package func tellWithoutKey(_ feeds: [DaemonConfiguration.Feed]) {
        for feed in feeds where isWithoutKey(feed) {
            let who = feed.connect.hasPrefix("ipc://") ? "who may open its file" : "who reaches this line"
            let danger = "\(who) can send crossings, in any box's name"
            log.notice("feed \"\(feed.name)\" (\(feed.connect)) is without a key: \(danger)")
        }
    }

    // MARK: Doors

    /// The options of a door of ours that binds this address.
    package func options(of door: Door, at address: String, _ options: SocketOptions) -> SocketOptions {
        options.with {
            $0.tcpStall = stall
            // What a connection that is cut has sent already is read to its end.
            $0.receiveBuffer = Porter.small(of: door)
            guard isGuarded(address), let own else { return }
            $0.security = .curveServer(own.secret)
            $0.authenticationDomain = door.name
        }
    }

    /// The options of a socket that connects to the address of a party of the list.
    package func options(towards end: FarEnd, at address: String, _ options: SocketOptions) -> SocketOptions {
        guard isGuarded(address, of: end), let own else { return options }
        // A configuration without a party for the address is refused when it is loaded; our own key would match none.
        let server = key(of: end, at: address) ?? own.publicKey
        return options.with { $0.security = .curveClient(server: server, own: own) }
    }

    /// The key that the list has for a party to whose address the daemon connects; nil where none is needed, or it has
    /// none any more.
    func key(of end: FarEnd, at address: String) -> CurveKey? {
        guard isGuarded(address), case .party(let party?) = end else { return nil }
        return list.withLock { list in list.first { $0.value.name == party }?.key }
    }

    /// The sender of a message that came in by a door at this address.
    package func speaker(of message: borrowing Message, at address: String) -> Speaker {
        guard isGuarded(address) else { return .local }
        // The key speaks, not its name: one that was let in may have been replaced since.
        guard let key = key(of: message), let party = list.withLock({ $0[key] }) else {
            return Speaker(name: "a key that is no longer on the allow-list", roles: [])
        }
        return Speaker(name: party.name, roles: party.roles)
    }

    /// The key that the sender of a message has shown; nil at a door without keys.
    func key(of message: borrowing Message) -> CurveKey? {
        message.property("User-Id").flatMap { try? CurveKey(z85: $0) }
    }

    /// Whether the sender of a message at this address may still be here.
    func isWelcome(_ message: borrowing Message, at address: String) -> Bool {
        !isGuarded(address) || speaker(of: message, at: address).roles != []
    }

    /// The peer with whose requests this message is counted.
    /// - Parameter route: the router's name of the connection.
    package func peer(
        of message: borrowing Message, from speaker: Speaker, route: [UInt8]
    ) -> RequestRate.Peer {
        if speaker.roles != nil { return .party(speaker.name) }
        guard let address = message.property("Peer-Address"), !address.isEmpty,
            // This machine may have many screens: each is counted for itself.
            !["127.", "::1", "::ffff:127."].contains(where: address.hasPrefix)
        else { return .connection(route) }
        return .address(address)
    }

    // MARK: Letting in

    /// Begins to answer which peers may come in, before any door is opened. Without it libzmq would let all in.
    package func start(in context: Context) throws(ZeroMQError) {
        porter.start()
        guard own != nil else { return }
        let beginning = Beginning()
        let new = OwnThread("lapwing-keys") { [self] in
            do throws(ZeroMQError) {
                var authenticator = try Authenticator(in: context)
                beginning.say(nil)
                try run(&authenticator)
            } catch {
                beginning.say(error)
                guard error.code != .terminated else { return }
                // A door that cannot ask must not let peers in.
                log.critical("keys can no longer be asked for: \(error)")
                context.shutdown()
            }
        }
        thread.withLock { $0 = new }
        if let error = beginning.wait() { throw error }
    }

    /// Ends the answering, once every door is closed: a door still open then lets all in.
    package func stop() {
        porter.stop()
        stopSign.show()
        thread.withLock { $0.take() }?.join()
    }

    private func run(_ authenticator: inout Authenticator) throws(ZeroMQError) {
        var knocks = DoorKnocks(log: log)
        while !stopSign.isShown {
            try authenticator.answer(withinMilliseconds: 100) { request in
                let answer = decide(request)
                if case .refused(let why) = answer {
                    let who = request.words
                    knocks.note(
                        "\(request.domain) \(who)", now: MachineClock.monotonic,
                        "\(request.domain): refused \(who) from \(request.address): \(why)")
                }
                return answer
            }
            knocks.tell(now: MachineClock.monotonic)
        }
    }

    private func decide(_ request: Authenticator.Request) -> Authenticator.Answer {
        guard case .key(let key) = request.proof else { return .refused("it shows no key") }
        guard let door = [Door.publication, .query, .control, .journal].first(where: { $0.name == request.domain })
        else { return .refused("there is no such door") }
        guard let party = list.withLock({ $0[key] }) else { return .refused("the allow-list has no such key") }
        guard !party.roles.isDisjoint(with: Rights.roles(at: door)) else {
            return .refused("\"\(party.name)\" has no role for this door in the allow-list")
        }
        return .admitted(user: key.z85)
    }
}

/// The start of a thread, or why it failed: said once, waited for once.
private final class Beginning: Sendable {
    private let failure = Mutex<ZeroMQError?>(nil)
    private let bell = Bell()

    func say(_ error: ZeroMQError?) {
        failure.withLock { $0 = $0 ?? error }
        bell.ring()
    }

    func wait() -> ZeroMQError? {
        bell.wait()
        return failure.withLock { $0 }
    }
}

extension Authenticator.Request {
    /// The peer that knocks, for the log.
    fileprivate var words: String {
        switch proof {
        case .none: "somebody without a key"
        case .key(let key): "key \(key)"
        case .other(let mechanism): "somebody with \(mechanism)"
        }
    }
}
