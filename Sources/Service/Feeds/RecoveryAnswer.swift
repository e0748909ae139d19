import Wire

/// An answer of a feed's recovery, as far as it is read: a long one comes in several turns.
struct RecoveryAnswer {
    /// The range that it answers; nil where it is not understood: the rest is read and dropped.
    var range: FeedRange?
    var frames = 0
    /// Whether there are further frames.
    var goesOn: Bool
}
