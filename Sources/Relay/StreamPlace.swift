/// Where a stream stands with the deltas of a session: what is carried next follows it.
package struct StreamPlace: Hashable, Sendable, Comparable {
    /// The history of the last delta.
    package var epoch: UInt64
    /// The sequence of the last delta.
    package var sequence: UInt64
    /// The number that the stream gave to it.
    package var number: UInt64

    package init(epoch: UInt64, sequence: UInt64, number: UInt64) {
        (self.epoch, self.sequence, self.number) = (epoch, sequence, number)
    }

    /// By the order of the publication: a later epoch comes after all of the one before.
    package static func < (left: StreamPlace, right: StreamPlace) -> Bool {
        (left.epoch, left.sequence) < (right.epoch, right.sequence)
    }
}
