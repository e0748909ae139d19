import ArgumentParser
import Client
import Foundation
import Linux
import Synchronization
import Timing
import Wire
import ZeroMQ

/// Both ends of the line: a feed on one thread, a subscriber on another.
final class BenchLine {
    let feedAddress: String
    let publicationAddress: String
    let queryAddress: String
    let controlAddress: String
    private let folder: URL
    private let context: Context
    private let feed: Socket
    private static let options = SocketOptions.live.with {
        $0.sendHighWater = 2_000_000
        $0.receiveHighWater = 2_000_000
        $0.linger = .zero
    }

    init() throws {
        let context = try Context(ioThreads: 1)
        let feed = try Socket(.xpublish, in: context, options: Self.options)
        feedAddress = try feed.bind("tcp://127.0.0.1:*")
        publicationAddress = try Self.freeAddress(context)
        queryAddress = try Self.freeAddress(context)
        folder = URL(
            filePath: "/tmp/lapwing-bench-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0 ... .max))"
        )
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        controlAddress = "ipc://\(folder.path)/control"
        self.context = context
        self.feed = feed
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static func freeAddress(_ context: Context) throws -> String {
        let socket = try Socket(.publish, in: context, options: options)
        let address = try socket.bind("tcp://127.0.0.1:*")
        try socket.unbind(address)
        return address
    }

    /// Until the middle has subscribed.
    func awaitMiddle() throws {
        var message = Message()
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if try feed.receive(into: &message), message.withUnsafeBytes({ $0.first }) == 1 { return }
        }
        throw ValidationError("the process in the middle did not subscribe")
    }

    func command(_ act: Act) throws { try say(SpokenCommand.bytes(Command(act), .recorded)) }

    /// Says a command, and requires that it is taken.
    func say(_ command: [UInt8]) throws {
        _ = try Asker([controlAddress], timeout: 10, context: context).bytes(command)
    }

    /// The sequence of a snapshot, as soon as one is answered.
    func sequence(of session: String? = nil) throws -> UInt64 {
        guard case .snapshot(let snapshot) = try ask(.snapshot, session) else { throw ValidationError("no snapshot") }
        return snapshot.sequence
    }

    /// The meeting, as soon as it is answered.
    func meeting() throws -> PublishedMeeting {
        guard case .meeting(let meeting) = try Answer(asker().bytes(MeetingQuestion.meeting.bytes)) else {
            throw ValidationError("no meeting")
        }
        return meeting
    }

    func status(of session: String? = nil) throws -> PublishedStatus {
        guard case .status(let status) = try ask(.status, session) else { throw ValidationError("no status") }
        return status
    }

    private func ask(_ query: Query, _ session: String? = nil) throws -> Answer {
        try asker().answer(query, session: session)
    }

    private func asker() throws -> Asker {
        let options = SocketOptions.asking.with {
            $0.reconnectInterval = .milliseconds(5)
            $0.reconnectIntervalMax = .milliseconds(5)
        }
        return try Asker([queryAddress], timeout: 20, context: context, options: options)
    }

    /// Sends all as fast as it goes. Messages a second, from the first sent to the last received.
    func push(all messages: [[UInt8]]) throws -> Double {
        let end = Receiver(publicationAddress, context: context, count: messages.count)
        try end.awaitConnection()
        let begin = ContinuousClock.now
        for message in messages { _ = try feed.send(message) }
        let arrivals = try end.wait()
        guard let last = arrivals.last, arrivals.count == messages.count else {
            throw ValidationError("\(arrivals.count) of \(messages.count) came through")
        }
        return Double(messages.count) / seconds(last - begin)
    }

    /// Sends all to a process that is stopped meanwhile. Messages a second, from when it goes on until its sessions
    /// have scored all that is theirs. Nobody takes the deltas: both cores are for the process.
    func push(
        all messages: [[UInt8]], stopping process: Int32, sessions: [(id: String, count: Int)]
    ) throws -> Double {
        kill(process, SIGSTOP)
        for message in messages { _ = try feed.send(message) }
        let begin = ContinuousClock.now
        kill(process, SIGCONT)
        for (id, count) in sessions { while try status(of: id).inputs.crossings < count { usleep(2000) } }
        return Double(messages.count) / seconds(ContinuousClock.now - begin)
    }

    /// Sends at a steady rate, to all subscribers.
    func feed(_ messages: [[UInt8]], perSecond rate: Int) throws {
        let begin = ContinuousClock.now
        for (place, message) in messages.enumerated() {
            if place.isMultiple(of: 64) { Self.sleep(until: begin + .nanoseconds(place * 1_000_000_000 / rate)) }
            _ = try feed.send(message)
        }
    }

    /// Sends at a steady rate. The time from each sending to its delta's arrival.
    func pace(_ messages: ArraySlice<[UInt8]>, perSecond rate: Int) throws -> Latency {
        try play(
            messages, due: messages.indices.map { .nanoseconds(($0 - messages.startIndex) * 1_000_000_000 / rate) })
    }

    /// Sends each when it is due from now on. The time from each sending to its delta's arrival.
    func play(_ messages: ArraySlice<[UInt8]>, due: [Duration]) throws -> Latency {
        let end = Receiver(publicationAddress, context: context, count: messages.count)
        try end.awaitConnection()
        let begin = ContinuousClock.now
        var sent: [ContinuousClock.Instant] = []
        sent.reserveCapacity(messages.count)
        for (due, message) in zip(due, messages) {
            Self.sleep(until: begin + due)
            sent.append(ContinuousClock.now)
            _ = try feed.send(message)
        }
        let arrivals = try end.wait()
        guard arrivals.count == messages.count else {
            throw ValidationError("\(arrivals.count) of \(messages.count) came through")
        }
        let times = zip(sent, arrivals).map { seconds($1 - $0) * 1e6 }.sorted()
        return Latency(middle: times[times.count / 2], tail: times[times.count * 99 / 100])
    }

    private static func sleep(until due: ContinuousClock.Instant) {
        let left = due - ContinuousClock.now
        guard left > .zero else { return }
        var time = timespec(
            tv_sec: Int(left.components.seconds), tv_nsec: Int(left.components.attoseconds / 1_000_000_000))
        nanosleep(&time, nil)
    }
}

/// Receives on a thread of its own and notes when each delta came.
private final class Receiver: Sendable {
    private let result = Mutex<[ContinuousClock.Instant]>([])
    private let isConnected = Atomic<Bool>(false)
    private let thread = Mutex<OwnThread?>(nil)
    private let failure = Mutex<String?>(nil)

    init(_ address: String, context: Context, count: Int) {
        let thread = OwnThread("bench") { [self] in
            do {
                try receive(address, context, count)
            } catch {
                failure.withLock { $0 = "\(error)" }
            }
            isConnected.store(true, ordering: .releasing)
        }
        self.thread.withLock { $0 = thread }
    }

    private func receive(_ address: String, _ context: Context, _ count: Int) throws {
        let options = SocketOptions.live.with {
            $0.receiveHighWater = 2_000_000
            $0.linger = .zero
            $0.receiveTimeout = .seconds(20)
        }
        let socket = try Socket(.subscribe, in: context, options: options)
        // A delta's topic, and the first byte of the forwarder's message in its place.
        try socket.subscribe("timing/")
        try socket.subscribe("{")
        var monitor = try Monitor(socket)
        try socket.connect(address)
        while let event = try monitor.next(wait: true) {
            if case .handshakeSucceeded = event.kind { break }
        }
        // The subscription follows the handshake on the same connection: give it the time of a round trip.
        usleep(50_000)
        isConnected.store(true, ordering: .releasing)
        var message = Message()
        var arrivals: [ContinuousClock.Instant] = []
        arrivals.reserveCapacity(count)
        while arrivals.count < count, try socket.receive(into: &message) {
            arrivals.append(ContinuousClock.now)
        }
        result.withLock { $0 = arrivals }
    }

    func awaitConnection() throws {
        while !isConnected.load(ordering: .acquiring) { usleep(1000) }
        if let failure = failure.withLock({ $0 }) { throw ValidationError(failure) }
    }

    func wait() throws -> [ContinuousClock.Instant] {
        thread.withLock { $0.take() }?.join()
        return result.withLock { $0 }
    }
}
