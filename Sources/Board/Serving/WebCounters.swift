import Synchronization
import Wire

/// What the process has done, for its status.
final class WebCounters: Sendable {
    /// What is counted.
    enum Count: String, CaseIterable {
        /// Answers that were whole.
        case requests
        /// Streams: now open, opened, closed by the reader, cut because nothing was taken, refused by the limit.
        case readers, joined, gone, cut, refused
        /// Of streams that were opened: those that went on where they stood, and those that were sent the whole board.
        case resumed, whole
        /// Ticks and bytes that were written to streams, readers counted each.
        case ticks, bytes
        /// Questions to the daemon, and questions that were not asked because of the limit.
        case asked, postponed
        /// Seconds in which the files for web servers were written, and in which that failed.
        case published, unpublished
    }

    private let counts = Mutex([Int64](repeating: 0, count: Count.allCases.count))

    func add(_ count: Count, _ number: Int = 1) { add([(count, number)]) }

    func add(_ several: [(Count, Int)]) {
        counts.withLock { counts in
            for (count, number) in several { counts[Self.place(count)] += Int64(number) }
        }
    }

    subscript(_ count: Count) -> Int { Int(counts.withLock { $0[Self.place(count)] }) }

    var json: JSON {
        let values = counts.withLock { $0 }
        return .object(Count.allCases.map { .init($0.rawValue, .integer(values[Self.place($0)])) })
    }

    private static func place(_ count: Count) -> Int { Count.allCases.firstIndex(of: count) ?? 0 }
}
