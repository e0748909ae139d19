/// A fraction, by which times are compared and divided without rounding on the way.
struct Share {
    let of: Int64
    let by: Int64

    /// How many tenths it is, of those that are whole tenths.
    var tenths: Int { Int(10 * of / by) }

    /// The least time that is not less than this share of the whole.
    @inline(__always)
    func least(of whole: Milliseconds) -> Milliseconds { Milliseconds((of * whole.count + by - 1) / by) }

    /// The longest time that is not more than this share of the whole.
    @inline(__always)
    func most(of whole: Milliseconds) -> Milliseconds { Milliseconds(of * whole.count / by) }
}

extension Milliseconds {
    /// It is less than this share of the whole.
    @inline(__always)
    func isLess(than share: Share, of whole: Milliseconds) -> Bool { share.by * count < share.of * whole.count }

    /// It is more than this share of the whole.
    @inline(__always)
    func isMore(than share: Share, of whole: Milliseconds) -> Bool { share.by * count > share.of * whole.count }

    /// That part of it which `part` is of `whole`. In full width: a clock may be wrong by centuries.
    func part(_ part: Milliseconds, of whole: Milliseconds) -> Milliseconds {
        Milliseconds(whole.count.dividingFullWidth(count.multipliedFullWidth(by: part.count)).quotient)
    }
}
