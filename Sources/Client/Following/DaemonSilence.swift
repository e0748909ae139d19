/// Whether the daemon has said nothing for some seconds. What stands between it and others says so in
/// its log, once, and sends no beats meanwhile: by that its clients notice.
package struct DaemonSilence {
    package private(set) var isNow = false
    /// Where it is listened for.
    private let publication: String

    /// - Parameter publication: the daemon's addresses; of a pair, those of both.
    package init(at publication: [String]) { self.publication = publication.joined(separator: " and ") }

    private static let after = Duration.seconds(5)

    /// - Parameters:
    ///   - silentFor: for how long nothing has come.
    ///   - isExpected: it ought to be heard: a session is shown, or nothing has been heard yet.
    /// - Returns: what the log has to say, where it is another than before.
    package mutating func note(_ silentFor: Duration, isExpected: Bool) -> String? {
        let isSilent = isExpected && silentFor > Self.after
        guard isSilent != isNow else { return nil }
        isNow = isSilent
        guard isSilent else { return "the daemon is heard again" }
        return "the daemon says nothing at \(publication): no beats until it does"
    }
}
