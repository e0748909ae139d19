/// The table at the end: faults tried, and losses.
struct Tally {
    private var reports: [FaultKind: [Report]] = [:]

    mutating func add(_ report: Report) {
        var report = report
        // The records are many.
        report.record = []
        reports[report.kind, default: []].append(report)
    }

    var failed: [Report] { reports.values.joined().filter { !$0.findings.isEmpty } }

    var all: [Report] { Array(reports.values.joined()) }

    var text: String {
        var rows = [
            [
                "fault", "runs", "lost", "deltas compared", "as undisturbed", "but for time", "restarts",
                "to serve p50", "max", "taken over",
                "epochs begun", "snapshots", "most MiB", "longest silence",
            ]
        ]
        for kind in FaultKind.allCases {
            if let reports = reports[kind] { rows.append(row(kind.rawValue, reports)) }
        }
        rows.append(row("all", all))
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { place in
                let filling = String(repeating: " ", count: widths[place] - row[place].count)
                return place == 0 ? row[place] + filling : filling + row[place]
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    private func row(_ name: String, _ reports: [Report]) -> [String] {
        let compared = reports.compactMap(\.isAlike)
        let times = reports.flatMap(\.timesToServe).sorted()
        func milliseconds(_ place: Int) -> String { times.isEmpty ? "–" : "\(times[place] / 1000) ms" }
        func sum(_ value: (Report) -> Int) -> String { "\(reports.reduce(0) { $0 + value($1) })" }
        return [
            name, "\(reports.count)", sum(\.findings.count), sum(\.compared),
            compared.isEmpty ? "–" : "\(compared.count(where: { $0 })) of \(compared.count)",
            compared.isEmpty ? "–" : "\(reports.count(where: \.lacksTime))", sum(\.restarts),
            milliseconds(times.count / 2), milliseconds(times.count - 1), sum(\.takeOvers), sum(\.epochs),
            sum(\.snapshots),
            "\(reports.map(\.mostResident).max() ?? 0)",
            "\((reports.map(\.longestSilence).max() ?? 0) / 1000) ms",
        ]
    }
}
