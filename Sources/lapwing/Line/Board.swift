import Client

/// The contents of `watch`: the followed table, and the alerts since it began.
struct Board: PublicationReader {
    private(set) var follower = Follower()
    private(set) var alerts: Alerts?
    /// Of the daemon's health, as it says it every second.
    private(set) var health: [String] = []
    /// Before the start: which transponders have been seen, and where each car was last.
    private(set) var transponders: String?
    private(set) var places: [SightedTransponders.Place] = []
    private(set) var status: PublishedStatus?

    var question: FollowQuestion? { follower.question }

    mutating func take(published frame: UnsafeRawBufferPointer) throws -> Bool {
        let message = try PublishedMessage(frame: frame)
        if case .status(let status) = message {
            let before = (health, transponders, places)
            (health, transponders) = (HealthText.notices(status), HealthText.transponders(status))
            places = status.transponders?.places ?? []
            alerts?.take(status, before: self.status)
            self.status = status
            return (health, transponders, places) != before
        }
        var alerts = self.alerts
        defer { self.alerts = alerts }
        return follower.take(message) { delta, before in alerts?.take(delta, before: before) }
    }

    mutating func take(answer frames: [[UInt8]], to question: FollowQuestion) throws -> Bool {
        var alerts = self.alerts
        defer { self.alerts = alerts }
        if Refused.found(in: frames[0]) == nil, case .snapshot(let snapshot) = try Answer(frames[0]) {
            var since = Alerts(snapshot)
            guard follower.take(snapshot, { delta, before in since.take(delta, before: before) }) else { return false }
            alerts = since
            return true
        }
        return try follower.take(answer: frames, to: question) { delta, before in alerts?.take(delta, before: before) }
    }
}
