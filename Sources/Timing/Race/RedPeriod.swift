/// A time during which the red flag was shown, or the race clock stood under it.
struct RedPeriod: Equatable {
    let from: Instant
    /// None while it is shown.
    let until: Deadline

    /// How long it was; nil while it is shown.
    var length: Milliseconds? { until.instant.map { $0 - from } }
}
