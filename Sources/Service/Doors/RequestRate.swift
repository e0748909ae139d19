package import Wire

/// How fast each peer may ask and command: so many requests a second in the long run, five seconds' worth at once.
///
/// Pure: time comes in as milliseconds of a clock that never goes back.
package struct RequestRate {
    /// A peer whose requests are counted together.
    package enum Peer: Hashable, Sendable {
        /// A party of the allow-list, from any address.
        case party(String)
        /// A machine, or a process of this one, that needs no key.
        case address(String)
        /// A connection without a known party or machine.
        case connection([UInt8])
    }

    /// Microseconds of one request.
    private let cost: Int64
    /// When all requests of a peer are worked off at the allowed rate, in microseconds.
    private var free: [Peer: Int64] = [:]
    private let perSecond: Int

    /// The most peers remembered; beyond, the peers that were quiet longest go.
    package static let mostPeers = 4096
    /// Microseconds' worth of requests that may come at once.
    private static let burst: Int64 = 5_000_000

    /// - Parameter perSecond: 1 … 1000000.
    package init(perSecond: Int) {
        self.perSecond = perSecond
        cost = max(1, 1_000_000 / Int64(max(1, perSecond)))
    }

    /// How many peers are remembered now.
    package var peers: Int { free.count }

    /// Counts a request. False when it is one too many; a refused request is not counted.
    package mutating func admits(_ peer: Peer, now milliseconds: Int64) -> Bool {
        let now = milliseconds * 1000
        let begin = max(free[peer] ?? now, now)
        guard begin + cost - now <= Self.burst else { return false }
        if free[peer] == nil, free.count >= Self.mostPeers { forget(now) }
        free[peer] = begin + cost
        return true
    }

    /// The answer to a request that is one too many.
    package var refusal: Refusal {
        Refusal(
            .tooFast, "more than \(perSecond) requests a second",
            expected: "at most \(perSecond) in a second on average",
            remedy: "wait for each answer and ask less often, or raise limits.requestsPerSecond")
    }

    /// Makes room: peers that owe nothing go first; without any, the quarter that was quiet longest goes.
    private mutating func forget(_ now: Int64) {
        free = free.filter { $0.value > now }
        guard free.count > Self.mostPeers * 3 / 4 else { return }
        let kept = free.sorted { $0.value > $1.value }.prefix(Self.mostPeers * 3 / 4)
        free = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}
