import Timing

extension DaemonConfiguration {
    /// Reads the daemon's file (docs/configuration.md, "Daemon") and checks the event that it names.
    ///
    /// Throws every fault of its own file, of the event's and of the files that the event refers to, so that
    /// one start tells all there is to mend; among them a session that the event does not have.
    public static func load(path: String) throws(Faults) -> DaemonConfiguration {
        let findings = Findings()
        let configuration = Page.read(path, into: findings).flatMap { DaemonConfiguration($0) }
        return try findings.answer(configuration)
    }

    static let keys = [
        "event", "session", "feeds", "publication", "query", "control", "limits", "feedSilentAfter",
        "logLevel",
    ]

    init?(_ field: Field) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        let eventField = table.required("event", "the path of the event's file")
        let event = eventField?.referredPath()
        let session = table["session"]?.sessionID()
        let fields = table.required("feeds", "the list of feeds")?.list(of: "feeds", atLeast: 1)
        let feeds = fields.map { Self.feeds($0) }
        let standard = DaemonConfiguration(event: "", feeds: [])
        let bound = Self.bound(table, standard)
        Self.refuseSelf(feeds ?? [], bound)
        let limits = table["limits"].flatMap { Limits($0) } ?? Limits()
        let silent = table["feedSilentAfter"]?.duration(Milliseconds(100) ... .minutes(60))
        let level = table["logLevel"]?.choice(of: LogLevel.allCases.map(\.rawValue))
            .flatMap(LogLevel.init(rawValue:))
        if event != nil, let announced = eventField?.referred.flatMap({ Event($0) }), let session {
            Self.checkSession(session, table["session"], announced)
        }
        guard let event, let feeds else { return nil }
        self.init(
            event: event, session: session, feeds: feeds.map(\.feed),
            publication: bound["publication"]?.text ?? standard.publication,
            query: bound["query"]?.text ?? standard.query,
            control: bound["control"]?.text ?? standard.control,
            limits: limits, feedSilentAfter: silent ?? standard.feedSilentAfter,
            logLevel: level ?? standard.logLevel)
    }

    private static func checkSession(_ session: String, _ field: Field?, _ event: Event) {
        let ids = event.sessions.map(\.id)
        if !ids.contains(session) {
            field?.fault(
                found: shown(session), expected: "a session of the event: \(ids.joined(separator: ", "))",
                remedy: nearest(to: session, of: ids).map { "write \($0)" } ?? "write one of these")
        }
    }

    /// The addresses that are stated, after checking that the three sockets do not share one, stated or not.
    private static func bound(_ table: Table, _ standard: DaemonConfiguration) -> [String: Address] {
        let usual = [
            ("publication", standard.publication), ("query", standard.query), ("control", standard.control),
        ]
        var bound: [String: Address] = [:]
        for (key, text) in usual {
            bound[key] = table[key].map { $0.address(binding: true) } ?? Address(usual: text)
        }
        for (index, (key, _)) in usual.enumerated() {
            for (earlier, _) in usual.prefix(index) {
                if let own = bound[key], let other = bound[earlier], own.collides(with: other) {
                    (table[key] ?? table[earlier])?.fault(
                        found: shown((table[key] == nil ? other : own).text),
                        expected: "an address of its own for each of publication, query and control",
                        remedy: "change this one, for \(table[key] == nil ? key : earlier) has it already")
                }
            }
        }
        return bound
    }
}

extension DaemonConfiguration {
    private struct Written {
        let feed: Feed
        let address: Address
        let field: Field
    }

    private static func feeds(_ fields: [Field]) -> [Written] {
        var names = Unique<String>()
        var addresses = Unique<Address>()
        return fields.compactMap { field in
            guard let table = Table(field, keys: ["name", "connect", "recovery"]) else { return nil }
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
            guard let name, let address, let connect else { return nil }
            let feed = Feed(name: name, connect: address.text, recovery: recovery?.text)
            return Written(feed: feed, address: address, field: connect)
        }
    }

    /// A feed that is one of the daemon's own sockets would hear the daemon itself.
    private static func refuseSelf(_ feeds: [Written], _ bound: [String: Address]) {
        for feed in feeds {
            if let own = bound.sorted(by: { $0.key < $1.key }).first(where: {
                $0.value.place == feed.address.place
            }) {
                feed.field.fault(
                    found: shown(feed.address.text), expected: "the address of a feed",
                    remedy: "change this one or \(own.key), which Lapwing binds there itself")
            }
        }
    }
}

extension DaemonConfiguration.Limits {
    private static let keys = [
        "messageBytes", "feedQueue", "publicationQueue", "historyBytes", "unknownTransponders",
    ]

    fileprivate init?(_ field: Field) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        self.init()
        messageBytes = table["messageBytes"]?.bytes(1 << 10...256 << 20) ?? messageBytes
        feedQueue = table["feedQueue"]?.integer(1...100_000_000) ?? feedQueue
        publicationQueue = table["publicationQueue"]?.integer(1...100_000_000) ?? publicationQueue
        historyBytes = table["historyBytes"]?.bytes(1 << 10...64 << 30) ?? historyBytes
        unknownTransponders = table["unknownTransponders"]?.integer(1...1_000_000) ?? unknownTransponders
    }
}

extension Field {
    /// A size: a number of bytes, or of KiB, MiB or GiB.
    fileprivate func bytes(_ range: ClosedRange<Int>) -> Int? {
        let expected = "a size from \(range.lowerBound) to \(range.upperBound) bytes"
        let units = ["": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30]
        let text = written ?? ""
        let digits = text.prefix(while: isDigit)
        guard digits.count <= 12, let unit = units[String(text.dropFirst(digits.count).drop { $0 == " " })],
            let number = wholeNumber(String(digits))
        else {
            fault(found: found, expected: expected, remedy: "write it like 65536, 512 KiB or 64 MiB")
            return nil
        }
        let (bytes, overflows) = number.multipliedReportingOverflow(by: unit)
        guard !overflows, range.contains(bytes) else {
            fault(found: found, expected: expected, remedy: "choose a size in this range")
            return nil
        }
        return bytes
    }
}

extension Address {
    /// One of the standard addresses, all of which are `tcp://127.0.0.1:port`.
    fileprivate init?(usual text: String) {
        guard let port = text.split(separator: ":").last.flatMap({ Int($0) }) else { return nil }
        self.init(text: text, place: .tcp(host: "127.0.0.1", port: port))
    }
}
