/// What subscribers ask for that no topic of ours can match. libzmq keeps each such prefix, letter by letter, as long
/// as its subscriber is there: some thirty bytes a letter. It looks through all of them whenever a subscriber goes.
/// So a subscriber may have a bounded number of them.
package struct Noise {
    /// Bytes of a connection's prefixes.
    private var bytes: [Int32: Int] = [:]
    private var total = 0

    /// The most of one connection, a thousand prefixes, and of all.
    package static let most = 1 << 14
    package static let mostOfAll = 1 << 17

    package init() {}

    /// Notes a prefix. One that is left counts as well: a subscriber that wanders is new when it comes again.
    /// - Returns: the connection to be cut, if there is too much.
    package mutating func note(_ count: Int, from connection: Int32) -> Int32? {
        bytes[connection, default: 0] += count
        total += count
        if bytes[connection, default: 0] > Self.most { return connection }
        guard total > Self.mostOfAll else { return nil }
        return bytes.max { $0.value < $1.value }?.key
    }

    /// A connection has gone, or is cut.
    package mutating func forget(_ connection: Int32) { total -= bytes.removeValue(forKey: connection) ?? 0 }
}
