import Foundation
import Meeting
import Rulebook
import Service
import Testing
import Timing
import Wire

@Suite("What each key may command")
struct RightsTests {
    private static let acts: [String: [Act.Kind]] = [
        "session": [.formation, .start, .end, .final, .duration(.minutes(45))],
        "flag": [.flag(.red, isEstimated: false)],
        "driver": [.driver(CarNumber("88"), driver: 2)],
        "car": [.retired(CarNumber("88"))],
        "penalty": [.penalty(CarNumber("88"), .time(.seconds(5)), reason: "track limits")],
        "served": [.served("decision-1", true)],
        "bulletin": [.bulletin(.pitSpeed(50))],
        "startList": [
            .bulletin(.startList(StartList(of: [.init("q", epoch: 1, sequence: 1)], grid: [CarNumber("88")])))
        ],
        "ruling": [.ruling(CarNumber("88"), ObligationID(.driverChange, 1), .excused, reason: "seen")],
        "entry": [.entry(EntryChange(.withdraw, CarNumber("88"), isFromStart: true))],
        "message": [.message("slow down", cars: [])],
        "report": [.report(CarNumber("88"), Report(kind: "trackLimits"))],
        "conditions": [.conditions(Conditions(surface: .wet))],
        "clock": [.clock(ClockCorrection(decoder: 1, epoch: nil, from: nil, ahead: 1))],
        "amendment": [
            .void(CrossingID(decoder: 1, epoch: 1, number: 1)),
            .insert(CarNumber("88"), LoopID(1), driver: 0), .assign(Transponder(4711), CarNumber("88"), .wholeSession),
        ],
    ]

    /// What is done to the meeting.
    private static let ofMeeting: [String: [MeetingAct.Kind]] = [
        "session": [.arm("q"), .provisional("q"), .shift(from: "q", by: .minutes(5)), .show(nil)],
        "document": [
            .issue(
                MeetingDocument.Issue(
                    MeetingDocument(.bulletin, subject: "1", title: "Bulletin 1", hash: "a", of: nil)))
        ],
        "graphics": [.showGraphic(Graphic("tower")), .hideGraphic(nil)],
    ]

    private func isAllowed(meeting kind: MeetingAct.Kind, _ roles: Set<AllowList.Role>?) -> Bool {
        let speaker = Speaker(name: "somebody", roles: roles)
        let refusal = Rights.refusal(of: kind, by: speaker) { Self.ofMeeting[$0]?.first }
        #expect(refusal == nil || refusal?.reason == .notAllowed)
        return refusal == nil
    }

    @Test("each role does to the meeting what the table says, and takes back only that; graphics show and do no more")
    func meeting() throws {
        let table = try Self.documented()
        for role in AllowList.Role.allCases {
            for (name, kinds) in Self.ofMeeting {
                let may = table[name]?.contains(role) == true
                for kind in kinds { #expect(isAllowed(meeting: kind, [role]) == may, "\(role) \(name)") }
                #expect(isAllowed(meeting: .withdraw(name), [role]) == may, "\(role) withdraws \(name)")
            }
            #expect(
                isAllowed(meeting: .withdraw("nothing"), [role]) == table.values.contains { $0.contains(role) },
                "\(role)")
        }
        #expect(table.filter { $0.value.contains(.graphics) }.map(\.key) == ["graphics"])
    }

    private func isAllowed(_ kind: Act.Kind, _ roles: Set<AllowList.Role>?) -> Bool {
        let speaker = Speaker(name: "somebody", roles: roles)
        let refusal = Rights.refusal(of: kind, by: speaker) { name in
            name.hasPrefix("back to ") ? .withdraw(String(name.dropFirst(8))) : Self.acts[name]?.first
        }
        #expect(refusal == nil || refusal?.reason == .notAllowed)
        return refusal == nil
    }

    @Test(
        "each role does what is its own, and no other",
        arguments: [
            (AllowList.Role.timekeeper, "session flag driver car entry startList conditions clock amendment"),
            (
                AllowList.Role.raceControl,
                "session flag driver car penalty served bulletin startList ruling message report conditions"
            ),
            (.stewards, "penalty served ruling"), (.graphics, ""),
            (AllowList.Role.reader, ""), (AllowList.Role.feed, ""), (AllowList.Role.standby, ""),
        ])
    func roles(_ role: AllowList.Role, _ names: String) {
        let may = names.split(separator: " ").map(String.init)
        for (name, kinds) in Self.acts {
            for kind in kinds { #expect(isAllowed(kind, [role]) == may.contains(name), "\(role) \(name)") }
            #expect(isAllowed(.withdraw(name), [role]) == may.contains(name), "\(role) withdraws \(name)")
            #expect(isAllowed(.withdraw("back to \(name)"), [role]) == may.contains(name), "\(role) restores \(name)")
        }
    }

    /// The rows of the table under "Allow-list" in docs/configuration.md, by command: the roles that may give it.
    private static func documented() throws -> [String: Set<AllowList.Role>] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/configuration.md"), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).drop { !$0.hasPrefix("| command | ") }
            .prefix { $0.hasPrefix("|") }
        func cells(_ line: Substring) -> [String] {
            line.split(separator: "|").map { $0.filter { $0 != " " && $0 != "`" } }
        }
        let roles = try cells(try #require(lines.first)).dropFirst().map { try #require(AllowList.Role(rawValue: $0)) }
        var table: [String: Set<AllowList.Role>] = [:]
        for row in lines.dropFirst(2).map(cells) {
            #expect(row.count == roles.count + 1 && row.dropFirst().allSatisfy(["yes", "no"].contains), "\(row)")
            let granted = zip(roles, row.dropFirst()).filter { $0.1 == "yes" }.map(\.0)
            #expect(table.updateValue(Set(granted), forKey: row[0]) == nil, "\(row[0]) is there twice")
        }
        return table
    }

    @Test("the table of commands and roles in the documentation is what the code does, for every role")
    func table() throws {
        var table = try Self.documented()
        let takeOver = table.removeValue(forKey: "takeOver")
        for name in ["document", "graphics"] { #expect(table.removeValue(forKey: name) != nil) }
        #expect(Set(table.keys) == Set(Self.acts.keys))
        for role in AllowList.Role.allCases {
            let speaker = Speaker(name: "somebody", roles: [role])
            #expect((Rights.refusalOfTakeOver(by: speaker) == nil) == takeOver?.contains(role), "\(role) takeOver")
            for (name, kinds) in Self.acts {
                for kind in kinds {
                    #expect(isAllowed(kind, [role]) == table[name]?.contains(role), "\(role) \(name)")
                }
            }
        }
    }

    @Test("who has two roles does what either may, and who opens the control socket's file does everything")
    func several() {
        for (_, kinds) in Self.acts {
            for kind in kinds {
                #expect(isAllowed(kind, [.timekeeper, .raceControl]))
                #expect(isAllowed(kind, nil))
                #expect(!isAllowed(kind, []))
            }
        }
    }

    @Test("what is not there may be taken back by whoever takes anything back: the answer is that it is not there")
    func unknownAct() {
        #expect(isAllowed(.withdraw("nothing"), [.timekeeper]))
        #expect(isAllowed(.withdraw("nothing"), [.raceControl]))
        #expect(isAllowed(.withdraw("nothing"), [.stewards]))
        #expect(!isAllowed(.withdraw("nothing"), [.reader, .graphics, .standby, .feed]))
    }

    @Test("a refusal says who, what, and which role it takes")
    func words() {
        let speaker = Speaker(name: "bridge", roles: [.timekeeper])
        let kind = Act.Kind.penalty(CarNumber("88"), .driveThrough, reason: "speeding")
        let refusal = Rights.refusal(of: kind, by: speaker) { _ in nil }
        #expect(
            refusal?.description
                == "not-allowed: command.kind: \"bridge\" (timekeeper) may not do: penalty; expected a key "
                + "with the role raceControl or stewards; leave it to one who has that role, or add it to the "
                + "key's roles in the allow-list")
        let back = Rights.refusal(of: .withdraw("decision-1"), by: speaker) { _ in kind }
        #expect(back?.message.hasSuffix("may not do: amendment withdraw of penalty") == true)
    }

    @Test("a takeover is for timekeepers and race control, the journal for a standby, questions for all who read")
    func others() {
        func speaker(_ role: AllowList.Role) -> Speaker { Speaker(name: "x", roles: [role]) }
        let all = AllowList.Role.allCases
        #expect(
            all.filter { Rights.refusalOfTakeOver(by: speaker($0)) == nil } == [.timekeeper, .raceControl])
        #expect(all.filter { Rights.refusalOfJournal(by: speaker($0)) == nil } == [.standby])
        #expect(
            all.filter { Rights.refusalOfQuery(by: speaker($0)) == nil } == [
                .reader, .timekeeper, .raceControl, .stewards, .graphics,
            ])
        #expect(Rights.refusalOfTakeOver(by: .local) == nil)
    }
}
