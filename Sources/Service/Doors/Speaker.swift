package import Rulebook

/// The sender of a request or a command.
package struct Speaker: Hashable, Sendable {
    /// Name of the party in the allow-list, or `local`. The journal has it with each act.
    package let name: String
    /// The roles of the party; nil: it may do everything.
    package let roles: Set<AllowList.Role>?

    package init(name: String, roles: Set<AllowList.Role>?) {
        self.name = name
        self.roles = roles
    }

    /// The speaker at a door without keys: the file of the control socket, or a reader's door on a closed
    /// network.
    package static let local = Speaker(name: "local", roles: nil)

    /// Whether the party has one of these roles.
    package func has(_ any: Set<AllowList.Role>) -> Bool { roles.map { !$0.isDisjoint(with: any) } ?? true }
}
