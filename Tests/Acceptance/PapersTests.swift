import Foundation
import Glibc
import Testing

extension WholeHouse {
    /// What follows from a result, and what is written on paper: through the daemon and its commands.
    struct Papers {
        @Test(
            "grid and success penalties are proposed, taken over, proposed anew when a result is amended, and taken back"
        )
        func proposals() async throws {
            let folder = try Folder()
            let day = try await PaperDay(in: folder)
            let daemon = try day.daemon()
            defer { daemon.child.kill() }
            #expect(try await day.proposals(on: daemon).isEmpty)
            try await day.hold("q", day.first, on: daemon)
            #expect(try await day.proposals(on: daemon).isEmpty, "a result that is not published proposes nothing")
            try await daemon.control("session", "provisional", "q").well()
            let grid = try #require(try await day.proposal("grid", of: "race1", on: daemon))
            #expect(grid.of.map(\.session) == ["q"] && grid.of.map(\.result) == ["provisional"])
            let qualified = try await day.results(of: "q", on: daemon).rows.map(\.number)
            #expect(grid.startList.grid == qualified)
            try await day.take("grid", "race1", on: daemon).well()
            #expect(try await day.order(of: "race1", on: daemon) == qualified, "the cars stand as they qualified")
            // A decision after that: three places back for who was on pole.
            try await daemon.control(
                "penalty", qualified[0], "--session", "q", "--grid", "3", "--reason", "impeding"
            ).well()
            let amended = try #require(try await day.differing("grid", of: "race1", on: daemon))
            #expect(amended.of.map(\.result) == ["amended"])
            #expect(Set(amended.differs.map(\.car)) == Set(qualified.prefix(4)))
            #expect(amended.startList.grid == Array(qualified[1...3]) + [qualified[0]] + qualified.dropFirst(4))
            let again = try await day.take("grid", "race1", on: daemon).well()
            let name = try #require(again.text.firstMatch(of: #/([^ :]+): done, session race1/#)).1
            #expect(try await day.order(of: "race1", on: daemon)[3] == qualified[0])
            try await daemon.control("withdraw", "--session", "race1", String(name)).well()
            #expect(try await day.order(of: "race1", on: daemon) == qualified, "the first one holds again")

            try await day.hold("race1", day.second, on: daemon)
            try await daemon.control("session", "provisional", "race1").well()
            let success = try #require(try await day.proposal("success", of: "race2", on: daemon))
            #expect(success.of.map(\.session) == ["race1"])
            let times = try #require(success.startList.additions).map(\.timeMs)
            #expect(times.sorted() == [5000, 5000, 10_000, 10_000, 15_000, 15_000], "of each class the first three")
            try await day.take("success", "race2", on: daemon).well()
            let winner = try await day.results(of: "race1", on: daemon).rows[0].number
            try await daemon.control(
                "penalty", winner, "--session", "race1", "--disqualified", "--reason", "weight"
            ).well()
            let without = try #require(try await day.differing("success", of: "race2", on: daemon))
            #expect(without.differs.contains { $0.car == winner && $0.taken == "15.000" && $0.proposed == nil })
            try await daemon.stopped().well()
        }

        @Test("killed at any time the same is proposed and taken over, and documents keep their numbers")
        func killed() async throws {
            let folder = try Folder()
            let day = try await PaperDay(in: folder)
            var daemon = try day.daemon()
            try await day.hold("q", day.first, on: daemon)
            try await daemon.control("session", "provisional", "q").well()
            try await day.take("grid", "race1", on: daemon).well()
            let paper = folder.newPath("q.json")
            try await day.results(of: "q", on: daemon).text.write(toFile: paper, atomically: true, encoding: .utf8)
            let first = try await day.document("issue", "result", paper, "--title", "Qualifying", on: daemon).well()
            #expect(first.text.contains("document 1, version 1"))
            #expect(try await day.document("issue", "result", paper, "--title", "Qualifying", on: daemon).status != 0)
            try await daemon.control(
                "penalty", try await day.results(of: "q", on: daemon).rows[0].number, "--session", "q",
                "--disqualified", "--reason", "fuel"
            ).well()
            _ = try await day.differing("grid", of: "race1", on: daemon)
            let before = (
                try await day.asked("proposal", on: daemon), try await day.asked("document", "list", on: daemon)
            )
            daemon.child.signal(SIGKILL)
            _ = try await daemon.child.ended(within: 5)
            daemon = try day.daemon()
            defer { daemon.child.kill() }
            let after = (
                try await day.asked("proposal", on: daemon), try await day.asked("document", "list", on: daemon)
            )
            #expect(after.0 == before.0)
            #expect(after.1 == before.1)
            try await day.results(of: "q", on: daemon).text.write(toFile: paper, atomically: true, encoding: .utf8)
            // Two desks at once: each has a number of its own.
            let texts = try await day.together([
                ["result", paper, "--title", "Qualifying, amended", "--by", "stewards"],
                ["bulletin", paper, "--subject", "bulletin 1", "--title", "Window", "--by", "race control"],
            ])
            let numbers = texts.compactMap { $0.firstMatch(of: #/document (\d+), version (\d+)/#) }
            #expect(Set(numbers.map(\.1)) == ["2", "3"])
            #expect(numbers.map(\.2) == ["2", "1"])
            try await daemon.stopped().well()
        }

        @Test("a race in two parts is added up: laps, then time; what follows from it follows from both")
        func parts() async throws {
            let folder = try Folder()
            let day = try await PaperDay(in: folder)
            let daemon = try day.daemon()
            defer { daemon.child.kill() }
            try await day.hold("race1", day.first, on: daemon)
            try await daemon.control(
                "session", "add", "race1-part2", "--of", "race1", "--mode", "aggregate"
            ).well()
            try await daemon.control("session", "provisional", "race1").well()
            #expect(
                try await day.proposals(on: daemon).filter { $0.session == "race2" }.isEmpty,
                "the second part is to come")
            try await day.hold("race1-part2", day.second, on: daemon)
            try await daemon.control("session", "provisional", "race1-part2").well()
            let car = try await day.results(of: "race1-part2", on: daemon).rows[0].number
            try await daemon.control(
                "penalty", car, "--session", "race1-part2", "--time", "30s", "--reason", "unsafe release"
            ).well()
            let parts = [
                try await day.results(of: "race1", on: daemon), try await day.results(of: "race1-part2", on: daemon),
            ]
            let whole = try await day.whole("race1", on: daemon)
            #expect(whole.parts.map(\.session) == ["race1", "race1-part2"])
            #expect(whole.parts.map(\.result) == ["provisional", "amended"])
            for row in whole.classification where row.position != nil {
                let own = parts.compactMap { part in part.rows.first { $0.number == row.number } }
                #expect(row.laps == own.map(\.laps).reduce(0, +), "\(row.number)")
                #expect(row.totalMs == own.compactMap(\.totalMs).reduce(0, +), "\(row.number)")
            }
            let ranked = whole.classification.filter { $0.position != nil }
            #expect(
                zip(ranked, ranked.dropFirst()).allSatisfy { ahead, behind in
                    (-ahead.laps, ahead.totalMs ?? 0) <= (-behind.laps, behind.totalMs ?? 0)
                })
            #expect(try await day.whole("race1-part2", on: daemon).classification == whole.classification)
            let success = try #require(try await day.proposal("success", of: "race2", on: daemon))
            #expect(success.of.map(\.session) == ["race1", "race1-part2"])
            let file = folder.newPath("whole.json")
            try whole.text.write(toFile: file, atomically: true, encoding: .utf8)
            let sheet = try await lapwing("success", "--event", day.event, "--session", "race2", file, in: folder)
                .well()
            for one in success.startList.additions ?? [] {
                let line = sheet.text.split(separator: "\n").first { $0.split(separator: " ").first == one.car[...] }
                #expect(line?.contains(" \(one.timeMs / 1000).000 ") == true, "car \(one.car): \(line ?? "")")
            }
            try await daemon.stopped().well()
        }

        @Test("an overlay is told what to show by the topic of the meeting, also after a restart")
        func graphics() async throws {
            let folder = try Folder()
            let day = try await PaperDay(in: folder)
            var daemon = try day.daemon()
            try await day.show("battle", "--car", "7", "--car", "88", "--session", "race1", on: daemon).well()
            try await day.show("tower", "--class", "GT4", on: daemon).well()
            let refused = try await day.hide("clock", on: daemon)
            #expect(refused.status != 0 && refused.errors.contains("battle"))
            daemon.child.signal(SIGKILL)
            _ = try await daemon.child.ended(within: 5)
            daemon = try day.daemon()
            defer { daemon.child.kill() }
            #expect(try await day.shown(on: daemon) == ["battle", "tower"])
            try await day.hide("battle", on: daemon).well()
            #expect(try await day.shown(on: daemon) == ["tower"])
            try await daemon.stopped().well()
        }
    }
}
