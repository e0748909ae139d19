import Rulebook

/// What the program has to prove to which a socket of the daemon connects.
package enum FarEnd: Hashable, Sendable {
    /// With keys: to be the party of that name on the allow-list. Nil where the configuration names none.
    case party(String?)
    /// Nothing, also beside keys: a feed that the configuration calls `withoutKey`.
    case anyone
}

extension DaemonConfiguration.Feed {
    /// What its program has to prove.
    var end: FarEnd { withoutKey ? .anyone : .party(key) }
}
