/// How a bridge speaks RMonitor.
package struct RMonitorOptions: Hashable, Sendable {
    /// With IMSA's records.
    package var isEnhanced = false
    /// Value of `TRACKLENGTH`, in miles by custom; nil where it is not known.
    package var trackLength: String?
    /// A semicolon is written for a comma within a text.
    package var avoidsCommas = false
    /// `$COR` is left out: the places tell the same totals.
    package var avoidsCorrections = false
    /// Texts are written in ASCII.
    package var isPlain = false
    /// Seconds between refreshes that all clients get; nil for none.
    package var refresh: Int?

    package init() {}
}
