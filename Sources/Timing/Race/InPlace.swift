/// Keeps the value that holds one where it is: its methods are handed its address.
///
/// A method that only reads a struct of plain members gets it as a copy of its bits, however large it is. With two
/// kilobytes and ten such calls a crossing that was a fifth of the core's time. A member of an `any` type prevents it,
/// because its bits may not be movable; nothing is ever stored in it.
struct InPlace: ~Copyable, Sendable {
    private let anchor: (any Sendable)? = nil
}
