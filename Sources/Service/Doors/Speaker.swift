package import Rulebook

/// Who sends a request or a command.
package struct Speaker: Hashable, Sendable {
    /// Name of the party in the allow-list, or `local`. The journal has it with each act.
    package let name: String
    /// What the party may do; nil: everything.
    package let roles: Set<AllowList.Role>?

    package init(name: String, roles: Set<AllowList.Role>?) {
        self.name = name
        self.roles = roles
    }

    /// Whoever opens a door that asks for no key: the file of the control socket, or a reader's door on a network of
    /// one's own.
    package static let local = Speaker(name: "local", roles: nil)

    /// Whether one of these roles is the party's.
    package func has(_ any: Set<AllowList.Role>) -> Bool { roles.map { !$0.isDisjoint(with: any) } ?? true }
}
