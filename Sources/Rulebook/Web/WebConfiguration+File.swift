import Timing

extension WebConfiguration {
    /// Reads the file (docs/configuration.md, "Board").
    /// - Throws: every fault of it.
    public static func load(path: String) throws(Faults) -> WebConfiguration {
        let findings = Findings()
        let configuration = Page.read(path, into: findings).flatMap { WebConfiguration($0) }
        return try findings.answer(configuration)
    }

    static let keys = [
        "publication", "query", "listen", "publishTo", "key", "serverKey", "show", "classColours", "cupColours",
        "clock", "logo",
        "limits", "logLevel",
    ]

    private enum Clock: String, CaseIterable {
        case hours24 = "24h"
        case hours12 = "12h"
    }

    init?(_ field: Field) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        self.init()
        publication = table["publication"]?.addresses() ?? publication
        query = table["query"]?.addresses() ?? query
        if let listen = table["listen"]?.listening() { (host, port) = listen }
        publishTo = table["publishTo"]?.referredPath()
        key = table["key"]?.referredPath()
        serverKey = table["serverKey"]?.publicKey()
        if (key == nil) != (serverKey == nil) {
            table.place(of: key == nil ? "serverKey" : "key").fault(
                found: key == nil ? "the daemon's key alone" : "a key of our own alone",
                expected: "key and serverKey, or neither",
                remedy: "add \(key == nil ? "key, the path of what lapwing keys new made" : "serverKey, the daemon's")")
        }
        if let show = table["show"].flatMap({ Table($0, keys: ["verdicts", "transponders"]) }) {
            showsVerdicts = show["verdicts"]?.truth() ?? showsVerdicts
            showsTransponders = show["transponders"]?.truth() ?? showsTransponders
        }
        classColours = table["classColours"]?.colours("a class") ?? [:]
        cupColours = table["cupColours"]?.colours("a cup") ?? [:]
        let clock: Clock? = table["clock"]?.word()
        hasTwelveHours = clock == .hours12
        logo = table["logo"]?.referredPath()
        limits = table["limits"].flatMap { Limits($0) } ?? limits
        logLevel = table["logLevel"]?.word() ?? logLevel
    }
}

extension WebConfiguration.Limits {
    init?(_ field: Field) {
        let keys = ["readers", "historyBytes", "readerStall", "questionsPerSecond", "sessions"]
        guard let table = Table(field, keys: keys) else { return nil }
        self.init()
        readers = table["readers"]?.integer(1...1_000_000) ?? readers
        historyBytes = table["historyBytes"]?.bytes(64 << 10...1 << 30) ?? historyBytes
        readerStall = table["readerStall"]?.duration(.seconds(1) ... .minutes(10)) ?? readerStall
        questionsPerSecond = table["questionsPerSecond"]?.integer(1...1000) ?? questionsPerSecond
        sessions = table["sessions"]?.integer(1...100) ?? sessions
    }
}

extension Field {
    /// An address to connect to, or a list of them.
    fileprivate func addresses() -> [String]? {
        guard isList else { return address(binding: false).map { [$0.text] } }
        let fields = list(of: "addresses", atLeast: 1)
        return fields?.compactMap { $0.address(binding: false)?.text }
    }

    /// Host and port to listen at.
    fileprivate func listening() -> (host: String, port: Int)? {
        guard let text = text("an address and a port") else { return nil }
        guard let listen = ListenAddress(text) else {
            fault(
                found: found, expected: "an address and a port from 0 to 65535",
                remedy: "write it like 127.0.0.1:8080 or \"[::]:8080\"")
            return nil
        }
        return (listen.host, listen.port)
    }

    /// 40 characters of Z85.
    fileprivate func publicKey() -> String? {
        guard let text = text("the daemon's public key") else { return nil }
        guard text.utf8.count == 40 else {
            fault(
                found: found, expected: "40 characters of Z85",
                remedy: "write what \"lapwing keys show FILE\" prints on the daemon's machine, between single quotes")
            return nil
        }
        return text
    }

    /// Colours by name.
    fileprivate func colours(_ what: String) -> [String: String]? {
        guard isMapping else {
            fault(found: found, expected: "a colour for each name of \(what)", remedy: "write NAME: \"#2fc3cf\"")
            return nil
        }
        var colours: [String: String] = [:]
        for (name, _, value) in members {
            guard let text = value.text("a colour") else { continue }
            let digits = text.dropFirst()
            guard text.hasPrefix("#"), digits.count == 6, digits.allSatisfy(\.isHexDigit) else {
                value.fault(
                    found: value.found, expected: "# and six hexadecimal digits", remedy: "write it like \"#2fc3cf\"")
                continue
            }
            colours[name] = text
        }
        return colours
    }
}
