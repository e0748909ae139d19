public import Timing

/// A paper of the meeting: what is said of it when it is issued.
public struct MeetingDocument: Hashable, Sendable {
    /// What kind of paper it is.
    public enum Kind: String, CaseIterable, Sendable {
        /// The classification of a session.
        case result
        /// The grid of a race.
        case grid
        /// A decision of the stewards.
        case decision
        /// A bulletin.
        case bulletin
    }

    /// What kind of paper it is.
    public let kind: Kind
    /// What it is about, for example `race1`: papers of one kind about one subject are versions of one document.
    public let subject: String
    /// As it stands on the paper.
    public let title: String
    /// SHA-256 of the paper's bytes: 64 letters of hex, small ones.
    public let hash: String
    /// What it was made of; nil of a bulletin or decision that is about no session.
    public let origin: ResultOrigin?

    public init(_ kind: Kind, subject: String, title: String, hash: String, of origin: ResultOrigin?) {
        self.kind = kind
        self.subject = subject
        self.title = title
        self.hash = hash
        self.origin = origin
    }

    /// With the number that the meeting gives it.
    public struct Issue: Hashable, Sendable {
        /// The paper.
        public let document: MeetingDocument
        /// From 1, without a gap in the event; 0: not given yet.
        public let number: Int
        /// From 1, among the papers of its kind about its subject; 0: not given yet.
        public let version: Int

        public init(_ document: MeetingDocument, number: Int = 0, version: Int = 0) {
            self.document = document
            self.number = number
            self.version = version
        }
    }
}

/// A document that was issued.
public struct IssuedDocument: Hashable, Sendable {
    /// The paper with its number.
    public let issue: MeetingDocument.Issue
    /// The act that issued it: its name, its instant and who did it.
    public let act: MeetingAct
    /// It has been taken back. Its number is not given again.
    public let isWithdrawn: Bool
}
