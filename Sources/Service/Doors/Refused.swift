package import Logging
package import Wire

/// Messages that were not understood: counted by reason, logged at a bounded rate.
///
/// One of these a thread. A reason is logged when it first comes, and then at most once in ten seconds, with
/// the count since.
package struct Refused {
    private var counts = [Int](repeating: 0, count: Refusal.Reason.allCases.count)
    private var unlogged: [Int]
    private var quietUntil: [Int64]
    private let log: Logger
    private let door: String

    package static let quiet: Int64 = 10_000

    /// `door` is where it came in, as the log names it.
    package init(at door: String, log: Logger) {
        self.door = door
        self.log = log
        unlogged = counts
        quietUntil = counts.map { _ in Int64.min }
    }

    package mutating func note(_ refusal: Refusal, now: Int64) {
        let place = Self.place(of: refusal.reason)
        counts[place] += 1
        guard now >= quietUntil[place] else {
            unlogged[place] += 1
            return
        }
        let more = unlogged[place] > 0 ? " (and \(unlogged[place]) more since the last such line)" : ""
        unlogged[place] = 0
        quietUntil[place] = now + Self.quiet
        log.warning("refused at \(door): \(refusal)\(more)")
    }

    /// Counts by reason, without zeros.
    package var byReason: [(reason: String, count: Int)] {
        zip(Refusal.Reason.allCases, counts).filter { $0.1 > 0 }.map { ($0.0.rawValue, $0.1) }
    }

    private static let places = Dictionary(
        uniqueKeysWithValues: Refusal.Reason.allCases.enumerated().map { ($0.element, $0.offset) })

    private static func place(of reason: Refusal.Reason) -> Int { places[reason] ?? 0 }
}
