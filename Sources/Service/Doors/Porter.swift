import Glibc
import Linux
package import Logging
import Synchronization
package import ZeroMQ

/// Watches what each connection makes the daemon hold, at all doors, and cuts one that makes it hold too much.
///
/// libzmq bounds its queues by whole messages: neither their bytes nor a message that has not ended. But the kernel
/// counts the bytes of each connection:
///
///     held for it in = read from it − taken by the door        held for it out = answered − acknowledged by it
///
/// The thread looks also while a door's own thread is busy. Over ipc the kernel does not count: there the file's mode
/// says who may come, and only `out` is bounded.
package final class Porter: Sendable {
    /// One connection: a descriptor has another when it has closed, and the cookie tells.
    fileprivate struct Guest {
        let cookie: UInt64
        /// In which order they were seen. Cookies do not tell: each processor counts its own.
        let number: Int
        /// Nil: no connection of a door.
        let door: Door?
        /// The key that it has shown.
        var key: CurveKey?
        /// What doors have taken, with what a frame costs on its way.
        var taken: UInt64 = 0
        /// Read and not taken, at the last look.
        var held: UInt64 = 0
        /// Bytes of the answers since it owed none, and what it had acknowledged then.
        var answered = 0
        var acknowledged: UInt64 = 0
        var owed = 0
        var isCut = false

        init(_ number: Int, cookie: UInt64, door: Door?) {
            self.number = number
            self.cookie = cookie
            self.door = door
        }
    }

    fileprivate struct State {
        var guests: [Int32: Guest] = [:]
        var seen = 0
        /// Doors of ours by their local name, and the bytes that a connection may have under way to each.
        var doors: [String: Door] = [:]
        var most: [Door: Int] = [:]
        var cuts: [Door: Int] = [:]
        var knocks: DoorKnocks
        var lookedAt: Int64 = 0
        var trimAt = Int64.max
    }

    private let state: Mutex<State>
    private let thread = Mutex<OwnThread?>(nil)
    private let stopSign = StopSign()
    private let descriptors = OpenDescriptors()

    /// Of what may be held of a connection beyond one message of the door's largest: some small ones.
    package static let small = 1 << 17
    /// The same of a subscriber. It says topics only, and libzmq looks through all that are there whenever one goes.
    package static let smallOfSubscriber = 1 << 14
    /// Held of all connections together, in. As frames of two bytes it takes up to 32 times as much memory.
    package static let mostHeld: UInt64 = 4 << 20
    /// Of a connection with less nothing is counted in that sum: a handshake, a question on its way.
    package static let little: UInt64 = 1 << 10
    /// Answers under way to one connection, and to all.
    package static let mostOwed = 4 << 20
    package static let mostOwedByAll = 32 << 20
    /// Held of a feed: its largest messages are larger, and there are few feeds.
    package static let mostOfFeed = 32 << 20
    /// What a frame costs on its way at most: its head, and what the encryption adds.
    private static let costOfFrame = 42
    /// Bytes in a second that are a connection's signs of life: they are taken by libzmq itself.
    private static let signsOfLife: Int64 = 100
    private static let interval: Int64 = 20
    private static let longest: Int64 = 100
    private static let closely: Int64 = 5
    /// Descriptors that are kept free: without any libzmq would try to let a peer in for ever, with a whole processor.
    private static let reserve = 16

    package init(log: Logger) { state = Mutex(State(knocks: DoorKnocks(log: log))) }

    /// Begins to look.
    package func start() {
        let new = OwnThread("lapwing-porter") { [self] in
            var pause = Self.interval
            while !stopSign.isShown {
                usleep(UInt32(clamping: pause * 1000))
                let began = MachineClock.ownNanoseconds
                let isSomeHeld = look(now: MachineClock.monotonic)
                // However many connections there are: some fiftieth of a processor. Where one sends much, more.
                let cost = (MachineClock.ownNanoseconds - began) / 20_000
                pause = isSomeHeld ? Self.closely : min(max(Self.interval, cost), Self.longest)
            }
        }
        thread.withLock { $0 = new }
    }

    package func stop() {
        stopSign.show()
        thread.withLock { $0.take() }?.join()
    }

    // MARK: Told by the doors

    /// A door of ours has been opened.
    /// - Parameter largest: the largest message that it takes.
    package func opened(_ door: Door, at endpoint: String, largest: Int) {
        guard let name = Self.localName(endpoint) else { return }
        state.withLock {
            $0.doors[name] = door
            $0.most[door] = largest + Self.small(of: door)
        }
    }

    package static func small(of door: Door) -> Int { door == .publication ? smallOfSubscriber : small }

    /// A connection that we made ourselves, to a feed.
    package func connected(_ connection: Int32, to door: Door) {
        state.withLock {
            guard let cookie = Stream(connection).cookie else { return }
            $0.seen += 1
            var guest = Guest($0.seen, cookie: cookie, door: door)
            guest.taken = Stream(connection).traffic?.received ?? 0
            $0.guests[connection] = guest
            $0.most[door] = Self.mostOfFeed
        }
    }

    /// A door has taken so much of a connection.
    package func took(_ bytes: Int, frames: Int, from connection: Int32, key: CurveKey? = nil) {
        state.withLock {
            guard var guest = $0.guest(connection) else { return }
            guest.taken += UInt64(bytes + frames * Self.costOfFrame)
            if let key { guest.key = key }
            $0.guests[connection] = guest
        }
    }

    /// An answer of this size is about to be sent.
    /// - Returns: false when too many answers wait for this peer already; the answer is not counted then.
    package func mayAnswer(_ connection: Int32, bytes: Int) -> Bool {
        state.withLock { state in
            guard var guest = state.guest(connection) else { return true }
            defer { state.guests[connection] = guest }
            guest.settle(connection)
            // One answer is always given, however large.
            guard guest.owed == 0 || guest.owed + bytes <= Self.mostOwed else { return false }
            guest.answered += bytes
            guest.owed += bytes
            return true
        }
    }

    /// Cuts the connections of keys that the list no longer has as they were.
    package func cut(where isOut: (CurveKey) -> Bool) {
        state.withLock { state in
            for (connection, guest) in state.guests {
                if let key = guest.key, isOut(key) { state.cut(connection) }
            }
        }
    }

    /// Cuts one connection of a door, for a reason of the door's. The descriptor may be another door's by now.
    package func cut(_ connection: Int32, at door: Door, because why: String, now: Int64) {
        state.withLock { state in
            guard let guest = state.guest(connection), guest.door == door else { return }
            state.guests[connection] = guest
            state.cut(connection)
            state.knocks.note(door.name + why, now: now, "\(door.name): a connection was cut: \(why)")
        }
    }

    /// Connections cut so far at a door.
    package func cut(at door: Door) -> Int { state.withLock { state in state.cuts[door] ?? 0 } }

    // MARK: Looking

    /// Looks at each connection once.
    /// - Returns: whether so much is held, of one or of all together, that the next look is to follow soon.
    @discardableResult
    package func look(now: Int64) -> Bool {
        let life = state.withLock { state in
            defer { state.lookedAt = now }
            return UInt64(max(0, min(now - state.lookedAt, 10_000)) * Self.signsOfLife / 1000)
        }
        var there: Set<Int32> = []
        let open = descriptors.now
        // One at a time: a door never waits for a look at all.
        for stream in open {
            let connection = stream.descriptor
            state.withLock { state in
                guard var guest = state.guest(connection) else { return }
                there.insert(connection)
                if guest.door != nil { guest.look(connection, life) }
                state.guests[connection] = guest
            }
        }
        return state.withLock { state in
            for connection in state.guests.keys where !there.contains(connection) { state.guests[connection] = nil }
            state.cutWhereHeld(now)
            state.cutNewest(open.count - (Context.mostDescriptors - Self.reserve), now)
            state.knocks.tell(now: now)
            if now >= state.trimAt {
                state.trimAt = .max
                giveMemoryBack()
            }
            let small = UInt64(Self.small)
            return state.heldTogether > small || state.guests.values.contains { $0.held > small }
        }
    }

    /// The local name of the connections to an endpoint as libzmq names it.
    private static func localName(_ endpoint: String) -> String? {
        if endpoint.hasPrefix("ipc://") { return "ipc:" + endpoint.dropFirst("ipc://".count) }
        guard endpoint.hasPrefix("tcp://"), let colon = endpoint.lastIndex(of: ":") else { return nil }
        return "tcp:" + endpoint[endpoint.index(after: colon)...]
    }
}

extension Porter.Guest {
    /// What is held of it now. `life`: bytes that libzmq may have taken itself since the last look.
    fileprivate mutating func look(_ connection: Int32, _ life: UInt64) {
        guard let traffic = Stream(connection).traffic else { return }
        taken = min(taken + life, traffic.received)
        held = traffic.received - taken
        if answered > 0 { settle(connection) }
    }

    /// What it owes an acknowledgement for.
    fileprivate mutating func settle(_ connection: Int32) {
        let stream = Stream(connection)
        if let traffic = stream.traffic {
            // The descriptor may have become another connection's since it was looked at.
            let passed = traffic.acknowledged > acknowledged ? traffic.acknowledged - acknowledged : 0
            owed = answered - Int(clamping: passed)
            if owed > 0 { return }
            acknowledged = traffic.acknowledged
        } else if stream.unsent > 0 {
            return
        }
        (answered, owed) = (0, 0)
    }
}

extension Porter.State {
    /// The connection that the descriptor has now; nil when it is none.
    fileprivate mutating func guest(_ connection: Int32) -> Porter.Guest? {
        let stream = Stream(connection)
        guard let cookie = stream.cookie else { return nil }
        if let known = guests[connection], known.cookie == cookie { return known }
        let door = stream.isListening ? nil : stream.localName.flatMap { doors[$0] }
        seen += 1
        return Porter.Guest(seen, cookie: cookie, door: door)
    }

    /// Whether it came to a door of ours.
    private func isOurs(_ guest: Porter.Guest) -> Bool {
        switch guest.door {
        case .publication, .query, .control, .journal: true
        case .feed, .other, nil: false
        }
    }

    fileprivate mutating func cut(_ connection: Int32) {
        guard let guest = guests[connection], let door = guest.door, !guest.isCut else { return }
        guests[connection]?.isCut = true
        cuts[door, default: 0] += 1
        Stream(connection).cut()
    }

    /// Those that came to a door of ours and of which more than a little is held.
    private var holding: [Int32: Porter.Guest] {
        guests.filter { !$0.value.isCut && isOurs($0.value) && $0.value.held > Porter.little }
    }

    fileprivate var heldTogether: UInt64 { holding.values.reduce(0) { $0 + $1.held } }

    /// Cuts the connections that make us hold too much, and of all together the largest.
    fileprivate mutating func cutWhereHeld(_ now: Int64) {
        for (connection, guest) in guests where guest.held > UInt64(Porter.smallOfSubscriber) {
            if let door = guest.door, guest.held > UInt64(most[door] ?? .max) { send(connection, away: guest, now) }
        }
        var sum = heldTogether
        if sum > Porter.mostHeld {
            for (connection, guest) in holding.sorted(by: { $0.value.held > $1.value.held })
            where sum > Porter.mostHeld {
                sum -= guest.held
                send(connection, away: guest, now)
            }
        }
        while true {
            let owing = guests.filter { !$0.value.isCut && $0.value.owed > 0 }
            guard owing.reduce(0, { $0 + $1.value.owed }) > Porter.mostOwedByAll,
                let largest = owing.max(by: { $0.value.owed < $1.value.owed })
            else { break }
            send(largest.key, away: largest.value, now)
        }
    }

    /// Cuts so many connections, those that came last: who was there before a storm stays.
    fileprivate mutating func cutNewest(_ count: Int, _ now: Int64) {
        guard count > 0 else { return }
        let newest = guests.filter { !$0.value.isCut && isOurs($0.value) }
            .sorted { $0.value.number > $1.value.number }.prefix(count)
        for (connection, _) in newest { cut(connection) }
        knocks.note(
            "descriptors", now: now,
            "all but \(Porter.reserve) of \(Context.mostDescriptors) descriptors are in use: the newest connections are cut"
        )
    }

    private mutating func send(_ connection: Int32, away guest: Porter.Guest, _ now: Int64) {
        guard let door = guest.door, !guest.isCut else { return }
        let address = Stream(connection).peerAddress
        cut(connection)
        trimAt = min(trimAt, now + 1000)
        let (what, bytes) =
            guest.owed > Int(guest.held)
            ? ("bytes of answers that it does not take", guest.owed)
            : ("bytes of messages that do not end or come too fast", Int(guest.held))
        knocks.note(
            "\(door.name) \(what)", now: now,
            "\(door.name): cut a connection\(address.isEmpty ? "" : " from \(address)"): \(bytes) \(what)")
    }
}
