import Glibc
import Synchronization
import Wire

/// Ways in which a stranger would have the daemon hold more than it has.
enum Noise: CaseIterable, Sendable {
    /// Messages that do not end, at the query socket and the publication.
    case endless
    /// Ranges that are asked for and never taken.
    case untaken
    /// Prefixes that are no topic, some of them long.
    case prefixes
    /// Messages as large as may be, as fast as they are taken.
    case large
    /// Refused messages, each another one.
    case refused
    /// More messages than are queued, with pings among them, and then the connection breaks.
    case breaking
}

/// Strangers who make noise, a thread each at the lowest priority, until they are stopped.
final class Noisemakers: Sendable {
    private let shared = Shared()
    private let workers: [Worker]

    private final class Shared: Sendable {
        let isStopped = Atomic<Bool>(false)
    }

    init(_ kinds: [Noise], at stand: Stand, session: String, following subscriber: Subscriber) {
        let shared = shared
        workers = kinds.map { kind in
            Worker {
                // Of this thread alone.
                _ = nice(19)
                var number = 0
                while !shared.isStopped.load(ordering: .acquiring) {
                    number += 1
                    let isFirst = number.isMultiple(of: 2)
                    guard let peer = Self.peer(kind, at: stand, isFirst) else {
                        rest(microseconds: 20_000)
                        continue
                    }
                    for count in 0..<2000 where !shared.isStopped.load(ordering: .acquiring) {
                        guard peer.send(Self.bytes(kind, count, session, subscriber)) else { break }
                        if kind == .breaking {
                            rest(microseconds: number % 4 * 3000)
                            peer.breaksOff()
                            break
                        }
                        rest(microseconds: 500)
                    }
                }
            }
        }
    }

    func stop() throws {
        shared.isStopped.store(true, ordering: .releasing)
        for worker in workers { try worker.join() }
    }

    private static func peer(_ kind: Noise, at stand: Stand, _ isFirst: Bool) -> RawPeer? {
        switch kind {
        case .endless where isFirst, .prefixes: RawPeer(stand.publication, as: "SUB")
        case .endless, .untaken, .large, .refused, .breaking: RawPeer(stand.query, as: "DEALER")
        }
    }

    private static func bytes(_ kind: Noise, _ count: Int, _ session: String, _ subscriber: Subscriber) -> [UInt8] {
        switch kind {
        case .endless: return RawPeer.frame([UInt8](repeating: 1, count: 1 << 16), more: true)
        case .untaken:
            let next = subscriber.next
            guard next > 1 else { return [] }
            let from = next > 900 ? next - 900 : 1
            let query = Query.range(epoch: subscriber.epoch, from: from, to: next - 1)
            return RawPeer.frame(query.bytes(session: session))
        case .prefixes:
            let long = count % 64 == 63 ? [UInt8](repeating: 0x71, count: 100_000) : []
            return (0..<50).flatMap { RawPeer.frame([1] + Array("n/\(count)-\($0)".utf8)) }
                + (long.isEmpty ? [] : RawPeer.frame([1] + long))
        case .large: return RawPeer.frame([UInt8](repeating: 0x78, count: 1 << 20))
        case .breaking:
            let empty = [UInt8](repeating: 0, count: 3000)
            return (0..<3).flatMap { _ in empty + RawPeer.ping + empty.prefix(40) }
        case .refused: return RawPeer.frame(Array("no question, number \(count)".utf8))
        }
    }
}
