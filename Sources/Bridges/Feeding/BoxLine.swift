import Glibc

/// The connection to a box over tcp: it is made again whenever it ends, or the box says nothing for too long.
///
/// It never blocks; times are milliseconds of a clock that never goes back.
package struct BoxLine: ~Copyable {
    /// What happened.
    package enum Event: Hashable, Sendable {
        case connected
        case heard([UInt8])
        /// In words, why.
        case ended(String)
    }

    private enum Standing {
        case apart(until: Int64)
        case connecting(Int32, until: Int64)
        case connected(Int32)
    }

    package let address: BoxAddress
    private let silence: Int64
    private var standing = Standing.apart(until: 0)
    private var heardAt: Int64 = 0
    private var pause = firstPause
    private var unsent: [UInt8] = []

    private static let firstPause: Int64 = 100
    private static let lastPause: Int64 = 2000
    private static let longestConnecting: Int64 = 3000
    private static let mostUnsent = 1 << 16

    /// - Parameter silence: a box that says nothing for so many milliseconds is called again.
    package init(_ address: BoxAddress, silence: Int64 = 15_000) {
        self.address = address
        self.silence = silence
    }

    deinit {
        switch standing {
        case .apart: break
        case .connecting(let descriptor, _), .connected(let descriptor): close(descriptor)
        }
    }

    package var isConnected: Bool { if case .connected = standing { true } else { false } }

    /// What a poller has to wait for; nil while there is no connection.
    package var polled: (descriptor: Int32, writes: Bool)? {
        switch standing {
        case .apart: nil
        case .connecting(let descriptor, _): (descriptor, true)
        case .connected(let descriptor): (descriptor, !unsent.isEmpty)
        }
    }

    /// Does what is due.
    package mutating func turn(now: Int64) -> [Event] {
        switch standing {
        case .apart(let until):
            guard now >= until else { return [] }
            do throws(FeedingFault) {
                standing = .connecting(try address.connect(), until: now + Self.longestConnecting)
                return []
            } catch {
                return end(error.description, now)
            }
        case .connecting(let descriptor, let until):
            var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&polled, 1, 0) > 0 else {
                return now < until ? [] : end("\(address): no answer", now)
            }
            var (error, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size)
            guard error == 0 else { return end("\(address): \(String(cString: strerror(error)))", now) }
            standing = .connected(descriptor)
            (heardAt, pause, unsent) = (now, Self.firstPause, [])
            return [.connected]
        case .connected(let descriptor): return read(descriptor, now)
        }
    }

    private mutating func read(_ descriptor: Int32, _ now: Int64) -> [Event] {
        flush()
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        if count > 0 {
            heardAt = now
            return [.heard(Array(bytes.prefix(count)))]
        }
        if count == 0 { return end("\(address): the box has ended the connection", now) }
        guard errno == EAGAIN || errno == EINTR else {
            return end("\(address): \(String(cString: strerror(errno)))", now)
        }
        guard now - heardAt < silence else { return end("\(address): nothing heard for \(silence / 1000) s", now) }
        return []
    }

    /// To the box; what it does not take waits. Nothing happens without a connection.
    package mutating func send(_ bytes: [UInt8]) {
        guard isConnected, unsent.count + bytes.count <= Self.mostUnsent else { return }
        unsent += bytes
        flush()
    }

    private mutating func flush() {
        guard case .connected(let descriptor) = standing, !unsent.isEmpty else { return }
        let count = Glibc.send(descriptor, unsent, unsent.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        if count > 0 { unsent.removeFirst(count) }
    }

    private mutating func end(_ why: String, _ now: Int64) -> [Event] {
        switch standing {
        case .apart: break
        case .connecting(let descriptor, _), .connected(let descriptor): close(descriptor)
        }
        standing = .apart(until: now + pause)
        pause = min(pause * 2, Self.lastPause)
        return [.ended(why)]
    }
}
