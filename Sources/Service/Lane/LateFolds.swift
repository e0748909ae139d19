import Timing

/// When the crossings that wait in a lane are folded together (R1.10).
///
/// Crossings are folded beside the lane. What is folded together, and where it takes effect, is in the record, so
/// none of these rules has to be repeated.
struct LateFolds {
    /// The fold that runs, and what the lane has taken since it began.
    var fold: (run: LateFold, since: [Input], began: Int64)?
    /// The fold is done, and the record has been told that it takes effect.
    var isTold = false

    private var firstAt: Int64 = 0
    private var lastAt: Int64 = 0
    private var endedAt: Int64 = -1 << 40
    private var pause: Int64 = 0

    /// Inputs that the lane itself gives to the finished copy: twice as many each time more have come meanwhile.
    var few = Self.fewest
    private static let fewest = 256
    /// Late crossings come together: a fold waits so long for the next one, and at most so long in all.
    private static let quiet: Int64 = 15
    private static let patience: Int64 = 100
    /// The longest pause between two folds, for crossings that keep coming late.
    private static let longestPause: Int64 = 30_000

    /// A crossing waits from now on. `isFirst`: no other does.
    mutating func note(isFirst: Bool, now: Int64) {
        if isFirst, fold == nil, now > lastAt + Self.patience { firstAt = now }
        lastAt = now
    }

    /// When the crossings that wait are folded. The first folds follow at once. Where crossings keep coming late each
    /// pause is twice the last: a restart has to repeat every fold.
    var due: Int64 { max(min(lastAt + Self.quiet, firstAt + Self.patience), endedAt + pause) }

    mutating func ended(now: Int64) {
        let took = now - (fold?.began ?? now)
        let isSoon = now - endedAt < 4 * max(pause, took)
        pause = isSoon ? min(max(2 * pause, took), Self.longestPause) : 0
        (endedAt, firstAt, fold, isTold, few) = (now, now, nil, false, Self.fewest)
    }
}
