package import Logging
import Wire

/// Says when a box tells that its own health is bad in the long run, and when it is good again. A box turns once a
/// minute at most; of all boxes there are ten lines in ten seconds.
package struct HealthLog {
    private var rate = LineRate()
    private let log: Logger

    package init(_ log: Logger) { self.log = log }

    /// What is bad of a box has changed.
    package mutating func note(_ watch: HealthWatch, of decoder: UInt32, feed: String, now: Int64) {
        guard let health = watch.latest?.told, rate.allows(now: now) else { return }
        let box = "feed \"\(feed)\": decoder \(decoder)"
        if watch.bad.isEmpty {
            log.notice("\(box) is well again, by its own word for a minute")
        } else {
            let words = watch.bad.map { Self.words($0, health) }
            log.warning("\(box) is not well, by its own word for a minute: \(words.joined(separator: "; "))")
        }
    }

    private static func words(_ measure: BoxMeasure, _ health: BoxHealth) -> String {
        let (value, limit) = (health[measure] ?? 0, health.limit(of: measure) ?? 0)
        switch measure {
        case .noise:
            let remedy = "look for what disturbs the loop, and how it is laid"
            return "noise \(value), expected \(limit) at most; \(remedy)"
        case .offsetTenths:
            return "DC offset \(tenths(value)), expected \(tenths(limit)) at most; decrease the gain of its radio"
        case .strength:
            return "strength \(value) on average, expected \(limit) at least; look at the loop and its cable"
        default: return "\(measure.rawValue) \(value)"
        }
    }

    private static func tenths(_ value: Int64) -> String { "\(value / 10).\(value % 10)" }
}
