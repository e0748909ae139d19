import Timing
import Wire

/// The commands of the last seconds. The same once more is most often a key pressed twice.
struct RecentCommands {
    private struct Given {
        let said: String
        let subject: String?
        /// The name that its sender gave it.
        let name: String?
        let act: String
        let by: String
        let at: Int64
    }

    private var given: [Given] = []
    private static let within: Int64 = 10_000

    /// Why a command is asked about; nil where it may take effect.
    /// - Parameters:
    ///   - now: monotonic, in milliseconds.
    ///   - holds: whether the act of a name holds still.
    func refusal(of spoken: SpokenCommand, now: Int64, holds: (String) -> Bool) -> Refusal? {
        if spoken.insists || spoken.isDryRun { return nil }
        let subject = spoken.command.kind.subject
        for earlier in given.reversed() where now - earlier.at < Self.within {
            if earlier.said == spoken.said, holds(earlier.act), !isNamedApart(earlier, spoken) {
                let seconds = max(1, (now - earlier.at + 500) / 1000)
                return Refusal(
                    .twice, "the same command was given \(seconds) s ago by \(earlier.by): \(earlier.act)",
                    expected: "another command, or that one again with its id",
                    remedy: "if it is meant twice, insist with anyway (lapwing control --anyway)")
            }
            // Green, yellow, green: the flag has been another one meanwhile.
            if subject != nil, earlier.subject == subject { return nil }
        }
        return nil
    }

    /// Two that were given two names by their senders are two.
    private func isNamedApart(_ earlier: Given, _ spoken: SpokenCommand) -> Bool {
        guard let name = spoken.command.id, let other = earlier.name else { return false }
        return name != other
    }

    /// A command that took effect.
    mutating func note(_ spoken: SpokenCommand, act: String, now: Int64) {
        given.removeAll { now - $0.at >= Self.within }
        given.append(
            Given(
                said: spoken.said, subject: spoken.command.kind.subject, name: spoken.command.id, act: act,
                by: spoken.command.by, at: now))
    }
}

extension Act.Kind {
    /// What of the session it sets to something; nil where each stands for itself.
    fileprivate var subject: String? {
        switch self {
        case .flag: "flag"
        case .driver(let car, _): "driver \(car)"
        case .formation, .start, .end, .final, .duration, .retired, .penalty, .served, .withdraw, .void, .count,
            .insert, .assign, .clock, .bulletin, .ruling, .message, .report, .conditions, .entry:
            nil
        }
    }
}
