import Client
import Linux
import Synchronization
import ZeroMQ

/// When each delta was published, as a subscriber beside the board's server hears it.
final class SeenDeltas: @unchecked Sendable {  // A place is written once, before a browser hears of its delta.
    /// Monotonic nanoseconds by sequence; 0: not heard.
    private let times: UnsafeMutablePointer<Int64>
    private let most = 1 << 20
    private let isOver = Atomic(false)
    private let thread = Mutex<OwnThread?>(nil)

    init(_ publication: String) {
        times = .allocate(capacity: most)
        times.initialize(repeating: 0, count: most)
        let new = OwnThread("bench") { [self] in try? listen(publication) }
        thread.withLock { $0 = new }
    }

    deinit { times.deallocate() }

    /// When the first delta behind a sequence was published; nil where it was not heard.
    func time(behind sequence: Int) -> Int64? {
        guard sequence >= 0, sequence + 1 < most, times[sequence + 1] > 0 else { return nil }
        return times[sequence + 1]
    }

    func stop() {
        isOver.store(true, ordering: .relaxed)
        thread.withLock { $0.take() }?.join()
    }

    private func listen(_ publication: String) throws {
        let socket = try Socket(
            .subscribe, in: Context(), options: .following.with { $0.receiveTimeout = .milliseconds(200) })
        try socket.subscribe("timing/")
        try socket.connect(publication)
        var message = Message()
        while !isOver.load(ordering: .relaxed) {
            guard try socket.receive(into: &message) else { continue }
            let now = MachineClock.nanoseconds
            let bytes = message.withUnsafeBytes { Array($0) }
            guard let space = bytes.firstIndex(of: 0x20), let delta = DeltaFrame(Array(bytes[(space + 1)...])),
                delta.sequence < UInt64(most)
            else { continue }
            times[Int(delta.sequence)] = now
        }
    }
}
