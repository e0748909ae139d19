import Wire

/// A question or a command that the doors give to a lane, and the sender of it.
struct LaneRequest: Sendable {
    enum Content: Sendable {
        case question(MeetingQuestion)
        /// A command as it was sent; it is understood where the session is known.
        case command(JSON, Speaker)
    }

    let content: Content
    let envelope: Envelope
}

/// An answer on its way to the doors: the frames of one message.
struct LaneAnswer: Sendable {
    let door: Door
    let envelope: Envelope
    let frames: [[UInt8]]
    /// There is room for it with its peer (`Porter.mayAnswer`): it has been counted.
    var isAdmitted = false
}
