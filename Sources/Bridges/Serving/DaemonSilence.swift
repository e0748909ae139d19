/// Whether the daemon has said nothing for some seconds. A bridge says so in its log, once, and sends no beats
/// meanwhile: by that its clients notice.
package struct DaemonSilence {
    package private(set) var isNow = false

    package init() {}

    private static let after = Duration.seconds(5)

    /// - Parameters:
    ///   - silentFor: for how long nothing has come.
    ///   - isExpected: a session is shown, so that the daemon ought to be heard.
    package mutating func note(_ silentFor: Duration, isExpected: Bool, in log: inout BridgeLog) {
        let isSilent = isExpected && silentFor > Self.after
        if isSilent != isNow {
            log.say(isSilent ? "the daemon says nothing: no beats until it does" : "the daemon is heard again")
        }
        isNow = isSilent
    }
}
