import Wire

/// Subjects in NATS, by meeting and session (docs/relay.md).
package struct RelaySubjects: Hashable, Sendable {
    /// What the stream keeps.
    package let delta: String
    /// The latest snapshot.
    package let snapshot: String
    /// Heartbeats, to those who listen.
    package let beat: String
    /// All of the session, in the streams.
    package let all: String
    private let session: String

    package init(meeting: String, session: String) {
        let names = "\(Self.word(meeting)).\(Self.word(session))"
        delta = "lw.\(names).delta"
        snapshot = "lw.\(names).snapshot"
        beat = "live.\(names).beat"
        all = "lw.\(names).>"
        self.session = Self.word(session)
    }

    /// The message id by which NATS tells a delta that it has already.
    package func id(epoch: UInt64, sequence: UInt64) -> String { "\(session).\(epoch).\(sequence)" }

    /// The message id of a part of the table.
    package func id(of part: String, epoch: UInt64, sequence: UInt64) -> String {
        "\(id(epoch: epoch, sequence: sequence)).\(part)"
    }

    /// The subject of a part of the table.
    package func subject(of part: String) -> String { "\(all.dropLast())\(part)" }

    /// The part of the table that a kept subject is of; nil of another session.
    package func part(of subject: String) -> String? {
        subject.hasPrefix(all.dropLast()) ? String(subject.dropFirst(all.count - 1)) : nil
    }

    /// The part of the table that is a car's row.
    package static func row(of number: String, in carClass: String) -> String {
        "car.\(word(carClass)).\(word(number))"
    }

    /// The part of the table that is a car's stops.
    package static func stops(of number: String, in carClass: String) -> String {
        "stops.\(word(carClass)).\(word(number))"
    }

    /// The part of the table that is what somebody has to be told.
    package static let alerts = "alerts"

    /// A word of a subject: escaped as in a topic of the publication, and the dot too, which parts words here. No name
    /// at all is a lone `%`: a word cannot be empty.
    package static func word(_ text: String) -> String {
        text.isEmpty ? "%" : Topics.escaped(text).replacing(".", with: "%2E")
    }
}
