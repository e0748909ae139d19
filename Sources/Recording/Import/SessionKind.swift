import Timing

/// What a session was run for, as far as its files show it.
enum SessionKind {
    /// As told; else by the columns of the result sheet, and of practice and qualifying by the name of a file or by how
    /// long the cars ran.
    static func found(
        _ told: Session.Kind?, sheet: Table?, laps: Table, cars: [CarRows], notes: inout [String]
    ) -> Session.Kind {
        if let told { return told }
        let names = [sheet?.file, laps.file].compactMap(\.self)
        guard let sheet, BestLapSheet.isOfBestLaps(sheet), !isOfTotals(sheet, cars) else {
            if sheet == nil {
                let named = named(names)
                let said = named.map { "The name of the file says \($0.rawValue), but without" } ?? "Without"
                notes.append(
                    "\(said) a result sheet the session is read as a race: --kind \((named ?? .practice).rawValue)"
                        + "\(named == nil ? " or qualifying" : "") reads it as that.")
            }
            return .race
        }
        let kind = named(names) ?? (isShort(cars) ? .qualifying : .practice)
        notes.append(
            "\(sheet.file):\(sheet.line): the sheet is one of best laps, so the session is no race. It is taken as "
                + "\(kind.rawValue), by \(named(names) == nil ? "how long the cars ran" : "the names of the files"); "
                + "--kind says otherwise.")
        return kind
    }

    /// The times of the sheet are those at which the cars finished.
    private static func isOfTotals(_ sheet: Table, _ cars: [CarRows]) -> Bool {
        let times = Dictionary(sheet.rows.map { ($0["NUMBER"], ClockText.milliseconds($0["TIME"])) }) { first, _ in
            first
        }
        var totals = 0
        var laps = 0
        for car in cars where car.rows.count > 1 {
            guard let time = times[car.number].flatMap({ $0 }) else { continue }
            if car.rows.last.flatMap({ ClockText.milliseconds($0.row["ELAPSED"]) }) == time { totals += 1 }
            if car.rows.contains(where: { ClockText.milliseconds($0.row["LAP_TIME"]) == time }) { laps += 1 }
        }
        return totals > laps
    }

    private static func named(_ files: [String]) -> Session.Kind? {
        files.lazy.compactMap { ofFile($0) }.first { $0 != .race }
    }

    /// The kind that the name of a file says.
    static func ofFile(_ path: String) -> Session.Kind? {
        named(String(path.split(separator: "/").last ?? ""))
    }

    /// The kind that the name of a session says; a qualifying race is a race.
    static func named(_ name: String) -> Session.Kind? {
        let name = name.lowercased()
        if ["race", "rennen", "course", "heat", "feature", "enduro"].contains(where: name.contains) { return .race }
        if ["qual", "pole", "zeittraining", "chrono"].contains(where: name.contains) { return .qualifying }
        let words = ["prac", "warm", "test", "session", "training", "fp1", "fp2", "fp3", "familiari", "essais"]
        return words.contains(where: name.contains) ? .practice : nil
    }

    /// Qualifying lets a car run for a quarter of an hour; practice is longer.
    private static func isShort(_ cars: [CarRows]) -> Bool {
        let most = Milliseconds.minutes(20)
        return cars.allSatisfy { car in
            guard let first = car.rows.first?.row, let last = car.rows.last?.row,
                let began = ClockText.milliseconds(first["ELAPSED"]),
                let ended = ClockText.milliseconds(last["ELAPSED"])
            else { return true }
            return ended - began <= most
        }
    }
}
