/// Keeps the value that holds one where it is: its methods are handed its address.
///
/// A struct of plain members, however large, is handed to a method that only reads it as a copy of its bits. Of two
/// kilobytes and ten such calls for a crossing that was a fifth of the core's time. A member of any type rules that
/// out, as nobody knows whether its bits may be moved; nothing is ever stored in it.
struct InPlace: ~Copyable, Sendable {
    private let anchor: (any Sendable)? = nil
}
