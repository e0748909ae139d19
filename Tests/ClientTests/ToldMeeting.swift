import Client
import Foundation
import Meeting
import Synchronization
import Timing
import Wire
import ZeroMQ

/// A daemon that runs a meeting of two sessions, on a thread of its own with real sockets: both publish in one epoch,
/// each with a sequence of its own, and every seventh delta is not sent.
final class ToldMeeting: Sendable {
    /// The sessions, `a` and `b`, each with its inputs.
    struct Races: Sendable {
        let a: TroubledRace
        let b: TroubledRace

        init() throws {
            a = try TroubledRace(seed: 5)
            b = try TroubledRace(seed: 6)
        }

        var sessions: [(session: Session, inputs: [Input])] {
            [(a.session.named("a"), a.inputs), (b.session.named("b"), b.inputs)]
        }
    }

    let publication: String
    let query: String
    private let shared = Shared()

    final class Shared: Sendable {
        let addresses = Mutex<(publication: String, query: String)?>(nil)
        let failure = Mutex<String?>(nil)
        /// Acts that are to be taken.
        let acts = Mutex<[MeetingAct.Kind]>([])
        /// How many inputs of each session are to be played.
        let played = Mutex<[Int]>([0, 0])
        let last = Mutex<[UInt64]>([0, 0])
        let snapshots = Mutex<[[UInt8]]>([])
        let isAlone = Atomic<Bool>(false)
        let isOver = Atomic<Bool>(false)
        let hasEnded = Atomic<Bool>(false)
    }

    init(_ races: Races) throws {
        let shared = shared
        Thread.detachNewThread {
            do { try Self.run(races, shared) } catch { shared.failure.withLock { $0 = "\(error)" } }
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

    func give(_ acts: MeetingAct.Kind...) { shared.acts.withLock { $0 += acts } }

    /// Plays so many inputs of a session in all.
    func play(_ place: Int, upTo count: Int) { shared.played.withLock { $0[place] = count } }

    /// The daemon comes back in a later epoch, and runs the session `c` alone.
    func comeBackAlone() { shared.isAlone.store(true, ordering: .releasing) }

    /// The last sequence of each session, once all that was asked for has been played.
    var last: [UInt64] { shared.last.withLock { $0 } }

    /// Ends it; how both sessions stand then.
    func stop() throws -> [[UInt8]] {
        shared.isOver.store(true, ordering: .releasing)
        while !shared.hasEnded.load(ordering: .acquiring) { usleep(1000) }
        if let failure = shared.failure.withLock({ $0 }) { throw Trouble(description: failure) }
        return shared.snapshots.withLock { $0 }
    }

    private static func run(_ races: Races, _ shared: Shared) throws {
        let sessions = races.sessions
        let daemons = sessions.map { ToldDaemon($0.session, epoch: 7) }
        let alone = ToldDaemon(races.a.session.named("c"), epoch: 8)
        for input in races.a.inputs { _ = alone.take(input) }
        var meeting = RaceMeeting(
            sessions.map { PlannedSession(id: $0.session.id, name: $0.session.name, kind: .race, series: "gt") })
        let context = try Context()
        let options = SocketOptions.live.with { $0.linger = .zero }
        let publisher = try Socket(.publish, in: context, options: options)
        let router = try Socket(.router, in: context, options: options.with { $0.routerMandatory = false })
        let addresses = (try publisher.bind("tcp://127.0.0.1:*"), try router.bind("tcp://127.0.0.1:*"))
        shared.addresses.withLock { $0 = addresses }
        var poller = Poller()
        _ = poller.add(router)
        var message = Message()
        var places = [0, 0]
        var count = 0
        while !shared.isOver.load(ordering: .acquiring) {
            _ = try poller.wait(timeoutMilliseconds: 1)
            let acts = shared.acts.withLock { $0 }
            shared.acts.withLock { $0.removeFirst(acts.count) }
            for kind in acts {
                let name = "a\(meeting.acts.count)"
                try meeting.take(MeetingAct(id: name, at: Instant(milliseconds: 5), by: "test", kind: kind))
            }
            while try router.receive(into: &message, wait: false) {
                let peer = message.withUnsafeBytes { Array($0) }
                while message.hasMore, try router.receive(into: &message) {}
                let question = try message.withUnsafeBytes { try MeetingQuestion($0) }
                let isAlone = shared.isAlone.load(ordering: .acquiring)
                let frames = [peer] + (isAlone ? answer(question, alone) : answer(question, meeting, daemons))
                for (place, frame) in frames.enumerated() {
                    _ = try router.send(frame, more: place + 1 < frames.count, wait: false)
                }
            }
            count += 1
            if shared.isAlone.load(ordering: .acquiring) {
                if count.isMultiple(of: 20) { _ = try publisher.send(alone.heartbeat, wait: false) }
                continue
            }
            if count.isMultiple(of: 20) {
                for (daemon, state) in zip(daemons, ["a", "b"]) where meeting[state]?.state.isOpen == true {
                    _ = try publisher.send(daemon.heartbeat, wait: false)
                }
                let told = MeetingMessage(
                    event: "Two races", epoch: 7, sequence: UInt64(meeting.acts.count) + 1,
                    now: Instant(milliseconds: Int64(count)), meeting,
                    sequences: ["a": daemons[0].sequence, "b": daemons[1].sequence])
                _ = try publisher.send(Array("meeting ".utf8) + told.bytes, wait: false)
            }
            let wanted = shared.played.withLock { $0 }
            for place in 0...1 where places[place] < min(wanted[place], sessions[place].inputs.count) {
                let next = min(places[place] + 10, wanted[place], sessions[place].inputs.count)
                for input in sessions[place].inputs[places[place]..<next] {
                    for frame in daemons[place].take(input) where !daemons[place].sequence.isMultiple(of: 7) {
                        _ = try publisher.send(frame, wait: false)
                    }
                }
                places[place] = next
            }
            if places == zip(wanted, sessions).map({ min($0, $1.inputs.count) }) {
                shared.last.withLock { $0 = daemons.map(\.sequence) }
            }
        }
        shared.snapshots.withLock { $0 = daemons.map(\.snapshot) }
    }

    private static func answer(_ question: MeetingQuestion, _ alone: ToldDaemon) -> [[UInt8]] {
        guard case .session(let query, let named) = question, named == nil || named == "c" else {
            return [Reply.refusal(.unknownSession("another", running: "c"))]
        }
        guard case .range(let epoch, let from, let to) = query else { return alone.answer(.snapshot) }
        return alone.answer(.range(epoch: epoch, from: from, to: to))
    }

    private static func answer(
        _ question: MeetingQuestion, _ meeting: RaceMeeting, _ daemons: [ToldDaemon]
    ) -> [[UInt8]] {
        guard case .session(let query, let named) = question, let session = named ?? meeting.shown else {
            let nothing = Refusal(.whichSession, "nothing is shown", expected: "a session", remedy: "name it")
            return [Reply.refusal(nothing)]
        }
        let daemon = daemons[session == "a" ? 0 : 1]
        guard case .range(let epoch, let from, let to) = query else { return daemon.answer(.snapshot) }
        return daemon.answer(.range(epoch: epoch, from: from, to: to))
    }
}

extension Session {
    fileprivate func named(_ id: String) -> Session {
        Session(id: id, name: "Race \(id)", kind: kind, circuit: circuit, rules: rules, entries: entries)
    }
}
