import Timing

/// The late crossings of a lane, from the moment they are seen until they have taken effect (R1.10), and the rules of
/// when that is.
///
/// Live crossings never wait for late ones: those are written down a few in a turn, and folded beside the lane. What is
/// folded together is written in the journal, so none of these rules has to be repeated.
struct LateQueue {
    /// Seen, and neither in the journal nor in the core yet.
    private var unwritten: [Crossing] = []
    private var written = 0
    /// The fold that runs, and what the lane has taken since it began.
    var fold: (run: LateFold, since: [Input], began: Int64)?

    private var firstAt: Int64 = 0
    private var lastAt: Int64 = 0
    private var allowance = 0
    private var allowedAt: Int64 = 0
    private var endedAt: Int64 = -1 << 40
    private var pause: Int64 = 0

    /// Crossings of a lane's turn.
    static let turn = 64
    /// Inputs that the lane itself gives to the finished copy.
    static let few = 2048
    /// So few crossings are folded again at once, whatever else came late.
    private static let hardly = 16
    /// The most crossings that may be folded again at once, and how many more with each millisecond.
    private static let most = 2048
    private static let more: Int64 = 40
    /// Late crossings come together: a fold waits so long for the next one, and at most so long in all.
    private static let quiet: Int64 = 15
    private static let patience: Int64 = 100
    /// The longest pause between two folds, for crossings that keep coming late.
    private static let longestPause: Int64 = 30_000

    /// Whether a crossing with so many after it may be folded at once: late ones may take a small part of the time.
    mutating func mayFold(_ after: Int, now: Int64) -> Bool {
        if after <= Self.hardly { return true }
        allowance = Int(min(Int64(Self.most), Int64(allowance) + (now - allowedAt) * Self.more))
        allowedAt = now
        guard after <= allowance else { return false }
        allowance -= after
        return true
    }

    mutating func add(_ crossing: Crossing, now: Int64) {
        if unwritten.isEmpty, fold == nil, now > lastAt + Self.patience { firstAt = now }
        lastAt = now
        unwritten.append(crossing)
    }

    /// The next ones to be written down.
    mutating func next() -> [Crossing] {
        let crossings = Array(unwritten[written...].prefix(Self.turn))
        written += crossings.count
        if written == unwritten.count {
            unwritten.removeAll(keepingCapacity: written < 1 << 16)
            written = 0
        }
        return crossings
    }

    var isEmpty: Bool { unwritten.isEmpty }

    var count: Int { unwritten.count - written }

    /// When the crossings that wait are folded. The first folds follow at once. Where crossings keep coming late each
    /// pause is twice the last: a restart has to repeat every fold.
    var due: Int64 { max(min(lastAt + Self.quiet, firstAt + Self.patience), endedAt + pause) }

    mutating func ended(now: Int64) {
        let took = now - (fold?.began ?? now)
        let isSoon = now - endedAt < 4 * max(pause, took)
        pause = isSoon ? min(max(2 * pause, took), Self.longestPause) : 0
        (endedAt, firstAt, fold) = (now, now, nil)
    }
}
