import Testing

@Suite("Two clocks")
struct ClockTests {
    /// The stages that reckon with time. `Values` has the types, and is not asked.
    private static let stages = ["Race", "Judge", "Result", "Keeper", "Explain"]

    /// Names that may be plain numbers: the detail of a doubt, by how many microseconds a decoder is ahead, and its own
    /// stamp, which is evidence and never reckoned with.
    private static let plain: Set<Substring> = ["detail", "clockAhead", "stamp"]

    /// Lines that declare a plain 64-bit number: UTC, a time since the start signal and a length look alike there.
    static func plainNumbers(_ file: SourceFile) -> [Int] {
        let words = CodeWords(file.code)
        return words.words.indices.compactMap { place in
            guard words[place] == "Int64", words[place + 1] != "(" else { return nil }
            var name = place - 1
            while let word = words[name], ["[", "("].contains(word) { name -= 1 }
            if words[name] == ">" {
                // The result of a function: its name stands before its parameters.
                while name >= 0, words[name] != "func", words[name] != "var" { name -= 1 }
                name += 2
            }
            guard let before = words[name - 1], !plain.contains(before) else { return nil }
            return words.words[place].line
        }
    }

    /// Lines that take an instant apart, make one of a number, or put the end of all numbers for none.
    static func rawTimes(_ file: SourceFile) -> [Int] {
        let words = CodeWords(file.code)
        return words.words.indices.compactMap { place in
            let isPart = words[place] == "milliseconds"
            let isEnd = words[place] == "." && (words[place + 1] == "max" || words[place + 1] == "min")
            let isFound = isEnd && ["(", "{"].contains(words[place + 2] ?? "")
            return isPart || isEnd && !isFound ? words.words[place].line : nil
        }
    }

    private static func file(_ text: String) -> SourceFile {
        SourceFile(path: "Sources/Timing/Race/X.swift", text: text)
    }

    @Test("a time that is a plain number is seen, and a conversion or a count of other things is none")
    func numbers() {
        let text = """
            var startAt: Int64?
            let reds: [Range<Int64>] = []
            func fell(by now: Instant) -> Int64? { nil }
            let share = Share(of: Int64(points), by: 2)
            func doubt(detail: Int64 = 0) {}
            func clockAhead(of decoder: UInt32) -> Int64 { 0 }
            func order(standing: Int64) -> Int { 0 }
            """
        #expect(Self.plainNumbers(Self.file(text)) == [0, 1, 2, 6])
    }

    @Test("an instant taken apart and a sentinel are seen, and the least of several is none")
    func sentinels() {
        let text = """
            let now = act.at.milliseconds
            let end = other ?? .max
            let never = Int64.min / 4
            let first = times.min() ?? times.max { $0 < $1 }
            let at = Instant(milliseconds: 5)
            """
        #expect(Self.rawTimes(Self.file(text)) == [0, 1, 2, 4])
    }

    @Test("in the core UTC, times since the start signal and lengths are types, and no number stands for none")
    func core() {
        let files = Package.sources.filter { file in
            Self.stages.contains { file.path.hasPrefix("Sources/Timing/\($0)/") }
        }
        #expect(files.count > 80)
        #expect(files.flatMap { file in Self.plainNumbers(file).map(file.place) } == [])
        // The table keeps its cells in 32 bits; a limit of counts, and a decoder's stamps, are no times of the race.
        let others = ["PassageTable.swift", "NumberRanges.swift", "ActLog.swift"]
        let raw = files.filter { !others.contains($0.name) }
        #expect(raw.flatMap { file in Self.rawTimes(file).map(file.place) } == [])
    }
}
