/// The time in which a car drove a lap or a sector, or `none`.
///
/// In 32 bits: the fold keeps several for each car and sector.
@usableFromInline
struct DrivenTime: Equatable, Sendable {
    /// Milliseconds, zero for `none`.
    @usableFromInline let cell: Int32

    @inline(__always)
    init(_ time: Milliseconds) {
        cell = time.narrow
    }

    /// It has not been driven, or not been measured.
    @inline(__always)
    static var none: DrivenTime { DrivenTime(.zero) }

    @inlinable
    var isKnown: Bool { cell != 0 }

    /// Nil where there is none.
    @inlinable
    var time: Milliseconds? { isKnown ? length : nil }

    /// Zero where there is none.
    @inlinable
    var length: Milliseconds { Milliseconds(narrow: cell) }

    /// Less, or the first one.
    @inline(__always)
    func isQuicker(than other: DrivenTime) -> Bool { !other.isKnown || cell < other.cell }
}
