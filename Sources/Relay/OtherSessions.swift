import Client

/// The sessions of a meeting that are not shown: what of them the streams are known to have.
struct OtherSessions {
    private var kept: [String: StreamPlace] = [:]
    private var nextVisit = ContinuousClock.now
    private var notBefore: [String: ContinuousClock.Instant] = [:]

    /// Between two visits the session that is shown has its time.
    private static let pause = Duration.milliseconds(200)
    /// A session that runs beside the shown one is visited so often.
    static let interval = Duration.seconds(5)

    /// A session that has deltas which the streams may lack, with the last of them; nil when there is none to visit
    /// now.
    func next(of meeting: PublishedMeeting, but shown: String?) -> (session: String, last: StreamPlace)? {
        let now = ContinuousClock.now
        guard now >= nextVisit else { return nil }
        for session in meeting.sessions where session.id != shown && session.sequence > 0 {
            let last = StreamPlace(epoch: meeting.epoch, sequence: session.sequence, number: 0)
            if let kept = kept[session.id], kept >= last { continue }
            if let notBefore = notBefore[session.id], now < notBefore { continue }
            return (session.id, last)
        }
        return nil
    }

    /// Notes a visit: with the place that the streams have now, or nil when it was ended before.
    mutating func note(_ session: String, kept place: StreamPlace?) {
        nextVisit = .now + Self.pause
        notBefore[session] = .now + Self.interval
        if let place { kept[session] = place }
    }

    /// The session is shown: it may get what a visit has not seen.
    mutating func forget(_ session: String) {
        kept[session] = nil
        notBefore[session] = nil
    }
}
