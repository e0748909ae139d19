package import Logging

/// Tells of attempts that were refused: the first of a kind at once, then at most once in ten seconds how many more.
package struct DoorKnocks {
    private struct Kind {
        var quietUntil: Int64
        var untold = 0
        var line: String
    }

    private var kinds: [String: Kind] = [:]
    private let log: Logger

    package static let quiet: Int64 = 10_000
    /// Kinds told apart at one time; further kinds are told together.
    private static let mostKinds = 64

    package init(log: Logger) { self.log = log }

    /// Notes an attempt.
    /// - Parameters:
    ///   - kind: what makes two attempts the same, as door and key.
    ///   - line: what the log says of it.
    package mutating func note(_ kind: String, now: Int64, _ line: String) {
        let name = kinds[kind] == nil && kinds.count >= Self.mostKinds ? "" : kind
        guard kinds[name] == nil else {
            kinds[name]?.untold += 1
            return
        }
        let line = name.isEmpty ? "refused attempts with many keys" : line
        kinds[name] = Kind(quietUntil: now + Self.quiet, line: line)
        log.warning("\(line)")
    }

    /// Tells the numbers that are due. Call it every few seconds.
    package mutating func tell(now: Int64) {
        for (name, kind) in kinds where now >= kind.quietUntil {
            if kind.untold == 0 {
                kinds[name] = nil
            } else {
                log.warning("\(kind.line) (\(kind.untold) more since the last such line)")
                kinds[name]?.untold = 0
                kinds[name]?.quietUntil = now + Self.quiet
            }
        }
    }
}
