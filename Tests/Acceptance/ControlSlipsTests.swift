import Foundation
import Testing

/// What is typed wrong at race control, and what is said to it.
@Suite("A slip of the operator's hand is refused with the way out")
struct ControlSlipsTests {
    struct Slip: CustomTestStringConvertible, Sendable {
        let typed: [String]
        /// What was found, what is expected, what to do.
        let said: [String]

        var testDescription: String { typed.joined(separator: " ") }

        init(_ typed: String..., said: String...) {
            self.typed = typed
            self.said = said
        }
    }

    private static func penalty(_ option: String, _ value: String) -> [String] {
        ["penalty", "27", option, value, "--reason", "x"]
    }

    /// Every option that is a length of time, with the words that go before its value and behind it.
    static let lengths: [(before: [String], after: [String])] = [
        (["session", "duration"], []),
        (["penalty", "27", "--reason", "x", "--time"], []),
        (["penalty", "27", "--reason", "x", "--stop-and-go"], []),
        (["bulletin", "--opens"], ["--closes", "40min"]),
        (["bulletin", "--closes"], ["--opens", "25min"]),
        (["bulletin", "--minimum"], []),
        (["bulletin", "--addition"], ["--car", "88"]),
        (["bulletin", "--prohibited-from"], ["--prohibited-to", "2min"]),
        (["bulletin", "--prohibited-to"], ["--prohibited-from", "1min"]),
        (["bulletin", "--driving-rule", "1", "--least"], []),
        (["bulletin", "--driving-rule", "1", "--most"], []),
        (["clock", "103"], []),
        (["session", "start", "--timeout"], []),
    ]

    @Test("a length of time without its unit is refused with the two that are likely", arguments: lengths.indices)
    func bareNumbers(_ place: Int) async throws {
        let (before, after) = Self.lengths[place]
        for (number, one, other) in [("25", "25s", "25min"), ("7.25", "7.25s", "7.25min"), ("5000", "5000ms", "5000s")]
        {
            try await refused(
                before + [number] + after,
                ["\(number) has no unit", "expected \(one) or \(other)", "write the one that is meant"])
        }
        for wrong in ["soon", "25 minutes", "5m", "1:75.000", "", "1e3", "25min5s"] {
            try await refused(
                before + [wrong] + after,
                ["\"\(wrong)\" is no length of time", "expected a number with ms, s, min or h", "write for example"])
        }
    }

    static let slips: [Slip] = [
        Slip(
            "penalty", "27", "--time-ms", "5000", "--reason", "x", said: "--time-ms is no more",
            "expected --time with the unit", "write --time 5000ms"),
        Slip("penalty", "27", "--reason", "x", said: "give exactly one of --time, --position"),
        Slip("penalty", "27", "--time", "5s", "--laps", "1", "--reason", "x", said: "give exactly one of"),
        Slip("penalty", "27", "--time=-5s", "--reason", "x", said: "less than nothing", "leave the minus out"),
        Slip(
            "bulletin", "--pit-speed", "50", said: "50 has no unit", "expected km/h",
            "write 50km/h, or for 50 mph 80km/h"),
        Slip("bulletin", "--pit-speed", "50mph", said: "\"mph\" is no unit of speed here", "or for 50 mph 80km/h"),
        Slip("bulletin", "--pit-speed", "fast", said: "\"fast\" is no speed", "write for example 50km/h"),
        Slip("bulletin", "--opens", "25min", said: "give --opens and --closes together"),
        Slip("session", "start", "--at", "30", said: "30 has no unit", "expected -30s", "in 16 digits"),
        Slip("session", "start", "--at", "23:11", said: "\"23:11\" has no seconds", "write 23:11:00"),
        Slip("session", "start", "--at", "24:00:00", said: "has 24 hours", "expected 0 to 23"),
        Slip("session", "start", "--at", "25:99:00", said: "has 25 hours", "expected 0 to 23"),
        Slip("session", "start", "--at", "23:99:00", said: "has 99 minutes", "expected 0 to 59"),
        Slip("session", "start", "--at", "23:11:75.5", said: "has 75 seconds", "expected 0 to 59"),
        Slip("session", "start", "--at", "2018-05-19T06:75:12Z", said: "has 75 minutes"),
        Slip("session", "start", "--at", "quarter past two", said: "is no instant", "write for example 23:11:04.298"),
        Slip("session", "start", "--at", "2018-02-29T06:15:12Z", said: "is no instant"),
        Slip("session", "start", "--at", "2018-05-19T06:15:12+8", said: "is no instant"),
        Slip("session", "start", "--at", "-30", said: "is no instant", "-30s"),
        Slip("session", "start", "--clock", "16", said: "16 has no unit", "16s or 16min"),
        Slip("session", "start", "--clock", "0:16:21", "--at", "-5s", said: "give one of --at, --clock and --at-us"),
        Slip("clock", "103", "5s", "--from", "7", said: "7 has no unit"),
        Slip("assign", "4713", "88", "--until", "soon", said: "\"soon\" is no instant"),
        Slip("session", "duration", said: "say how long"),
        Slip("session", "end", "45min", said: "end takes no length of time"),
        Slip("session", "end", "--again", said: "--again belongs to session start"),
        Slip("session", "stop", said: "\"stop\" is not known", "expected formation, start, end, final, duration"),
        Slip("session", "strat", said: "\"strat\" is not known", "did you mean start?"),
        Slip("flag", "safetycar", said: "\"safetycar\" is not known", "expected green, ", "did you mean safetyCar?"),
        Slip("flag", "purple", said: "\"purple\" is not known", "write one of these"),
        Slip("car", "88", "out", said: "\"out\" is not known", "expected retired"),
        Slip("driver", "88", "Bond", said: "'Bond' is invalid", "Id of the driver in the crew"),
        Slip("driver", "88", "300", said: "'300' is invalid"),
        Slip("served", "decision-14", "maybe", said: "\"maybe\" is not known", "expected yes, no"),
        Slip("served", "decision-14", said: "'<word>'", "yes or no"),
        Slip(
            "ruling", "18", "stop1", "excuse", "--reason", "x", said: "\"excuse\" is not known", "did you mean excused?"
        ),
        Slip("ruling", "18", "stopp", "excused", "--reason", "x", said: "expected the id of an obligation"),
        Slip("ruling", "18", "stop1", "excused", said: "'--reason <reason>'"),
        Slip("count", "101", "1", said: "name the crossing by decoder, epoch and number: 101 1 7"),
        Slip("void", "101", "one", "7", said: "'one' is invalid", "Decoder, epoch and number"),
        Slip("insert", "88", said: "'--loop <loop>'", "Id of the loop"),
        Slip("assign", "88", said: "'<car>'", "Number of the car"),
        Slip("assign", "4713", "88", "--until", "-5s", "--until-us", "5", said: "give one of --until and --until-us"),
        Slip("withdraw", said: "'<act>'", "Id of the act"),
        Slip("apply", "decision-9", said: "'--car <car>'", "that it is meant for"),
        Slip("apply", "decision-9", "--car", "7", "--at", "-5s", said: "the act keeps its own instant"),
        Slip("raw", said: "'<json>'"),
    ]

    @Test("what is typed wrong is said, with what is right and what to do", arguments: slips)
    func typed(_ slip: Slip) async throws { try await refused(slip.typed, slip.said) }

    /// Nothing is asked of a daemon: none is there.
    private func refused(_ typed: [String], _ said: [String]) async throws {
        let folder = try Folder()
        let nowhere = ["--control", "ipc://\(folder.path("none"))"]
        let ended = try await run(Project.program("lapwing"), ["control"] + typed + nowhere, in: folder)
        #expect(ended.status == 64, "\(typed): \(ended.errors)")
        for words in said { #expect(ended.errors.contains(words), "\(typed): \(ended.errors)") }
    }
}
