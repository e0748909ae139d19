/// How big a journal's parts are.
public struct JournalOptions: Hashable, Sendable {
    /// A segment that would grow beyond this is followed by the next.
    public var segmentBytes: UInt64
    /// The most bytes that may wait in memory while the disk takes nothing.
    public var backlogBytes: Int

    public init(segmentBytes: UInt64 = 16 << 20, backlogBytes: Int = 64 << 20) {
        // A place has 40 bits for an offset.
        self.segmentBytes = min(max(segmentBytes, UInt64(SegmentHeader.length)), 1 << 36)
        self.backlogBytes = max(backlogBytes, 0)
    }
}

/// Whether the committed blocks reach the disk.
public enum JournalState: Hashable, Sendable {
    /// All that was committed is written.
    case ok
    /// The disk takes nothing: so many bytes wait in memory, since that instant (microseconds of UTC).
    case behind(code: Int32, bytes: Int, since: Int64)
    /// More had to wait than may: this run keeps no further records. Waiting blocks are still written where possible.
    case stopped(code: Int32, bytes: Int, since: Int64)
    /// What is written goes to no file that a restart would find.
    case gone(JournalLoss)

    /// The system's error of the disk, or what became of the files; nil while all is well.
    public var reason: String? {
        switch self {
        case .ok: nil
        case .gone(let loss): loss.description
        case .behind(let code, _, _), .stopped(let code, _, _): JournalError.text(code)
        }
    }
}

/// The contents of a journal when it was opened.
public struct JournalFound: Sendable {
    /// Empty: there was no block, whole or damaged.
    public let isNew: Bool
    /// Published inputs may be missing: the journal ends before its promise, or the machine went down under it.
    public let isShort: Bool
    /// The damaged part; nil when all was whole.
    public let cut: JournalCut?
    public let blocks: Int
    /// Bytes of headers and whole blocks.
    public let bytes: UInt64
    /// Where the last whole block ends.
    public let place: JournalPlace
    /// The chain's hash, which stands for all before: of the last block, or of a header without one. 32 bytes.
    public let hash: [UInt8]
    /// The head was not as its writer left it, and is not believed.
    public let isHeadDamaged: Bool
    /// Whether it can be told if the machine was started anew since.
    public let isBootKnown: Bool
}
