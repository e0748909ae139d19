import Wire

/// The best lap of a class (docs/protocol.md, section 4.4).
public struct PublishedClassBestLap: Hashable, Sendable {
    /// The class.
    public let carClass: String
    /// Its best lap.
    public let best: PublishedBestLap
}

extension PublishedClassBestLap: Readable {
    init(_ members: Members) throws(Refusal) {
        carClass = try members.text("class")
        best = try PublishedBestLap(members)
    }
}
