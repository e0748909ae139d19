/// What a box can say of its own health: a member of `health` (docs/protocol.md, section 2.3), by its name there.
public enum BoxMeasure: String, CaseIterable, Hashable, Sendable {
    /// What the loop hears without a transponder, in the box's own unit.
    case noise
    /// The most that `noise` may be by the word of those who made the box.
    case noiseMost
    /// What the loop hears without a transponder, in tenths of a decibel of the most that the radio takes.
    case noiseTenthsDb
    /// The error of a radio that tells it, in tenths of its unit.
    case offsetTenths
    /// The most that `offsetTenths` may be.
    case offsetTenthsMost
    /// In the box's own unit: sources do not agree on that of P3.
    case temperature
    /// Tenths of a volt.
    case voltageTenths
    /// Whether satellites give the time, or how many; as the box says it.
    case satellites
    /// The latest passings of which `hits` and `strength` are the average.
    case passings
    /// How often a transponder was heard while it crossed the loop.
    case hits
    /// How strongly, in the unit of the crossings.
    case strength
    /// The least that `strength` should be.
    case strengthLeast
    /// Messages of transponders since it told of them last: heard, and understood.
    case framesHeard, framesUnderstood

    /// The values that are believed.
    public var range: ClosedRange<Int64> {
        switch self {
        case .noise, .noiseMost, .offsetTenths, .offsetTenthsMost, .voltageTenths, .satellites, .passings, .hits,
            .strength, .strengthLeast:
            0...65_535
        case .noiseTenthsDb, .temperature: -32_768...32_767
        case .framesHeard, .framesUnderstood: 0...4_294_967_295
        }
    }
}
