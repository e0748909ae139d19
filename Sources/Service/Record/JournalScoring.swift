import Glibc
import Journal
import Linux
import Synchronization
import Wire

/// Scores the entries of a journal on a thread of its own, while the next ones are read and checked.
final class JournalScoring {
    private struct Scored: ~Copyable {
        var scorer: Scorer
        var reading: ScorerReading
    }

    private struct Entry {
        let record: JournalRecord
        let place: JournalPlace
    }

    /// What both threads have.
    private final class Line: Sendable {
        let ring = Ring<[Entry]>(capacity: 64)
        let hasEnded = Atomic<Bool>(false)
        let scored = HandedOver<Scored>()
    }

    private let line = Line()
    private let thread: OwnThread
    private var batch: [Entry] = []

    /// Entries that go over together.
    private static let most = 64

    /// Scores all that `read` hands over.
    /// - Throws: what `read` throws; what it has handed over is scored then.
    static func run<Value: ~Copyable>(
        into scorer: inout Scorer, _ reading: inout ScorerReading,
        _ read: (_ take: (JournalRecord, JournalPlace) -> Void) throws -> Value
    ) throws -> Value {
        let scoring = JournalScoring(Scored(scorer: scorer, reading: reading))
        let result = Result { try read(scoring.take) }
        let scored = scoring.end()
        scorer = scored.scorer
        reading = scored.reading
        giveMemoryBack()
        return try result.get()
    }

    private init(_ scored: consuming Scored) {
        line.scored.put(scored)
        thread = OwnThread("lapwing-scorer") { [line] in
            guard var scored = line.scored.take() else { return }
            Self.score(from: line, &scored)
            line.scored.put(scored)
        }
    }

    /// Hands an entry over. Waits while the scorer is behind.
    private func take(_ record: JournalRecord, _ place: JournalPlace) {
        batch.append(Entry(record: record, place: place))
        if batch.count == Self.most { handOver() }
    }

    /// Waits until all is scored. Once only.
    private func end() -> Scored {
        handOver()
        line.hasEnded.store(true, ordering: .releasing)
        line.ring.bell.ring()
        thread.join()
        guard let scored = line.scored.take() else { preconditionFailure("the scorer was taken twice") }
        return scored
    }

    private func handOver() {
        while !line.ring.push(batch) { usleep(100) }
        line.ring.wake()
        batch = []
        batch.reserveCapacity(Self.most)
    }

    private static func score(from line: Line, _ scored: inout Scored) {
        while true {
            let isEnd = line.hasEnded.load(ordering: .acquiring)
            while let batch = line.ring.pop() {
                for entry in batch { scored.reading.take(entry.record, at: entry.place, into: &scored.scorer) }
            }
            if isEnd { return }
            if line.ring.goToSleep() { line.ring.bell.wait(milliseconds: 100) }
            line.ring.wakeUp()
        }
    }
}
