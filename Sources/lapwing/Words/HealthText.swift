import Client
import Timing

/// What of the daemon's health somebody has to be told, in words.
enum HealthText {
    /// A feed that lives is heard every second.
    static let unheardAfter: Milliseconds = .seconds(5)

    /// Of the feeds, as `watch` shows it above the table.
    static func notices(_ status: PublishedStatus) -> [String] {
        status.feeds.flatMap { feed in
            if isUnheard(feed, status) { return ["FEED \(feed.name) NEVER HEARD at \(feed.connect)"] }
            let missing = feed.decoders.filter { $0.missing + $0.missingBefore > 0 }.map {
                "FEED \(feed.name), decoder \($0.decoder): \($0.missing + $0.missingBefore) numbers MISSING"
            }
            return (feed.state.known == .silent ? ["FEED \(feed.name) SILENT"] : []) + missing
                + BoxHealthText.notices(feed)
        }
    }

    /// The state of a feed. One that was never heard long after the start has another address, or does not run.
    static func state(_ feed: FeedHealth, _ status: PublishedStatus) -> String {
        guard isUnheard(feed, status) else { return feed.state.text }
        let there = status.doors.first { $0.name == "feed \(feed.name)" }?.connected ?? 0
        let why =
            there == 0 ? "nothing answers there: check host and port" : "something answers there: is it its PUB socket?"
        return "NEVER HEARD (\(why))"
    }

    /// Before the start, which transponders have been seen; the most important first, for a line may be cut.
    static func transponders(_ status: PublishedStatus) -> String? {
        guard let sighted = status.transponders else { return nil }
        let strangers = sighted.unknown.map { "\($0.transponder.value)" }
        let unknown = strangers.isEmpty ? "" : " · UNKNOWN \(list(strangers))"
        let cars = sighted.unseen.map { "\($0.car) (\($0.transponder.map { "\($0.value)" } ?? "none"))" }
        let unseen = cars.isEmpty ? "" : " · \(cars.count) NOT SEEN: \(list(cars))"
        return "\(sighted.seen) transponders seen\(unknown)\(unseen)"
    }

    private static func list(_ items: [String]) -> String { items.joined(separator: ", ") }

    private static func isUnheard(_ feed: FeedHealth, _ status: PublishedStatus) -> Bool {
        feed.state.known == .waiting && status.uptime >= unheardAfter
    }

    /// Since when the daemon has said nothing, once that is strange: it says a word every second.
    static func silence(_ length: Duration) -> String? {
        let seconds = length.components.seconds
        return seconds >= 2 ? "NO WORD from the daemon for \(seconds) s: this is how it was" : nil
    }
}
