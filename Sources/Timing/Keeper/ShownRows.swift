/// How the rows stood before an input of the past.
struct ShownRows {
    /// The present as that input found it.
    let at: Instant
    let standings: [Standing]
    let cars: [CarState]
    let start: Instant?
}
