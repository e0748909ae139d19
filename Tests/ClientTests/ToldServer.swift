import Client
import Foundation
import Synchronization
import Timing
import Wire
import ZeroMQ

/// A daemon's publication and query socket on a thread of its own: real sockets, real keys, and every seventh message
/// is not sent, but for some bytes that are no message.
final class ToldServer: Sendable {
    let publication: String
    let query: String
    let keys: CurveKeys?
    private let shared: Shared

    final class Shared: Sendable {
        let addresses = Mutex<(publication: String, query: String)?>(nil)
        let failure = Mutex<String?>(nil)
        let snapshot = Mutex<[UInt8]>([])
        let isPlaying = Atomic<Bool>(false)
        let isOver = Atomic<Bool>(false)
        let hasEnded = Atomic<Bool>(false)
        /// The sequence of the last delta, once all has been played.
        let last = Atomic<UInt64>(0)
    }

    /// - Parameter keeping: so many deltas are kept once all is played; nil: all.
    init(_ race: TroubledRace, keys: CurveKeys? = nil, isStandby: Bool = false, keeping: UInt64? = nil) throws {
        let shared = Shared()
        self.shared = shared
        self.keys = keys
        Thread.detachNewThread {
            do {
                try Self.run(race, keys, isStandby, keeping, shared)
            } catch {
                shared.failure.withLock { $0 = "\(error)" }
            }
            shared.hasEnded.store(true, ordering: .releasing)
        }
        while true {
            if let addresses = shared.addresses.withLock({ $0 }) {
                (publication, query) = addresses
                return
            }
            if let failure = shared.failure.withLock({ $0 }) { throw Trouble(description: failure) }
            usleep(1000)
        }
    }

    struct Trouble: Error { let description: String }

    /// Plays the race; its last sequence when all has been said.
    func play() { shared.isPlaying.store(true, ordering: .releasing) }

    var last: UInt64 { shared.last.load(ordering: .acquiring) }

    /// Ends it; how it stands then.
    func stop() throws -> [UInt8] {
        shared.isOver.store(true, ordering: .releasing)
        while !shared.hasEnded.load(ordering: .acquiring) { usleep(1000) }
        if let failure = shared.failure.withLock({ $0 }) { throw Trouble(description: failure) }
        return shared.snapshot.withLock { $0 }
    }

    private static func run(
        _ race: TroubledRace, _ keys: CurveKeys?, _ isStandby: Bool, _ keeping: UInt64?, _ shared: Shared
    ) throws {
        let daemon = ToldDaemon(race.session, epoch: 7)
        daemon.isStandby = isStandby
        let context = try Context()
        let options = SocketOptions.live.with {
            $0.linger = .zero
            $0.security = keys.map { .curveServer($0.secret) } ?? .none
        }
        let publisher = try Socket(.publish, in: context, options: options)
        let router = try Socket(.router, in: context, options: options.with { $0.routerMandatory = false })
        let addresses = (try publisher.bind("tcp://127.0.0.1:*"), try router.bind("tcp://127.0.0.1:*"))
        shared.addresses.withLock { $0 = addresses }
        var poller = Poller()
        _ = poller.add(router)
        var message = Message()
        var waiting = race.inputs[...]
        var count = 0
        while !shared.isOver.load(ordering: .acquiring) {
            _ = try poller.wait(timeoutMilliseconds: 1)
            while try router.receive(into: &message, wait: false) {
                let peer = message.withUnsafeBytes { Array($0) }
                while message.hasMore, try router.receive(into: &message) {}
                let query = try message.withUnsafeBytes { try Query($0, session: race.session.id) }
                let frames = [peer] + Self.answer(query, of: daemon)
                for (place, frame) in frames.enumerated() {
                    _ = try router.send(frame, more: place + 1 < frames.count, wait: false)
                }
            }
            guard !isStandby else { continue }
            count += 1
            if count.isMultiple(of: 20) { _ = try publisher.send(daemon.heartbeat, wait: false) }
            guard shared.isPlaying.load(ordering: .acquiring) else { continue }
            for input in waiting.prefix(10) {
                for frame in daemon.take(input) {
                    let isLost = daemon.sequence.isMultiple(of: 7)
                    let noise = Array("timing/\(race.session.id) {\"v\":1,\"type\":\"del".utf8)
                    _ = try publisher.send(isLost ? noise : frame, wait: false)
                }
            }
            waiting = waiting.dropFirst(10)
            if waiting.isEmpty, let keeping { daemon.forget(keeping: keeping) }
            if waiting.isEmpty { shared.last.store(daemon.sequence, ordering: .releasing) }
        }
        shared.snapshot.withLock { $0 = daemon.snapshot }
    }

    private static func answer(_ query: Query, of daemon: ToldDaemon) -> [[UInt8]] {
        switch query {
        case .range(let epoch, let from, let to): daemon.answer(.range(epoch: epoch, from: from, to: to))
        case .snapshot, .results, .intermediate, .status, .decisions, .entries, .explain: daemon.answer(.snapshot)
        }
    }
}
