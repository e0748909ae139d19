import Foundation
import Synchronization
import Testing

/// Whole races through the real programs, one after the other: two cores are few for a daemon, a feed and a follower.
/// Beside them go two more such lines, `WholeHouse` and `WholeOutside`.
@Suite(.serialized, .timeLimit(.minutes(3)), .compactMapIssues(RunningDaemon.explained))
struct WholeRaces {}

extension RunningDaemon {
    private static let logs = Mutex<[String]>([])

    /// Notes that a daemon of this log is running.
    static func began(_ log: String) { logs.withLock { $0.append(log) } }

    static func ended(_ log: String) { logs.withLock { $0.removeAll { $0 == log } } }

    /// The issue, with what the daemons that run just now have said.
    @Sendable static func explained(_ issue: Issue) -> Issue? {
        var issue = issue
        for log in logs.withLock({ $0 }) {
            let text = String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
            let comment: Comment = "the daemon's log:\n\(text.suffix(6000))"
            // A trait of a suite comes to an issue by each suite around the test.
            if !issue.comments.contains(comment) { issue.comments.append(comment) }
        }
        return issue
    }
}
