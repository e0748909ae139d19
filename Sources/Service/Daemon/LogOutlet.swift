import Glibc
import Linux
public import Logging
import Rulebook
import Synchronization
import Timing
import Wire

/// Where log lines go: a bounded queue, and a thread that writes it to the standard error stream.
///
/// A thread that logs never waits for a slow terminal or journal. When the queue is full, lines are dropped; their
/// number is told when there is room again.
public final class LogOutlet: Sendable {
    private struct Queue {
        var lines: [String] = []
        var dropped = 0
        var isClosed = false
    }

    private let queue = Mutex(Queue())
    private let bell = Bell()
    private let writer = Mutex<OwnThread?>(nil)
    /// Whether systemd's journal reads: then each line begins with its priority.
    fileprivate let isJournal = getenv("JOURNAL_STREAM") != nil

    private static let limit = 4096
    /// The longest line, in bytes: what is quoted of a message may be long.
    fileprivate static let longest = 4096
    private let least: Mutex<Logger.Level>

    /// The least weight that is written.
    public var level: Logger.Level {
        get { least.withLock { $0 } }
        set { least.withLock { $0 = newValue } }
    }

    public init(level: Logger.Level = .info) {
        least = Mutex(level)

        let thread = OwnThread("lapwing-log") { [self] in
            while writeWaiting() {}
        }
        writer.withLock { $0 = thread }
    }

    public func handler() -> any LogHandler { OutletHandler(outlet: self) }

    /// Writes the queued lines and ends the thread.
    public func close() {
        queue.withLock { $0.isClosed = true }
        bell.ring()
        writer.withLock { $0.take() }?.join()
    }

    fileprivate func append(_ line: String) {
        let isFirst = queue.withLock { queue in
            guard queue.lines.count < Self.limit else {
                queue.dropped += 1
                return false
            }
            queue.lines.append(line)
            return queue.lines.count == 1
        }
        if isFirst { bell.ring() }
    }

    /// Waits for lines and writes them. False when the outlet is closed and empty.
    private func writeWaiting() -> Bool {
        bell.wait()
        bell.silence()
        let (lines, dropped, isClosed) = queue.withLock { queue in
            defer {
                queue.lines = []
                queue.dropped = 0
            }
            return (queue.lines, queue.dropped, queue.isClosed)
        }
        for line in lines { write(line) }
        if dropped > 0 { write("\(dropped) log lines dropped: they came faster than they could be written\n") }
        return !isClosed
    }

    private func write(_ line: String) {
        var rest = Array(line.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

private struct OutletHandler: LogHandler {
    let outlet: LogOutlet
    /// For a logger with a level other than the common one.
    private var own: Logger.Level?
    var logLevel: Logger.Level {
        get { own ?? outlet.level }
        set { own = newValue }
    }
    var metadata: Logger.Metadata = [:]

    init(outlet: LogOutlet) { self.outlet = outlet }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let message = "\(event.message)"
        let shown = message.utf8.count <= LogOutlet.longest ? message : message.prefix(LogOutlet.longest / 4) + " …"
        // A line stays a line, also when a quoted message holds line breaks.
        let text = shownText(
            String(String.UnicodeScalarView(shown.unicodeScalars.map { $0.value < 0x20 ? " " : $0 })))
        // The journal has the time of each line.
        outlet.append(
            outlet.isJournal
                ? "<\(event.level.priority)>\(text)\n"
                : "\(TimeText.stamp(Instant(milliseconds: MachineClock.utc))) \(event.level): \(text)\n")
    }
}

extension Logger.Level {
    /// As syslog counts them.
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
