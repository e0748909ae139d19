import Client

/// Asks once, so that it is known which session a daemon runs alone, and looks at nothing else.
struct SessionFinder: PublicationReader {
    private var isAsking = true

    var question: FollowQuestion? { isAsking ? .snapshot : nil }

    mutating func take(published frame: UnsafeRawBufferPointer) -> Bool { false }

    mutating func take(answer frames: [[UInt8]], to question: FollowQuestion) -> Bool {
        // Where nothing is shown yet it is asked again when the meeting says what is.
        isAsking = false
        return true
    }
}
