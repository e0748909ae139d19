/// The parties that are let in when the daemon's sockets ask for keys: name, key and roles of each.
public struct AllowList: Hashable, Sendable {
    /// A role: what its party may do.
    public enum Role: String, CaseIterable, Hashable, Sendable {
        /// Sends crossings.
        case feed
        /// Reads the publication and asks.
        case reader
        /// Reads, and gives a timekeeper's commands.
        case timekeeper
        /// Reads, and gives the commands of race control and the stewards.
        case raceControl
        /// Reads, and gives the stewards' decisions.
        case stewards
        /// Reads, and says what television overlays show.
        case graphics
        /// Reads the journal.
        case standby
    }

    /// One party.
    public struct Entry: Hashable, Sendable {
        /// As commands, the journal, the log and the status name it. Never `local`: that is the speaker at the control
        /// socket's file.
        public let name: String
        /// Its public key: 40 characters of Z85.
        public let key: String
        /// Never empty.
        public let roles: Set<Role>

        public init(name: String, key: String, roles: Set<Role>) {
            self.name = name
            self.key = key
            self.roles = roles
        }
    }

    /// In order of the file; names and keys are each there once.
    public let entries: [Entry]

    public init(entries: [Entry]) {
        self.entries = entries
    }

    /// Reads an allow-list (docs/configuration.md, "Allow-list").
    ///
    /// Throws every fault of the file at once.
    public static func load(path: String) throws(Faults) -> AllowList {
        let findings = Findings()
        let list = Page.read(path, into: findings).flatMap { AllowList($0) }
        return try findings.answer(list)
    }

    /// The party of that name.
    public func entry(named name: String) -> Entry? { entries.first { $0.name == name } }
}

extension AllowList {
    private static let keys = ["name", "key", "roles"]

    /// Whether a file is an allow-list: a list of mappings with a key or roles.
    static func isMeant(by field: Field) -> Bool {
        guard field.isListOfMappings, let first = field.list(of: "parties")?.first else { return false }
        return first.keys.contains { ["key", "roles"].contains($0) }
    }

    init?(_ field: Field) {
        var names = Unique<String>()
        var known = Unique<String>()
        guard let fields = field.list(of: "parties", atLeast: 1) else { return nil }
        entries = fields.compactMap { field in
            guard let table = Table(field, keys: Self.keys) else { return nil }
            let name = table.required("name", "the party's name").flatMap { Self.name($0, &names) }
            let key = table.required("key", "the party's public key").flatMap { Self.key($0, &known) }
            let roles = table.required("roles", "what the party may do").flatMap { Self.roles($0) }
            guard let name, let key, let roles else { return nil }
            return Entry(name: name, key: key, roles: roles)
        }
    }

    private static func name(_ field: Field, _ names: inout Unique<String>) -> String? {
        guard let name = field.text("the party's name", longest: 64) else { return nil }
        guard name.utf8.count <= 64, name.unicodeScalars.allSatisfy(isPrintable), name != "local" else {
            field.fault(
                found: field.found, expected: "a name of 1 to 64 bytes that can be shown, other than local",
                remedy: "choose another name")
            return nil
        }
        names.check(name, field, "a name")
        return name
    }

    private static func key(_ field: Field, _ known: inout Unique<String>) -> String? {
        guard let key = field.written, Z85.isKey(key) else {
            field.fault(
                found: field.found, expected: "a public key of 40 characters of Z85",
                remedy: "copy what \"lapwing keys show\" prints, in quotes")
            return nil
        }
        known.check(key, field, "a key")
        return key
    }

    private static func roles(_ field: Field) -> Set<Role>? {
        // An item that is no role is a fault of its own; the set then holds the others.
        guard field.list(of: "roles", atLeast: 1) != nil, let roles: Set<Role> = field.words(of: "roles"),
            !roles.isEmpty
        else { return nil }
        return roles
    }
}

/// The text of a key, as ZeroMQ's RFC 32 has it.
enum Z85 {
    private static let alphabet = Array(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#".utf8)
    private static let values = Dictionary(uniqueKeysWithValues: zip(alphabet, UInt64(0)...))

    /// Whether the text is that of 32 bytes.
    static func isKey(_ text: String) -> Bool {
        let digits = text.utf8.compactMap { values[$0] }
        guard text.utf8.count == 40, digits.count == 40 else { return false }
        return stride(from: 0, to: 40, by: 5).allSatisfy { start in
            digits[start..<start + 5].reduce(0) { $0 * 85 + $1 } <= UInt64(UInt32.max)
        }
    }
}
