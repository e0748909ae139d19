import Timing

/// The entry list against the cups of the series.
struct Crews {
    let cups: [Cup]
    let season: Int?

    func check(_ list: EntryList) {
        guard !cups.isEmpty else { return }
        var nations: [String: Unique<String>] = [:]
        for listed in list.listed {
            guard let cup = cup(of: listed), listed.isCrewSound else { continue }
            if !cup.admits(listed.entry.drivers, season: season) { tell(listed, cup) }
            if cup.oneCarPerNation, let nation = listed.entry.drivers.first?.nation, !nation.isEmpty {
                nations[cup.title, default: Unique()].check(
                    nation, listed.table.place(of: "drivers"), "a nation", nation)
            }
        }
    }

    /// The cup in which it is entered; without one a fault.
    private func cup(of listed: EntryList.Listed) -> Cup? {
        let entry = listed.entry
        if let cup = cups.first(where: { $0.means(entry) }) { return cup }
        let classes = unique(cups.compactMap(\.carClass))
        if !classes.contains(entry.carClass), !cups.contains(where: { $0.carClass == nil }) {
            listed.table.place(of: "class").fault(
                notAmong: classes, entry.carClass, "a class of the series: \(classes.joined(separator: ", "))")
            return nil
        }
        let here = cups.filter { $0.carClass ?? entry.carClass == entry.carClass }
        let names = unique(here.compactMap(\.name)).map { $0.isEmpty ? "\"\"" : $0 }
        let none = here.contains { $0.name == nil } ? ["no cup"] : []
        listed.table.place(of: "cup").fault(
            notAmong: names, entry.cup ?? "", "a cup of \(entry.carClass): \((names + none).joined(separator: ", "))",
            found: entry.cup == nil ? "no cup" : nil, unless: "write one of these")
        return nil
    }

    private func unique(_ words: [String]) -> [String] {
        words.enumerated().filter { !words[..<$0].contains($1) }.map(\.element)
    }

    private func tell(_ listed: EntryList.Listed, _ cup: Cup) {
        let crew = listed.entry.drivers
        for (index, driver) in crew.enumerated() {
            // While a driver's data is unknown, the fault is the driver's; the crew is judged once it is known.
            let needsGrade = cup.crews.contains { !$0.grades.isEmpty }
            let needsBirth = cup.crews.contains { $0.age != nil }
            let needsNation = cup.crews.contains(where: \.sameNation)
            let missing =
                needsGrade && driver.grade == nil
                ? "grade"
                : needsBirth && driver.born == nil
                    ? "year of birth" : needsNation && (driver.nation ?? "").isEmpty ? "nation" : nil
            guard let missing else { continue }
            listed.drivers[index].field.fault(
                found: "a driver of \(cup.title) without a \(missing)", expected: "a \(missing): the cup asks for it",
                remedy: "add the \(missing)")
            return
        }
        let others = cups.filter { other in
            other.carClass ?? listed.entry.carClass == listed.entry.carClass && !other.crews.isEmpty
                && other.name != cup.name && other.admits(crew, season: season)
        }
        listed.table.place(of: "drivers").fault(
            found: told(crew, cup),
            expected: "a crew of \(cup.title): \(cup.crews.map(\.told).joined(separator: "; or "))",
            remedy: (["correct the crew"]
                + others.map { $0.name.map { "enter it in \($0)" } ?? "enter it without a cup" }).joined(
                    separator: ", or "))
    }

    /// `Bronze + Gold`, with what else the cup asks for.
    private func told(_ crew: [Driver], _ cup: Cup) -> String {
        crew.map { driver in
            var words = driver.grade ?? "a driver"
            if cup.crews.contains(where: { $0.age != nil }), let born = driver.born { words += " born \(born)" }
            if cup.crews.contains(where: \.sameNation), let nation = driver.nation { words += " of \(nation)" }
            return words
        }.joined(separator: " + ")
    }
}

extension Field {
    /// Tells of an unknown word, with the nearest known one.
    func fault(
        notAmong known: [String], _ word: String, _ expected: String, found: String? = nil,
        unless remedy: String = "correct it"
    ) {
        let near = nearest(to: word, of: known)
        fault(
            found: found ?? shown(word), expected: expected,
            remedy: near.map { "write \($0)" } ?? remedy)
    }
}
