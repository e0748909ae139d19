import Synchronization
import Timing

/// The crossings that have reached the subscriber, for threads that wait for them.
final class Seen: Sendable {
    private let boxes = Mutex<[Box.Name: (numbers: NumberRanges, count: Int)]>([:])

    func note(_ crossing: CrossingID) {
        boxes.withLock { boxes in
            if boxes[Box.Name(crossing), default: (NumberRanges(), 0)].numbers.insert(crossing.number) {
                boxes[Box.Name(crossing)]?.count += 1
            }
        }
    }

    func count(of box: Box.Name) -> Int { boxes.withLock { $0[box]?.count ?? 0 } }
}
