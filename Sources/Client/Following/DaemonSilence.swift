/// Whether the daemon has said nothing for some seconds. What stands between it and others says so in
/// its log, once, and sends no beats meanwhile: by that its clients notice.
package struct DaemonSilence {
    package private(set) var isNow = false

    package init() {}

    private static let after = Duration.seconds(5)

    /// - Parameters:
    ///   - silentFor: for how long nothing has come.
    ///   - isExpected: a session is shown, so that the daemon ought to be heard.
    /// - Returns: what the log has to say, where it is another than before.
    package mutating func note(_ silentFor: Duration, isExpected: Bool) -> String? {
        let isSilent = isExpected && silentFor > Self.after
        guard isSilent != isNow else { return nil }
        isNow = isSilent
        return isSilent ? "the daemon says nothing: no beats until it does" : "the daemon is heard again"
    }
}
