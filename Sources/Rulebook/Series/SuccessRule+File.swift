import Timing

/// The success penalties of a series, read from a file and written (docs/configuration.md, "Series").
extension SuccessRule {
    static let keys = ["times", "absent"]

    init?(_ field: Field) {
        guard let table = Table(field, keys: Self.keys) else { return nil }
        let absent: Absent? = table["absent"].map { $0.word() } ?? .lapse
        let bands = table.required("times", "the times of the first, the second and so on")?
            .byLength("times") { field in
                field.list(of: "durations", atLeast: 1)?.compactMap { $0.duration(.zero ... .minutes(60)) }
            }
        guard let absent, let bands else { return nil }
        self.init(bands: bands.map { Band(raceUpTo: $0, times: $1) }, absent: absent)
    }

    var written: String {
        let times = writtenByLength(bands.map { ($0.raceUpTo, $0.times.map(\.written)) }, "times")
        return "{times: \(times), absent: \(absent.rawValue)}"
    }
}
