package import Client

/// What goes to NATS, in the order in which it goes.
package enum Carried: Hashable, Sendable {
    /// Kept by the stream.
    case delta(DeltaFrame)
    /// For those who listen now.
    case beat([UInt8])
    /// The whole table, for those who join. One that `startsAnew` stands in the place of deltas that cannot be had any
    /// more: what follows it waits until it is kept.
    case snapshot([UInt8], epoch: UInt64, sequence: UInt64, startsAnew: Bool)
}
