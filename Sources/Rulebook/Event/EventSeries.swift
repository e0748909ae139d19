public import Timing

/// A series at an event: its entry list, and what its rulebook says beside the rules of its sessions.
public struct EventSeries: Hashable, Sendable {
    /// Short name by which sessions name it; nil: the event has this one only, and its file gives it none.
    public let id: String?
    /// As its rulebook states it.
    public let name: String
    /// In the order of its entry list.
    public let entries: [Entry]
    /// Keys of its values without a source, as its rulebook marks them.
    public let assumed: [String]
    /// Success penalties, where it has them.
    public let success: SuccessRule?
    /// The points of a race, where it says so.
    public let points: PointsRule?
    /// The year of the season, where it says so.
    public let season: Int?
    /// Its classes and cups with their crews; empty: it does not say.
    public let cups: [Cup]
    /// What a session that stands for another means, unless it says so itself.
    public let parts: Slot.Parts

    public init(
        id: String? = nil, name: String, entries: [Entry], assumed: [String] = [], success: SuccessRule? = nil,
        points: PointsRule? = nil, season: Int? = nil, cups: [Cup] = [], parts: Slot.Parts = .replace
    ) {
        self.id = id
        self.name = name
        self.entries = entries
        self.assumed = assumed
        self.success = success
        self.points = points
        self.season = season
        self.cups = cups
        self.parts = parts
    }
}
