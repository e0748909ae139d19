import Wire

/// Subjects in NATS, by meeting and session (docs/relay.md).
package struct RelaySubjects: Hashable, Sendable {
    /// What the stream keeps.
    package let delta: String
    /// The latest snapshot.
    package let snapshot: String
    /// Heartbeats, to those who listen.
    package let beat: String
    private let session: String

    package init(meeting: String, session: String) {
        let names = "\(Self.word(meeting)).\(Self.word(session))"
        delta = "lw.\(names).delta"
        snapshot = "lw.\(names).snapshot"
        beat = "live.\(names).beat"
        self.session = Self.word(session)
    }

    /// The message id by which NATS tells a delta that it has already.
    package func id(epoch: UInt64, sequence: UInt64) -> String { "\(session).\(epoch).\(sequence)" }

    /// A word of a subject: escaped as in a topic of the publication, and the dot too, which parts words here.
    package static func word(_ text: String) -> String { Topics.escaped(text).replacing(".", with: "%2E") }
}
