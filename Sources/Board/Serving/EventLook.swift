import Wire

/// How an event looks: what the operator says in the configuration.
public struct EventLook: Hashable, Sendable {
    /// By class and by cup, as `#2fc3cf`.
    public var classColours: [String: String] = [:]
    public var cupColours: [String: String] = [:]
    /// Times of day with 12 hours.
    public var hasTwelveHours = false
    /// The operator's logo.
    var logo: PageAsset?
    /// What the public sees.
    public var view = PublicView()

    public init() {}

    /// - Parameter logo: its address; nil: there is none.
    func json(_ meeting: MeetingFollower, logo: String?) -> JSON {
        func colours(_ colours: [String: String]) -> JSON {
            .object(colours.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
        }
        return .members([
            "name": .of(meeting.json?["event"]?.text), "circuit": .of(meeting.circuit),
            "logo": .of(logo),
            "classColours": colours(classColours), "cupColours": colours(cupColours), "hour12": .bool(hasTwelveHours),
            "utcOffsetMs": meeting.json?["utcOffsetMs"] ?? .null, "public": .bool(!view.showsTransponders),
            "verdicts": .bool(view.showsVerdicts),
        ])
    }
}
