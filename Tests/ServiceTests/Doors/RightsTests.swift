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
        "ruling": [.ruling(CarNumber("88"), ObligationID(.driverChange, 1), .excused, reason: "seen")],
        "entry": [.entry(EntryChange(.withdraw, CarNumber("88"), isFromStart: true))],
        "clock": [.clock(ClockCorrection(decoder: 1, epoch: nil, from: nil, ahead: 1))],
        "amendment": [
            .void(CrossingID(decoder: 1, epoch: 1, number: 1)),
            .insert(CarNumber("88"), LoopID(1), driver: 0), .assign(Transponder(4711), CarNumber("88"), .wholeSession),
        ],
    ]

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
            (AllowList.Role.timekeeper, "session flag driver car entry clock amendment"),
            (AllowList.Role.raceControl, "session flag driver car penalty served bulletin ruling"),
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
        #expect(!isAllowed(.withdraw("nothing"), [.reader, .standby, .feed]))
    }

    @Test("a refusal says who, what, and which role it takes")
    func words() {
        let speaker = Speaker(name: "bridge", roles: [.timekeeper])
        let kind = Act.Kind.penalty(CarNumber("88"), .driveThrough, reason: "speeding")
        let refusal = Rights.refusal(of: kind, by: speaker) { _ in nil }
        #expect(
            refusal?.description
                == "not-allowed: command.kind: \"bridge\" (timekeeper) may not do: penalty; expected a key "
                + "with the role raceControl; leave it to one who has that role, or add it to the key's roles in the "
                + "allow-list")
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
            all.filter { Rights.refusalOfQuery(by: speaker($0)) == nil } == [.reader, .timekeeper, .raceControl])
        #expect(Rights.refusalOfTakeOver(by: .local) == nil)
    }
}
