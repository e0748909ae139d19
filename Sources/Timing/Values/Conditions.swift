/// Weather and track, as far as they are told. A value that is nil is not known.
public struct Conditions: Hashable, Sendable {
    /// How wet the track is.
    public enum Surface: String, CaseIterable, Sendable {
        case dry, damp, wet
    }

    /// Of the air, in tenths of a degree Celsius.
    public var air: Int?
    /// Of the track's surface, in tenths of a degree Celsius.
    public var track: Int?
    /// How wet the track is.
    public var surface: Surface?
    /// Relative, in percent.
    public var humidity: Int?
    /// In kilometres an hour.
    public var wind: Int?

    public init(
        air: Int? = nil, track: Int? = nil, surface: Surface? = nil, humidity: Int? = nil, wind: Int? = nil
    ) {
        self.air = air
        self.track = track
        self.surface = surface
        self.humidity = humidity
        self.wind = wind
    }

    /// Nothing is told.
    public var isEmpty: Bool { self == Conditions() }

    /// With the values that are told later in place of these.
    func followed(by later: Conditions) -> Conditions {
        Conditions(
            air: later.air ?? air, track: later.track ?? track, surface: later.surface ?? surface,
            humidity: later.humidity ?? humidity, wind: later.wind ?? wind)
    }
}
