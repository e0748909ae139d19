/// A kind of file: the columns by which it is known, and other names of its columns.
struct ImportForm {
    /// All of them are there.
    let columns: [String]
    /// What is needed of it besides, where that is more.
    var required: [String] = []
    var aliases: [String: [String]] = [:]

    func isFormOf(_ table: Table) -> Bool { columns.allSatisfy(table.has) }

    var named: String { (required.isEmpty ? columns : required).joined(separator: ", ") }
}

/// The files of an import by what they are.
enum ImportFiles {
    /// Finds the file with the laps and the one with the result, by columns that only the one or the other has.
    static func sort(
        _ files: [(name: String, text: String)], laps lapForm: ImportForm, result resultForm: ImportForm, format: String
    ) throws(ImportFault) -> (laps: Table, result: Table?) {
        var laps: Table?
        var result: Table?
        for file in files {
            var table = try Table(file: file.name, text: file.text, aliases: lapForm.aliases)
            let isLaps = lapForm.isFormOf(table)
            if !isLaps { table = try Table(file: file.name, text: file.text, aliases: resultForm.aliases) }
            guard isLaps || resultForm.isFormOf(table) else {
                throw neither(table, lapForm, resultForm, format: format)
            }
            if let earlier = isLaps ? laps : result {
                throw ImportFault(
                    file: file.name, line: table.line,
                    found: "a second file of \(isLaps ? "laps" : "results") after \(earlier.file)",
                    expected: "one of each", remedy: "import one session at a time")
            }
            if isLaps { laps = table } else { result = table }
        }
        guard let laps else {
            throw ImportFault(
                file: files.first?.name ?? "import", line: nil, found: "no file of laps",
                expected: "a file of \(format) with the columns \(lapForm.named)",
                remedy: "name the file of laps too"
            )
        }
        return (laps, result)
    }

    private static func neither(
        _ table: Table, _ laps: ImportForm, _ result: ImportForm, format: String
    ) -> ImportFault {
        let like = (laps.columns + result.columns).compactMap { wanted -> String? in
            guard !table.has(wanted), let like = table.like(wanted) else { return nil }
            return "\"\(like)\" for \(wanted)"
        }
        let near = like.isEmpty ? "" : "names like those wanted are \(like.joined(separator: ", ")): rename them, or "
        return ImportFault(
            file: table.file, line: table.line, found: "the columns \(table.named)",
            expected: "a file of \(format) with the columns \(laps.named) for laps, or \(result.named) for a result",
            remedy: "\(near)name the right files, or import them in their own format")
    }
}
