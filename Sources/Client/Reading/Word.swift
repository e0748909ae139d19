/// A word of the protocol: one that this program knows, or one that a later daemon may say.
///
/// A later daemon may have words that are not known here. A reader shows such a word as it came.
public struct Word<Known: RawRepresentable<String> & Hashable & Sendable>: Hashable, Sendable {
    /// The word as it came.
    public let text: String

    /// A word as it came.
    public init(_ text: String) { self.text = text }

    /// Its meaning; nil where it is not known here.
    public var known: Known? { Known(rawValue: text) }

    /// Whether it is this word.
    public static func == (word: Self, known: Known) -> Bool { word.text == known.rawValue }

    /// Whether it is another word.
    public static func != (word: Self, known: Known) -> Bool { word.text != known.rawValue }
}
