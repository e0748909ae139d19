package import NATS

/// Where a relay carries a session, and how.
package struct RelayOptions: Hashable, Sendable {
    package var nats: NATSOptions
    package var stream: String
    /// The word for the meeting in subjects.
    package var meeting: String
    /// Seconds between two snapshots.
    package var snapshotSeconds: Int
    /// Bytes of deltas that the stream keeps, where the relay makes it.
    package var mostBytes: Int64
    /// Servers of a cluster that keep the stream, where the relay makes it.
    package var replicas: Int

    package init(
        nats: NATSOptions, stream: String, meeting: String, snapshotSeconds: Int, mostBytes: Int64, replicas: Int
    ) {
        (self.nats, self.stream, self.meeting) = (nats, stream, meeting)
        (self.snapshotSeconds, self.mostBytes, self.replicas) = (snapshotSeconds, mostBytes, replicas)
    }
}
