import Timing

/// Tells every fault of a file of Lapwing's and of the files it refers to; nothing when it can be used.
///
/// Which of the kinds it is (configuration of the daemon or of lapwing-web, event, circuit, series, entry list,
/// starting order or allow-list) is seen from its keys.
public func check(path: String) -> [Fault] { findings(path: path).faults }

/// What is found in a file and in the files it refers to.
func findings(path: String) -> Findings {
    let findings = Findings(demandsShown: true)
    if EntryList.isTable(path) {
        _ = EntryList(table: path, findings)
        return findings
    }
    guard let field = Page.read(path, into: findings) else { return findings }
    if StartingOrder.isMeant(by: field) {
        _ = StartingOrder.read(field)
        return findings
    }
    if AllowList.isMeant(by: field) {
        _ = AllowList(field)
        return findings
    }
    if field.isList {
        _ = EntryList(field)
        return findings
    }
    switch FileKind.of(field) {
    case .daemon: _ = DaemonConfiguration(field)
    case .event: _ = Event(field)
    case .circuit: _ = Circuit(field)
    case .series: _ = Series(field)
    case .web: _ = WebConfiguration(field)
    case nil:
        field.fault(
            found: "none of the keys that tell what a file is",
            expected: "a file of Lapwing's: "
                + FileKind.allCases.map { "\($0.name) (\($0.keys.joined(separator: ", ")))" }.joined(
                    separator: "; "),
            remedy: "check that this is the file you mean")
    }
    return findings
}

/// The kind of a file, seen from its keys.
enum FileKind: CaseIterable {
    case daemon, event, circuit, series, web

    var keys: [String] {
        switch self {
        case .daemon: DaemonConfiguration.keys
        case .event: Event.keys
        case .circuit: Circuit.keys
        case .series: Series.keys
        case .web: WebConfiguration.keys
        }
    }

    var name: String {
        switch self {
        case .daemon: "daemon configuration"
        case .event: "event"
        case .circuit: "circuit"
        case .series: "series"
        case .web: "configuration of lapwing-web"
        }
    }

    /// The kind that shares most keys with the file; a misspelt key counts half.
    static func of(_ field: Field) -> FileKind? {
        // A file of ours has no more.
        let keys = field.keys.prefix(500)
        let ranked = allCases.map { kind in
            (
                kind: kind,
                score: keys.reduce(0) { score, key in
                    score + (kind.keys.contains(key) ? 2 : nearest(to: key, of: kind.keys) == nil ? 0 : 1)
                }
            )
        }
        guard let best = ranked.map(\.score).max(), best > 0 else { return nil }
        return ranked.first { $0.score == best }?.kind
    }
}
