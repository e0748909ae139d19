/// How Multiloop is spoken.
package struct MultiloopOptions: Hashable, Sendable {
    /// USAC's additions too: drivers, and sections as `$USAC:S`.
    package var hasAdditions = false
    /// Miles, as `3.444`; empty: not known. The publication does not have it.
    package var trackLength = ""
    /// The circuit's time zone by its name in the database of IANA; nil: by its distance from UTC.
    package var timeZone: String?
    /// Texts are written in ASCII; the broken bar between fields stays.
    package var isPlain = false

    package init() {}

    /// The length as a number; nil where it is not known.
    var miles: Double? { Double(trackLength).flatMap { $0 > 0 && $0 < 1000 ? $0 : nil } }
}
