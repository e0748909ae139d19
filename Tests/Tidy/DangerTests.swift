import Testing

@Suite("What the sources do without")
struct DangerTests {
    /// A `!` behind a value or a type: unwrapped by force, `try!`, `as!`.
    static func isForced(_ code: String) -> Bool {
        let characters = Array(code)
        return characters.indices.dropFirst().contains { place in
            guard characters[place] == "!" else { return false }
            let before = characters[place - 1]
            let after = place + 1 < characters.count ? characters[place + 1] : " "
            return after != "=" && (before.isLetter || before.isNumber || "_)]}\"?".contains(before))
        }
    }

    private func offenders(_ isOffence: (String) -> Bool, in rooms: Set<String>? = nil) -> [String] {
        Package.sources.filter { rooms?.contains($0.room) ?? true }.flatMap { $0.places(where: isOffence) }
    }

    @Test("force is seen in all its forms, and what is no force is not")
    func samples() {
        for code in ["a!", "a!.b", "try! f()", "b as! C", "f()!", "x[0]!", "let a: Int!", "{ 1 }!", "a?.b!.c"] {
            #expect(Self.isForced(code), "\(code)")
        }
        for code in ["!a", "a != b", "if !isA && !b", "(!a)", "[!a]", "{ !$0 }", "return !a", "a !== b", "x: !y"] {
            #expect(!Self.isForced(code), "\(code)")
        }
    }

    @Test("nothing is unwrapped, tried or cast by force")
    func force() { #expect(offenders(Self.isForced) == []) }

    @Test("no error is answered by ending the process")
    func fatal() {
        #expect(
            offenders { $0.contains("fatalError(") || $0.contains("abort()") || $0.contains("assertionFailure(") } == []
        )
    }

    @Test("time is an input: the rooms of values ask no clock")
    func clocks() {
        let rooms: Set = [
            "Timing", "Championship", "Meeting", "DayRecord", "Rulebook", "Wire", "Recording", "Simulation",
        ]
        let clocks = [
            "Date(", "Date.now", "ContinuousClock", "SuspendingClock", "clock_gettime", "gettimeofday", "time(nil)",
            "DispatchTime", "mach_absolute_time", "Task.sleep", "usleep(", "sleep(",
        ]
        #expect(offenders({ line in clocks.contains { line.contains($0) } }, in: rooms) == [])
    }

    @Test("chance is seeded: the rooms of values draw on no generator of the system's")
    func chance() {
        let rooms: Set = [
            "Timing", "Championship", "Meeting", "DayRecord", "Rulebook", "Wire", "Recording", "Simulation",
        ]
        let words = [
            "SystemRandomNumberGenerator", ".random(", ".shuffled()", ".randomElement()", "arc4random", "UUID()",
        ]
        #expect(offenders({ line in words.contains { line.contains($0) } }, in: rooms) == [])
    }

    @Test("whoever tells the compiler to believe gives the reason, directly above or at its side")
    func reasons() {
        var offenders: [String] = []
        var count = 0
        for file in Package.sources {
            for (index, code) in file.code.enumerated()
            where code.contains("@unchecked Sendable") || code.contains("nonisolated(unsafe)") {
                count += 1
                let above = index > 0 ? file.lines[index - 1].drop { $0 == " " } : ""
                let hasComment = file.lines[index].contains("// ") || above.hasPrefix("//")
                if !hasComment { offenders.append(file.place(index)) }
            }
        }
        #expect(count > 0)
        #expect(offenders == [])
    }
}
