/// Epochs for the runs of a box that has started again without a new one (docs/protocol.md, section 2.5).
///
/// The first run of an epoch has the box's own epoch; each further run has a number made from that of the run before.
/// own < 2^52 ≤ made here < 2^53. Two runs of one decoder have different epochs as long as its own epochs lie within
/// 2^46 of each other: two years, where they count microseconds.
public enum RunEpoch {
    /// A box's own epochs are below this.
    public static let first: UInt64 = 1 << 52
    /// The most runs of one epoch that have names. A box that starts more often is broken.
    public static let mostRuns = 64
    private static let stride: UInt64 = 1 << 46

    /// The epoch of the run that follows the one that goes by `epoch`.
    public static func following(_ epoch: UInt64) -> UInt64 {
        epoch < first ? first + epoch : first + (epoch - first + stride) % first
    }

    /// The epoch by which a run goes; run 1 goes by the box's own.
    public static func of(run: Int, epoch: UInt64) -> UInt64 {
        var epoch = epoch
        for _ in 1..<max(run, 1) { epoch = following(epoch) }
        return epoch
    }
}
