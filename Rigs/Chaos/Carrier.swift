import Glibc

/// Carries bytes between two ends of a line.
struct Carrier {
    private let listener: Descriptor
    private let far: String
    private var pairs: [Pair] = []

    /// One connection: two ends, and what is on its way to each.
    private final class Pair {
        let ends: [Descriptor]
        var waiting: [[UInt8]] = [[], []]
        var isBroken = false

        init(_ near: Descriptor, _ far: Descriptor) { ends = [near, far] }
    }

    private static let most = 1 << 18

    init(_ listener: Descriptor, far: String) {
        self.listener = listener
        self.far = far
    }

    /// Waits a little and carries the bytes that are there.
    mutating func carry(_ trouble: NetworkLine.Trouble) {
        switch trouble {
        case .frozen:
            rest(microseconds: 2000)
        case .cut:
            pairs = []
            while let refused = accepted() { _ = refused }
            rest(microseconds: 2000)
        case .none:
            pass()
        }
    }

    private func accepted() -> Descriptor? {
        let number = accept(listener.number, nil, nil)
        guard number >= 0 else { return nil }
        _ = fcntl(number, F_SETFL, O_NONBLOCK)
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        return Descriptor(number)
    }

    private mutating func pass() {
        var polled = [pollfd(fd: listener.number, events: Int16(POLLIN), revents: 0)]
        for pair in pairs {
            for end in 0...1 {
                let reads = pair.waiting[1 - end].count < Self.most ? POLLIN : 0
                let writes = pair.waiting[end].isEmpty ? 0 : POLLOUT
                polled.append(pollfd(fd: pair.ends[end].number, events: Int16(reads | writes), revents: 0))
            }
        }
        guard poll(&polled, nfds_t(polled.count), 10) > 0 else { return }
        for (place, pair) in pairs.enumerated() {
            for end in 0...1 where polled[1 + 2 * place + end].revents != 0 {
                read(pair, end)
                write(pair, end)
                write(pair, 1 - end)
            }
        }
        pairs.removeAll(where: \.isBroken)
        while let near = accepted() {
            if let other = Descriptor.connecting(far) { pairs.append(Pair(near, other)) }
        }
    }

    private func read(_ pair: Pair, _ end: Int) {
        guard pair.waiting[1 - end].count < Self.most else { return }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(pair.ends[end].number, &bytes, bytes.count, 0)
        if count > 0 {
            pair.waiting[1 - end] += bytes[..<count]
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
            pair.isBroken = true
        }
    }

    private func write(_ pair: Pair, _ end: Int) {
        guard !pair.waiting[end].isEmpty else { return }
        let count = send(pair.ends[end].number, pair.waiting[end], pair.waiting[end].count, Int32(MSG_NOSIGNAL))
        if count > 0 {
            pair.waiting[end].removeFirst(count)
        } else if errno != EAGAIN, errno != EINTR, errno != ENOTCONN, errno != EINPROGRESS {
            pair.isBroken = true
        }
    }
}
