import Timing

extension DaemonConfiguration {
    /// A feed, with the places in the file that later checks need.
    struct ReadFeed {
        static let keys = ["name", "connect", "recovery", "key", "withoutKey"]

        let feed: Feed
        let address: Address
        let field: Field
    }

    /// - Parameters:
    ///   - asked: keys are given.
    ///   - parties: the allow-list, where it can be read.
    static func feeds(_ fields: [Field], asked: Bool, _ parties: AllowList?) -> [ReadFeed] {
        var names = Unique<String>()
        var addresses = Unique<Address>()
        return fields.compactMap { field in
            guard let table = Table(field, keys: ReadFeed.keys) else { return nil }
            let nameField = table.required("name", "the feed's name")
            let name = nameField?.text("the feed's name")
            if let name, let nameField {
                names.check(name, nameField, "a feed's name")
            }
            let connect = table.required("connect", "the address of the feed's PUB socket")
            let address = connect?.address(binding: false)
            if let address, let connect {
                addresses.check(address, connect, "an address")
            }
            let recovery = table["recovery"]?.address(binding: false)
            if let recovery, recovery == address {
                table["recovery"]?.fault(
                    found: shown(recovery.text), expected: "another address than connect",
                    remedy: "write the address of the feed's ROUTER socket, or remove the key")
            }
            let isRemote = [address, recovery].contains { $0?.isRemote ?? false }
            let withoutKey = table["withoutKey"]?.truth() ?? false
            let key =
                withoutKey ? nil : table.party("key", .feed, isNeeded: asked && isRemote, asked: asked, parties)
            if withoutKey { allowWithoutKey(table, [(connect, address), (table["recovery"], recovery)], asked: asked) }
            guard let name, let address, let connect else { return nil }
            let feed = Feed(
                name: name, connect: address.text, recovery: recovery?.text, key: key, withoutKey: withoutKey)
            return ReadFeed(feed: feed, address: address, field: connect)
        }
    }

    /// A feed without a key beside others that prove theirs: who reaches its line sends crossings. So the line may not
    /// be one that strangers reach.
    private static func allowWithoutKey(_ table: Table, _ ends: [(field: Field?, address: Address?)], asked: Bool) {
        if !asked, let field = table["withoutKey"] {
            field.fault(
                found: field.found, expected: "keys that this feed is to be without",
                remedy: "add the key keys, or remove this one: without keys no feed proves one")
        }
        if let key = table["key"] {
            key.fault(
                found: key.found, expected: "no key beside withoutKey",
                remedy: "remove withoutKey, for a feed that has a key is to prove it; or remove this one")
        }
        for end in ends {
            guard let field = end.field, let address = end.address, !address.isPrivate else { continue }
            field.fault(
                found: shown(address.text),
                expected: "beside withoutKey an address of this machine or of a private line: ipc://path, or a number "
                    + "of 127.0.0.0/8, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16, ::1, fc00::/7 or "
                    + "fe80::/10",
                remedy: address.isNumber
                    ? "strangers may speak there: give the feed a key, and its name as key in place of withoutKey"
                    : "write the number, as 127.0.0.1 for localhost: a name may lead elsewhere tomorrow; or give the "
                        + "feed a key, and its name as key in place of withoutKey")
        }
    }

    /// The pair with the places that later checks need.
    struct ReadPair {
        let pair: Pair
        let listen: Address
        let listenField: Field
        let peer: Address
        let peerField: Field

        init?(_ field: Field, asked: Bool, _ parties: AllowList?) {
            guard let table = Table(field, keys: ["role", "listen", "peer", "goneAfter", "key"]) else { return nil }
            let role: Pair.Role? = table.required("role", "primary or standby")?.word()
            let listenField = table.required("listen", "the address of this daemon's journal socket")
            let listen = listenField?.address(binding: true)
            let peerField = table.required("peer", "the address of the other daemon's journal socket")
            let peer = peerField?.address(binding: false)
            let gone = table["goneAfter"]?.duration(Milliseconds(500) ... .minutes(10))
            let key = table.party(
                "key", .standby, isNeeded: asked && peer?.isRemote ?? false, asked: asked, parties)
            guard let role, let listen, let listenField, let peer, let peerField else { return nil }
            var pair = Pair(role: role, listen: listen.text, peer: peer.text, key: key)
            pair.goneAfter = gone ?? pair.goneAfter
            self.pair = pair
            self.listen = listen
            self.listenField = listenField
            self.peer = peer
            self.peerField = peerField
        }
    }

    /// Both files of `keys`.
    struct Parties {
        let keys: Keys
        /// Nil where the allow-list has faults.
        let list: AllowList?

        init?(_ field: Field) {
            guard let table = Table(field, keys: ["own", "allowed"]) else { return nil }
            let own = table.required("own", "the path of the daemon's secret key")?.referredPath()
            let allowedField = table.required("allowed", "the path of the allow-list")
            let allowed = allowedField?.referredPath()
            let before = field.findings.faults.count
            let read = allowedField?.referred.flatMap { AllowList($0) }
            guard let own, let allowed else { return nil }
            keys = Keys(own: own, allowed: allowed)
            list = field.findings.faults.count == before ? read : nil
        }
    }
}

extension Table {
    /// The name of a party of the allow-list that has a role.
    fileprivate func party(
        _ key: String, _ role: AllowList.Role, isNeeded: Bool, asked: Bool, _ parties: AllowList?
    ) -> String? {
        let what = "the name of a party of the allow-list with the role \(role.rawValue)"
        guard let field = isNeeded ? required(key, what) : self[key] else { return nil }
        guard isNeeded else {
            field.fault(
                found: field.found, expected: asked ? "a tcp address beside it" : "keys to look it up in",
                remedy: asked ? "remove it, for an ipc address asks for no key" : "add the key keys, or remove this one"
            )
            return nil
        }
        guard let name = field.text(what) else { return nil }
        guard let parties else { return name }
        let able = parties.entries.filter { $0.roles.contains(role) }.map(\.name)
        guard able.contains(name) else {
            let near = nearest(to: name, of: able).map { "write \($0)" }
            let hasOtherRole = parties.entry(named: name) != nil
            field.fault(
                found: field.found + (hasOtherRole ? ", which has not that role" : ""), expected: what,
                remedy: hasOtherRole
                    ? "add \(role.rawValue) to its roles" : near ?? "add the party to the allow-list")
            return nil
        }
        return name
    }
}

extension Address {
    /// Whether it can be reached from another machine or user: a file is guarded by its mode.
    var isRemote: Bool {
        if case .tcp = place { true } else { false }
    }
}
