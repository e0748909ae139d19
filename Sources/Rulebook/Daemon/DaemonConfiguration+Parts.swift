public import Timing

extension DaemonConfiguration {
    /// Where every input is kept before anything that follows from it is published.
    public struct Journal: Hashable, Sendable {
        /// The folder, below which each event and session has its own. Nil when the file does not say: then the
        /// service manager's state directory, if there is one, and otherwise no journal.
        public var directory: String?
        /// The longest that a written input may wait to be safe from a power cut.
        public var sync: Milliseconds
        /// Bytes after which a new segment begins.
        public var segment: Int
        /// Bytes that may wait while the disk takes nothing.
        public var backlog: Int

        public init(
            directory: String? = nil, sync: Milliseconds = Milliseconds(20), segment: Int = 16 << 20,
            backlog: Int = 64 << 20
        ) {
            self.directory = directory
            self.sync = sync
            self.segment = segment
            self.backlog = backlog
        }
    }

    /// The other daemon of a pair: one times, one stands by.
    public struct Pair: Hashable, Sendable {
        /// The role of this one when both are there.
        public enum Role: String, CaseIterable, Hashable, Sendable {
            case primary, standby
        }

        public var role: Role
        /// Address that this daemon's journal socket binds.
        public var listen: String
        /// Address of the other's journal socket.
        public var peer: String
        /// Silence after which the other is called gone.
        public var goneAfter: Milliseconds
        /// Name of the allow-list's entry whose key the other proves; nil without keys.
        public var key: String?

        public init(
            role: Role, listen: String, peer: String, goneAfter: Milliseconds = .seconds(3), key: String? = nil
        ) {
            self.role = role
            self.listen = listen
            self.peer = peer
            self.goneAfter = goneAfter
            self.key = key
        }
    }

    /// The daemon's own key, and its allow-list.
    public struct Keys: Hashable, Sendable {
        /// Path of the daemon's secret key.
        public var own: String
        /// Path of the allow-list.
        public var allowed: String

        public init(own: String, allowed: String) {
            self.own = own
            self.allowed = allowed
        }
    }

    /// The users that may open the control socket's file.
    public enum ControlMode: String, CaseIterable, Hashable, Sendable {
        /// The daemon's user alone.
        case owner
        /// The daemon's user and group.
        case group

        /// As chmod(1) has it.
        public var permissions: UInt32 { self == .owner ? 0o600 : 0o660 }
    }
}
