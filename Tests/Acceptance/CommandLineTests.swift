import Foundation
import Testing

extension WholeHouse {
    /// The command line against a daemon that holds a race.
    struct CommandLine {
        @Test("the live table never has a line longer than the terminal is wide, and shows a class alone")
        func watch() async throws {
            let folder = try Folder()
            let race = try await (Project.hasRaces ? Race.asia : .simulated(77)).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let results = try await daemon.results()
                for width in [80, 120, 200] {
                    let all = try await watched(daemon, "--width", "\(width)")
                    #expect(all.allSatisfy { $0.count <= width }, "\(width)")
                    // Head, empty line, titles; below the table, after an empty line, what is to be told.
                    let titles = try #require(all.firstIndex { $0.hasPrefix("POS") })
                    #expect(titles <= 3)
                    let rows = all[(titles + 1)...].prefix(results.rows.count)
                    #expect(rows.map(Self.number) == results.rows.map(\.number))
                    #expect(all.dropFirst(titles + 1 + rows.count).first ?? "" == "")
                    if width == 200 { #expect(all[titles].contains("TEAM")) }
                }
                let classes = try classes(in: results)
                let one = try #require(classes.values.sorted().first)
                let wanted = results.rows.map(\.number).filter { classes[$0] == one }
                func shown(_ carClass: String) async throws -> [String] {
                    let all = try await watched(daemon, "--width", "120", "--class", carClass)
                    return all.drop { !$0.hasPrefix("POS") }.dropFirst().prefix { !$0.isEmpty }.map(Self.number)
                }
                #expect(try await shown(one) == wanted)
                #expect(wanted.count < results.rows.count)
                let wrong = try await lapwing(
                    "watch", "--once", "--query", daemon.stand.query, "--publication", daemon.stand.publication,
                    "--class", "GT5", in: folder)
                #expect(wrong.status == 1)
                let known = Set(classes.values).sorted().joined(separator: ", ")
                #expect(wrong.errors.contains("no car is entered in \"GT5\"; expected \(known)"), "\(wrong.errors)")
            }
        }

        @Test(
            "every program says its version, the commit and the protocol",
            arguments: ["lapwingd", "lapwing", "lapwing-chaos"])
        func version(_ program: String) async throws {
            let folder = try Folder()
            let told = try await run(Project.program(program), ["--version"], in: folder).well().lines
            #expect(told.count == 1)
            #expect(
                try #require(told.first).contains(
                    #/^[a-z-]+ \d+\.\d+\.\d+(-dev)?, commit ([0-9a-f]{12}\+?|unknown), protocol 1$/#), "\(told)")
            #expect(told.first?.hasPrefix("\(program) ") == true)
        }

        @Test("the head of the live table says how long the race has been running")
        func elapsed() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let head = try await watched(daemon, "--width", "200")[0]
                #expect(head.contains(#/ · 1:0\d:\d\d · /#), "\(head)")
            }
        }

        @Test("results come as text, as a table for a spreadsheet and as JSON, with the same cars in the same order")
        func formats() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let json = try await daemon.results()
                let query = daemon.stand.query
                let text = try await lapwing("results", "--query", query, "--format", "text", in: folder).well()
                let csv = try await lapwing("results", "--query", query, "--format", "csv", in: folder).well()
                let byDefault = try await lapwing("results", "--query", query, in: folder).well()

                #expect(byDefault.text == text.text)
                #expect(text.lines.dropFirst(3).prefix(json.rows.count).map(Self.number) == json.rows.map(\.number))
                let titles = csv.lines[0].split(separator: ",").map(String.init)
                let place = try #require(titles.firstIndex(of: "number"))
                let total = try #require(titles.firstIndex(of: "totalMs"))
                let cells = csv.lines.dropFirst().map { Self.cells($0) }
                #expect(cells.allSatisfy { $0.count == titles.count })
                #expect(cells.map { $0[place] } == json.rows.map(\.number))
                #expect(cells.map { Int($0[total]) } == json.rows.map(\.totalMs))

                let wrong = try await lapwing("results", "--query", query, "--format", "xml", in: folder)
                #expect(wrong.status != 0)
                #expect(wrong.errors.contains("xml"))
            }
        }

        @Test("a command that is refused says why and exits with an error, and changes nothing")
        func refusals() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let before = try await daemon.status()
                let results = try await daemon.results()
                let refused: [(arguments: [String], reason: String)] = [
                    (["penalty", "no car", "--time", "5000ms", "--reason", "x"], "unknown-car"),
                    (["penalty", results.rows[0].number, "--time", "0ms", "--reason", "x"], "wrong-value"),
                    (
                        ["insert", results.rows[0].number, "--loop", "999", "--at", "-1s"],
                        "unknown-loop"
                    ),
                    (["withdraw", "no act"], "unknown-act"),
                    (["void", "--decoder", "9", "--epoch", "9", "--number", "9"], "unknown-crossing"),
                    (["raw", "{"], "not-json"),
                    (["raw", #"{"v":2,"type":"command"}"#], "wrong-version"),
                    (
                        [
                            "raw",
                            #"{"v":1,"type":"command","by":"x","session":"other","command":{"kind":"session","action":"end"}}"#,
                        ], "unknown-session"
                    ),
                ]
                for each in refused {
                    let all = ["control", each.arguments[0], "--control", daemon.stand.control]
                    let ended = try await run(Project.program("lapwing"), all + each.arguments.dropFirst(), in: folder)
                    #expect(ended.status != 0, "\(ended.said)")
                    #expect(ended.errors.contains("refused (\(each.reason))"), "\(ended.said): \(ended.errors)")
                }
                let after = try await daemon.status()
                #expect(after.seq == before.seq)
                for each in refused { #expect(after.refused[each.reason] == 1, "\(each.reason)") }
                #expect(try await daemon.results().classification == results.classification)
            }
        }

        @Test("amendments are named as they are typed, told in words, and refused where they cannot be")
        func amendments() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let car = try await daemon.results().rows[0].number
                let refused: [(arguments: [String], reason: String)] = [
                    (["count", "9", "9", "9"], "unknown-crossing"),
                    (["count", "--decoder", "9", "--epoch", "9", "--number", "9"], "unknown-crossing"),
                    (["void", "9", "9", "9"], "unknown-crossing"),
                    (["count", "9", "9"], "name the crossing by decoder, epoch and number"),
                    (["void", "9", "9", "9", "--epoch", "9"], "name the crossing by decoder, epoch and number"),
                    (["assign", "5", car, "--at-us", "2000", "--until-us", "1000"], "wrong-value"),
                    (["assign", "5", "no car"], "unknown-car"),
                    (["bulletin", "--driving-rule", "1"], "give --driving-rule with"),
                    (["bulletin", "--most", "2h"], "give --driving-rule with"),
                    (["bulletin", "--driving-rule", "0", "--most", "2h"], "wrong-value"),
                ]
                for each in refused {
                    let all = ["control", each.arguments[0], "--control", daemon.stand.control]
                    let ended = try await run(Project.program("lapwing"), all + each.arguments.dropFirst(), in: folder)
                    #expect(ended.status != 0, "\(ended.said)")
                    #expect(ended.errors.contains(each.reason), "\(ended.said): \(ended.errors)")
                }
                try await control(daemon, ["assign", "5", car, "--id", "swap-1"])
                let until = ["--at-us", "1526716000000000", "--until-us", "1526717000000000", "--anyway"]
                try await control(daemon, ["assign", "6", car, "--id", "swap-2"] + until)
                try await control(daemon, ["bulletin", "--driving-rule", "1", "--least", "30s", "--most", "2h"])
                let explained = try await lapwing("explain", "--query", daemon.stand.query, "--car", car, in: folder)
                    .well().text
                #expect(explained.contains("transponder 5 is car \(car)'s, from the start\n"), "\(explained)")
                #expect(
                    explained.contains(
                        "transponder 6 is car \(car)'s, from then on until 2018-05-19 08:03:20.000000 UTC"),
                    "\(explained)")
            }
        }

        @Test("a command that is known by its id takes effect once, and one that is withdrawn not at all")
        func repeatedAndWithdrawn() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(77).recorded(in: folder)
            try await withDaemon(event: race.event, in: folder) { daemon in
                try await daemon.took(race)
                let before = try await daemon.results()
                let car = before.rows[1].number
                let penalty = ["penalty", car, "--time", "500000ms", "--reason", "x", "--id", "decision-1"]
                let first = try await control(daemon, penalty)
                // Official time goes on between the two: neither states its instant, and still they are one act.
                try await control(daemon, ["flag", "green", "--at-us", "1526800000000000", "--anyway"])
                let again = try await control(daemon, penalty)
                #expect(first.text.contains("changed: ") && first.text.contains(car))
                #expect(again.text.contains("known already"))
                let total = try #require(before.rows[1].totalMs)
                #expect(try await daemon.results().row(car).totalMs == total + 500_000)
                try await control(daemon, ["withdraw", "decision-1"])
                #expect(try await daemon.results().classification == before.classification)
            }
        }

        @Test("a folder without a journal is no good journal", arguments: ["verify", "dump"])
        func noJournal(command: String) async throws {
            let folder = try Folder()
            let ended = try await lapwing("journal", command, ".", in: folder)
            #expect(ended.status == 1)
            #expect(ended.errors.contains("found no journal, expected segments like 000001.lwj"), "\(ended.errors)")
            #expect(!ended.text.contains("good"))
        }

        @Test("without a daemon a question ends in time, and says so")
        func nobody() async throws {
            let folder = try Folder()
            let stand = try Stand()
            let asked = try await lapwing("results", "--query", stand.query, "--timeout", "1s", in: folder, within: 5)
            #expect(asked.status != 0)
            #expect(asked.errors.contains("no answer from \(stand.query)"))
        }

        @discardableResult
        private func control(_ daemon: RunningDaemon, _ arguments: [String]) async throws -> Ended {
            let all = ["control", arguments[0], "--control", daemon.stand.control] + arguments.dropFirst()
            return try await run(Project.program("lapwing"), all, in: daemon.folder).well()
        }

        private func watched(_ daemon: RunningDaemon, _ options: String...) async throws -> [String] {
            let all = ["watch", "--once", "--publication", daemon.stand.publication, "--query", daemon.stand.query]
            return try await run(Project.program("lapwing"), all + options, in: daemon.folder).well().lines
        }

        /// The class of each car.
        private func classes(in results: RaceResults) throws -> [String: String] {
            struct Row: Decodable {
                let number: String
                let `class`: String
            }
            let rows = try JSONDecoder().decode([Row].self, from: Data(results.classification.utf8))
            return Dictionary(rows.map { ($0.number, $0.class) }) { first, _ in first }
        }

        /// The car of a line that begins with position and number.
        private static func number(_ line: String) -> String {
            let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
            return words.count > 1 ? String(words[1]) : ""
        }

        /// The cells of a line of CSV; a cell in quotes may hold commas.
        private static func cells(_ line: String) -> [String] {
            var cells = [""]
            var isQuoted = false
            for character in line {
                switch character {
                case "\"": isQuoted.toggle()
                case "," where !isQuoted: cells.append("")
                default: cells[cells.count - 1].append(character)
                }
            }
            return cells
        }
    }
}
