/// How many lines of a kind the log gets: some at once, then as many in each ten seconds.
///
/// Pure: time comes in as milliseconds of a clock that never goes back.
struct LineRate {
    private var until = Int64.min
    private var said = 0

    private static let most = 10
    private static let span: Int64 = 10_000

    /// Whether a line may be said now; it counts then.
    mutating func allows(now: Int64) -> Bool {
        if now >= until { (until, said) = (now + Self.span, 0) }
        guard said < Self.most else { return false }
        said += 1
        return true
    }
}
