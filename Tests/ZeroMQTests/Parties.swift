import Glibc
import Synchronization
import Testing
import ZeroMQ

/// All tests on real sockets, one after the other: they wait on threads of which the test runner has few.
@Suite("ZeroMQ", .serialized) struct Sockets {}

/// A thread of its own for the other party of a conversation, since sockets belong to threads.
final class Party<Value: Sendable>: Sendable {
    private let outcome = Outcome<Value>()
    let thread: pthread_t

    init(_ body: @escaping @Sendable () throws -> Value) throws {
        let outcome = self.outcome
        thread = try startThread { outcome.set(Result { try body() }) }
    }

    /// Waits for its end.
    func join() throws -> Value {
        pthread_join(thread, nil)
        return try #require(outcome.result).get()
    }

    var isDone: Bool { outcome.result != nil }
}

private final class Outcome<Value: Sendable>: Sendable {
    private let state = Mutex<Result<Value, any Error>?>(nil)
    var result: Result<Value, any Error>? { state.withLock { $0 } }
    func set(_ result: Result<Value, any Error>) { state.withLock { $0 = result } }
}

private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func startThread(_ body: @escaping @Sendable () -> Void) throws -> pthread_t {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let started = pthread_create(
        &thread, nil,
        { context in
            Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().body()
            return nil
        }, work.toOpaque())
    try #require(started == 0)
    return thread
}

/// Waits long enough for the slowest machine, and leaves nothing behind.
let patient = SocketOptions.live.with {
    $0.linger = .zero
    $0.sendTimeout = .seconds(10)
    $0.receiveTimeout = .seconds(10)
}

let anyPort = "tcp://127.0.0.1:*"

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

func copy(_ message: borrowing Message) -> [UInt8] {
    message.withUnsafeBytes { Array($0) }
}

extension Socket {
    /// The next message whole; `nil` when none comes.
    borrowing func receiveFrames(wait: Bool = true) throws -> [[UInt8]]? {
        var message = Message()
        guard try receive(into: &message, wait: wait) else { return nil }
        var frames = [copy(message)]
        while message.hasMore {
            guard try receive(into: &message) else { return nil }
            frames.append(copy(message))
        }
        return frames
    }

    borrowing func receiveText(wait: Bool = true) throws -> String? {
        try receiveFrames(wait: wait).map { frames in
            frames.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|")
        }
    }

    borrowing func sendText(_ frames: String...) throws {
        for (index, frame) in frames.enumerated() {
            try #require(try send(bytes(frame), more: index < frames.count - 1))
        }
    }
}

extension Monitor {
    /// The first event that is wanted, and before it those that are not; `nil` after ten quiet seconds.
    mutating func first(_ isWanted: (ConnectionEvent.Kind) -> Bool) throws -> ConnectionEvent? {
        for _ in 0..<10 {
            while let event = try next(wait: true) {
                if isWanted(event.kind) { return event }
            }
        }
        return nil
    }
}

/// The error that `body` throws; `nil` when it throws none.
func failure<Result>(_ body: () throws(ZeroMQError) -> Result) -> ZeroMQError? {
    do throws(ZeroMQError) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}
