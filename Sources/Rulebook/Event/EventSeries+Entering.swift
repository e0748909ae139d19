public import Timing

/// A single entry against the series: what the reading of the whole list tells with its places in the file.
extension EventSeries {
    /// What the series does not allow of an entry.
    public struct Complaint: Hashable, Sendable {
        /// `class`, `cup` or `drivers`.
        public let part: String
        /// What was found, in words.
        public let found: String
        /// What is allowed, in words.
        public let expected: String
        /// What to do, in words.
        public let remedy: String
    }

    /// The first thing that the series does not allow of an entry; nil where there is none. `others` are the entries
    /// beside it: where the series names no classes theirs are the known ones.
    public func complaint(about entry: Entry, beside others: [Entry]) -> Complaint? {
        if cups.isEmpty {
            let known = Self.unique(others.map(\.carClass))
            if known.isEmpty || known.contains(entry.carClass) { return nil }
            return Self.complaint("class", entry.carClass, among: known, "a class of the entry list")
        }
        if let cup = cups.first(where: { $0.means(entry) }) { return complaint(about: entry, in: cup, others) }
        let classes = Self.unique(cups.compactMap(\.carClass))
        if !classes.contains(entry.carClass), !cups.contains(where: { $0.carClass == nil }) {
            return Self.complaint("class", entry.carClass, among: classes, "a class of the series")
        }
        let here = cups.filter { $0.carClass ?? entry.carClass == entry.carClass }
        let names = Self.unique(here.compactMap(\.name)) + (here.contains { $0.name == nil } ? ["no cup"] : [])
        return Self.complaint("cup", entry.cup ?? "no cup", among: names, "a cup of \(entry.carClass)")
    }

    private func complaint(about entry: Entry, in cup: Cup, _ others: [Entry]) -> Complaint? {
        if cup.oneCarPerNation, let nation = entry.drivers.first?.nation, !nation.isEmpty,
            let other = others.first(where: { cup.means($0) && $0.drivers.first?.nation == nation })
        {
            return Complaint(
                part: "drivers", found: "a crew of \(nation), as car \(other.number) has",
                expected: "one car of \(cup.title) for each nation", remedy: "correct the crew, or the other entry")
        }
        if cup.admits(entry.drivers, season: season) { return nil }
        let crew = entry.drivers.map { driver in
            var words = driver.grade ?? "a driver without a grade"
            if cup.crews.contains(where: { $0.age != nil }) {
                words += driver.born.map { " born \($0)" } ?? " without a year of birth"
            }
            if cup.crews.contains(where: \.sameNation) { words += " of \(driver.nation ?? "no nation")" }
            return words
        }
        let open = cups.filter { other in
            other.carClass ?? entry.carClass == entry.carClass && !other.crews.isEmpty && other.name != cup.name
                && other.admits(entry.drivers, season: season)
        }
        let elsewhere = open.map { $0.name.map { "enter it in \($0)" } ?? "enter it without a cup" }
        return Complaint(
            part: "drivers", found: crew.joined(separator: " + "),
            expected: "a crew of \(cup.title): \(cup.crews.map(\.told).joined(separator: "; or "))",
            remedy: (["correct the crew"] + elsewhere).joined(separator: ", or "))
    }

    private static func complaint(
        _ part: String, _ word: String, among known: [String], _ what: String
    ) -> Complaint {
        let shown = known.map { $0.isEmpty ? "\"\"" : $0 }
        return Complaint(
            part: part, found: "\"\(word)\"", expected: "\(what): \(shown.joined(separator: ", "))",
            remedy: nearest(to: word, of: known).map { "write \($0)" } ?? "write one of these")
    }

    private static func unique(_ words: [String]) -> [String] {
        words.enumerated().filter { !words[..<$0].contains($1) }.map(\.element)
    }
}
