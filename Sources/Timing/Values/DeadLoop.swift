/// A loop that several cars have missed in a row.
public struct DeadLoop: Hashable, Sendable {
    /// The sector loop, or the Line on the track.
    public let loop: LoopID
    /// The first crossing that it missed.
    public let since: Instant
}
