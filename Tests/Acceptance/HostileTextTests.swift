import Foundation
import Testing

extension WholeOutside {
    /// Text that means to be more than text: it moves a cursor, sets a title, turns a line round, or makes one.
    struct HostileTexts {
        private static let hostile =
            "x\u{1B}]0;title\u{7}\u{1B}[2J\u{9B}31m\u{7F}\u{202E}\u{2066}\u{2028}\u{2029}\u{85}\nFAKE: line\r\ty"

        private static func json(_ text: String) throws -> String {
            String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
        }

        /// Only what can be seen, and line ends that are ours.
        private func expectPlain(_ text: String, _ what: String) {
            let bad = text.unicodeScalars.filter {
                switch $0.properties.generalCategory {
                case .control: $0 != "\n" && $0 != "\t"
                case .format, .lineSeparator, .paragraphSeparator: true
                default: false
                }
            }
            #expect(bad.isEmpty, "\(what): \(bad.map { String($0.value, radix: 16) })")
            #expect(!text.split(separator: "\n").contains { $0.hasPrefix("FAKE") }, "\(what): a line of its own")
        }

        @Test("no command prints it as it is, nor does the log")
        func everyCommand() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(37).recorded(in: folder)
            let journals = folder.path("journal")
            let daemon = try RunningDaemon(
                event: race.event, on: try Stand(), in: folder, more: "journal: {directory: \"\(journals)\"}")
            try await daemon.took(race)
            let text = try Self.json(Self.hostile)
            let car = try #require(try await daemon.results().rows.first?.number)
            for (place, command) in [
                #"{"kind":"penalty","car":"\#(car)","timeMs":5000,"reason":\#(text)}"#,
                #"{"kind":"penalty","car":"\#(car)","laps":1,"reason":\#(text)}"#,
                #"{"kind":"flag","flag":\#(text)}"#, #"{"kind":\#(text)}"#,
                #"{"kind":"penalty","car":\#(text),"timeMs":5000,"reason":"r"}"#,
                #"{"kind":"amendment","action":"withdraw","act":\#(text)}"#,
            ].enumerated() {
                let whole =
                    #"{"v":1,"type":"command","id":"\#(place) "#
                    + text.dropFirst().dropLast().prefix(20) + #"","by":\#(text),"anyway":true,"command":\#(command)}"#
                let said = try await lapwing("control", "raw", whole, "--control", daemon.stand.control, in: folder)
                expectPlain(said.text + said.errors, "control raw \(place)")
            }
            let query = ["--query", daemon.stand.query]
            let session = try RunningDaemon.session(ofJournals: journals)
            for arguments in [
                ["results", "--format", "text"] + query, ["results", "--format", "csv"] + query,
                ["explain", "--car", car] + query, ["explain", "--car", Self.hostile] + query,
                ["decisions"] + query, ["decisions", "--pending"] + query, ["status"] + query, ["compliance"] + query,
                ["watch", "--once", "--publication", daemon.stand.publication] + query,
                ["results", "--format", "json"] + query, ["decisions", "--json"] + query, ["status", "--json"] + query,
                ["journal", "dump", session, "--json"], ["classify", session, "--format", "json"],
                ["journal", "dump", session], ["journal", "verify", session], ["classify", session],
                ["classify", session, "--format", "csv"], ["check", Self.hostile],
                ["explain", "--recording", session, "--car", car],
            ] {
                let said = try await run(Project.program("lapwing"), arguments, in: folder)
                expectPlain(said.text + said.errors, arguments.joined(separator: " "))
            }
            try await daemon.stopped().well()
            expectPlain(daemon.child.errorText, "the log")
        }

        @Test("a name that cannot be shown is refused by check, and by the daemon")
        func names() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(37).recorded(in: folder)
            let event = try String(contentsOfFile: race.event, encoding: .utf8)
            for mark in ["\\x1b[2J", "\\u202e", "\\u2028", "\\x9b", "\\n"] {
                let hostile = event.replacing(
                    #/name: "?[^"\n]*"?/#, with: "name: \"evil \(mark) name\"", maxReplacements: 1)
                let path = try folder.write(hostile, to: "hostile.yaml")
                let checked = try await lapwing("check", path, in: folder)
                #expect(checked.status == 78 && checked.text.contains("that can be shown"), "\(mark)")
                expectPlain(checked.text + checked.errors, "check \(mark)")
            }
        }
    }
}
