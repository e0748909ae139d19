import Championship
import Wire

/// What the desk of the meeting knows of the results: what follows from them, and questions that wait for a session to
/// report.
struct Foreseen {
    /// All that follows and can be told.
    var proposals: [StandingProposal] = []
    /// Of which reports and which acts of the meeting they are.
    var seen: (reports: Int, acts: Int)?
    /// The session that was asked to report last, and when; a session that has nothing to say is not asked again.
    var asked: (session: String, at: Int64)?
    /// Nothing is opened in the first moments: the sessions that run come first.
    var from: Int64 = 0

    /// A question that waits for sessions to report.
    struct Waiting {
        let question: MeetingQuestion
        let envelope: Envelope
        /// Monotonic, in milliseconds.
        let deadline: Int64
    }

    var waiting: [Waiting] = []

    /// Questions that wait at once.
    static let mostWaiting = 64
    /// How long a question waits, how long the first moments are, and how long one session is waited for.
    static let (patience, firstMoments, turn): (Int64, Int64, Int64) = (4000, 2000, 3000)
}
