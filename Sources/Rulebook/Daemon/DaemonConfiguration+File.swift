import Timing

extension DaemonConfiguration {
    /// Reads the daemon's file (docs/configuration.md, "Daemon") and checks the event that it names.
    ///
    /// Throws every fault of its own file, of the event's and of the files that the event refers to, so that
    /// one start tells everything to mend; among them a session that the event does not have.
    public static func load(path: String) throws(Faults) -> DaemonConfiguration {
        let findings = Findings()
        let configuration = Page.read(path, into: findings).flatMap { DaemonConfiguration($0) }
        return try findings.answer(configuration)
    }

    static let keys = [
        "event", "session", "feeds", "publication", "query", "control", "controlMode", "keys", "journal", "pair",
        "limits", "feedSilentAfter", "logLevel",
    ]

    /// Reads a configuration and its event, to start with, and says every fault of all files, as `check` does.
    public static func start(path: String) throws(Faults) -> (configuration: DaemonConfiguration, event: Event) {
        let findings = Findings(demandsShown: true)
        let field = Page.read(path, into: findings)
        guard let field, FileKind.of(field) == .daemon else {
            // It says what the file is instead.
            let faults = findings.faults.isEmpty ? check(path: path) : findings.faults
            if !faults.isEmpty { throw Faults(faults: faults) }
            let configuration = try load(path: path)
            return (configuration, try Event.load(path: configuration.event))
        }
        let (configuration, event) = read(field)
        return (try findings.answer(configuration), try findings.answer(event))
    }

    init?(_ field: Field) {
        guard let read = Self.read(field).configuration else { return nil }
        self = read
    }

    private static func read(_ field: Field) -> (configuration: DaemonConfiguration?, event: Event?) {
        guard let table = Table(field, keys: Self.keys) else { return (nil, nil) }
        let eventField = table.required("event", "the path of the event's file")
        let event = eventField?.referredPath()
        let session = table["session"]?.sessionID()
        let parties = table["keys"].flatMap { Parties($0) }
        let fields = table.required("feeds", "the list of feeds")?.list(of: "feeds", atLeast: 1)
        let feeds = fields.map { Self.feeds($0, asked: table["keys"] != nil, parties?.list) }
        let standard = DaemonConfiguration(event: "", feeds: [])
        let pair = table["pair"].flatMap { ReadPair($0, asked: table["keys"] != nil, parties?.list) }
        let bound = Self.bound(table, standard, pair)
        Self.refuseSelf((feeds ?? []).map { ($0.address, $0.field, "a feed") }, bound)
        Self.refuseSelf(pair.map { [($0.peer, $0.peerField, "the other daemon")] } ?? [], bound)
        let mode = Self.controlMode(table, bound["control"])
        if let pair, case .tcp = pair.listen.place, table["keys"] == nil {
            pair.listenField.fault(
                found: shown(pair.listen.text), expected: "an ipc address, or keys beside pair",
                remedy: "add the key keys and the other's name as pair.key: without them anybody could copy the "
                    + "journal, or say that the session is his")
        }
        let journal = table["journal"].flatMap { Journal($0) } ?? Journal()
        let limits = table["limits"].flatMap { Limits($0) } ?? Limits()
        let silent = table["feedSilentAfter"]?.duration(Milliseconds(100) ... .minutes(60))
        let level: LogLevel? = table["logLevel"]?.word()
        let announced = event == nil ? nil : eventField?.referred.flatMap { Event($0) }
        if let announced, let session { Self.checkSession(session, table["session"], announced) }
        guard let event, let feeds else { return (nil, announced) }
        let configuration = DaemonConfiguration(
            event: event, session: session, feeds: feeds.map(\.feed),
            publication: bound["publication"]?.text ?? standard.publication,
            query: bound["query"]?.text ?? standard.query,
            control: bound["control"]?.text ?? standard.control, controlMode: mode ?? .owner,
            keys: parties?.keys, journal: journal, pair: pair?.pair, limits: limits,
            feedSilentAfter: silent ?? standard.feedSilentAfter, logLevel: level ?? standard.logLevel)
        return (configuration, announced)
    }

    private static func checkSession(_ session: String, _ field: Field?, _ event: Event) {
        let ids = event.sessions.map(\.id)
        if !ids.contains(session) {
            field?.fault(
                found: shown(session), expected: "a session of the event: \(ids.joined(separator: ", "))",
                remedy: nearest(to: session, of: ids).map { "write \($0)" } ?? "write one of these")
        }
    }

    /// The addresses that are bound, after checking that no two sockets share one, stated or not.
    private static func bound(
        _ table: Table, _ standard: DaemonConfiguration, _ pair: ReadPair?
    ) -> [String: Address] {
        let usual = [
            ("publication", standard.publication), ("query", standard.query), ("control", standard.control),
        ]
        var bound: [String: Address] = [:]
        for (key, text) in usual {
            bound[key] = table[key].map { $0.address(binding: true) } ?? Address(usual: text)
        }
        bound["pair.listen"] = pair?.listen
        let keys = usual.map(\.0) + ["pair.listen"]
        let fields = keys.map { $0 == "pair.listen" ? pair?.listenField : table[$0] }
        for (index, key) in keys.enumerated() {
            for (place, earlier) in keys.enumerated().prefix(index) {
                if let own = bound[key], let other = bound[earlier], own.collides(with: other) {
                    (fields[index] ?? fields[place])?.fault(
                        found: shown((fields[index] == nil ? other : own).text),
                        expected: "an address of its own for each of publication, query and control"
                            + (pair == nil ? "" : ", and for pair.listen"),
                        remedy: "change this one, for \(fields[index] == nil ? key : earlier) has it already")
                }
            }
        }
        return bound
    }

    /// Each command needs a known speaker: by its key, or because only it can open the file.
    private static func controlMode(_ table: Table, _ control: Address?) -> ControlMode? {
        let mode: ControlMode? = table["controlMode"]?.word()
        guard case .tcp = control?.place else { return mode }
        if table["keys"] == nil {
            table["control"]?.fault(
                found: shown(control?.text ?? ""), expected: "an ipc address, or keys beside it",
                remedy: "write ipc:///run/lapwing/control, whose file others cannot open, or add the key keys")
        }
        table["controlMode"]?.fault(
            found: table["controlMode"]?.found ?? "", expected: "an ipc address as control, whose file has a mode",
            remedy: "remove the key, for a tcp address has none")
        return nil
    }

    /// A socket that connects to one of the daemon's own would hear the daemon itself.
    private static func refuseSelf(
        _ connected: [(address: Address, field: Field, what: String)], _ bound: [String: Address]
    ) {
        for one in connected {
            if let own = bound.sorted(by: { $0.key < $1.key }).first(where: { $0.value.place == one.address.place }) {
                one.field.fault(
                    found: shown(one.address.text), expected: "the address of \(one.what)",
                    remedy: "change this one or \(own.key), which Lapwing binds there itself")
            }
        }
    }
}

extension Address {
    /// One of the standard addresses: `tcp://127.0.0.1:port`, or an ipc one.
    fileprivate init?(usual text: String) {
        if text.hasPrefix("ipc://") {
            self.init(text: text, place: .ipc(String(text.dropFirst(6))))
            return
        }
        guard let port = text.split(separator: ":").last.flatMap({ Int($0) }) else { return nil }
        self.init(text: text, place: .tcp(host: "127.0.0.1", port: port))
    }
}
