public import Timing
import Wire

/// Weather and track: `conditions` (docs/protocol.md, section 4.4). A value that is nil has not been told.
public struct PublishedConditions: Hashable, Sendable {
    /// When a value of them was told last, UTC.
    public let at: Instant
    /// Of the air, in tenths of a degree Celsius.
    public let air: Int?
    /// Of the track's surface, in tenths of a degree Celsius.
    public let track: Int?
    /// How wet the track is.
    public let surface: Word<Conditions.Surface>?
    /// Relative, in percent.
    public let humidity: Int?
    /// In kilometres an hour.
    public let wind: Int?
}

extension PublishedConditions: Readable {
    init(_ members: Members) throws(Refusal) {
        at = try members.instant("atMs")
        air = try members.numberOrNil("airTenths")
        track = try members.numberOrNil("trackTenths")
        surface = try members.wordOrNil("surface")
        humidity = try members.numberOrNil("humidityPercent")
        wind = try members.numberOrNil("windKmh")
    }
}
