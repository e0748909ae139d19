import Timing

extension Field {
    /// One list for all races, or lists by the length of the race, the shortest first.
    func byLength<Item>(_ key: String, _ read: (Field) -> [Item]?) -> [(Milliseconds?, [Item])]? {
        guard isListOfMappings else { return read(self).map { [(nil, $0)] } }
        var bands: [(upTo: Milliseconds?, items: [Item])] = []
        for item in list(of: key) ?? [] {
            guard let table = Table(item, keys: ["raceUpTo", key]) else { continue }
            let limit = table["raceUpTo"]?.duration(Limits.period)
            if let last = bands.last, last.upTo.map({ upTo in limit.map { $0 <= upTo } ?? false }) ?? true {
                item.fault(
                    found: limit?.written ?? "no raceUpTo",
                    expected: last.upTo.map { "races longer than \($0.written)" } ?? "nothing after that for all races",
                    remedy: "write them in the order of the races' length, the one without raceUpTo last")
            }
            guard let items = table.required(key, "the \(key) of such races").flatMap(read) else { continue }
            bands.append((limit, items))
        }
        return bands
    }
}

/// Lists by the length of the race, as `byLength` reads them.
func writtenByLength(_ bands: [(upTo: Milliseconds?, items: [String])], _ key: String) -> String {
    let lists = bands.map { "[\($0.items.joined(separator: ", "))]" }
    if bands.count == 1, bands.first?.upTo == nil { return lists.first ?? "[]" }
    return "["
        + zip(bands, lists).map { band, list in
            "{\(band.upTo.map { "raceUpTo: \($0.written), " } ?? "")\(key): \(list)}"
        }.joined(separator: ", ") + "]"
}
