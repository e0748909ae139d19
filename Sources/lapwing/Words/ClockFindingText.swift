import Wire

/// A decoder's clock that was found to be off, and what to type about it.
enum ClockFindingText {
    static func words(_ clock: JSON) -> String {
        let decoder = clock["decoder"]?.integer ?? 0
        let ahead = clock["aheadMs"]?.integer ?? 0
        let against = clock["against"]?.integer.map { " of that of decoder \($0)" } ?? ""
        let from = clock["sinceMs"]?.integer.map { " --from \($0 * 1000)" } ?? ""
        let span = "\(abs(ahead) / 1000).\(String(abs(ahead) % 1000 + 1000).dropFirst())"
        // A negative number after `--` is no option.
        let correction =
            ahead < 0 ? "control clock\(from) -- \(decoder) -\(span)" : "control clock \(decoder) \(span)\(from)"
        return
            "decoder \(decoder): its clock is \(span) s \(ahead < 0 ? "behind" : "ahead")\(against) (\(correction) puts it right)"
    }
}
