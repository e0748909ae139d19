public import Timing

/// Something that a television overlay shows.
public struct Graphic: Hashable, Sendable {
    /// As the overlay's program names it: letters, digits, `.`, `-` and `_`.
    public let subject: String
    /// Id of the session that it is about; nil: the one that boards follow.
    public let session: String?
    /// The cars that it is about; empty: all, or none.
    public let cars: [CarNumber]
    /// The class that it is about; nil: all.
    public let carClass: String?
    /// A line of text to be shown; nil: none.
    public let text: String?

    public init(
        _ subject: String, session: String? = nil, cars: [CarNumber] = [], carClass: String? = nil, text: String? = nil
    ) {
        self.subject = subject
        self.session = session
        self.cars = cars
        self.carClass = carClass
        self.text = text
    }
}

/// A graphic that is shown.
public struct ShownGraphic: Hashable, Sendable {
    /// What is shown.
    public let graphic: Graphic
    /// Since when, official time.
    public let since: Instant
    /// Who shows it.
    public let by: String

    /// So many are shown at most.
    static let most = 16
}
