import Testing
import Timing
import Wire

@Suite("Instants as people say them")
struct StatedInstantTests {
    static let ways: [StatedInstant] = [
        .official(Instant(milliseconds: 1_526_717_000_000)), .clock(Milliseconds(981_500)), .ago(.seconds(30)),
        .timeOfDay(Milliseconds(86_399_999)), .local(Milliseconds(1_526_717_000_298)),
    ]

    @Test("what is said is read as it was said, and official time takes its place", arguments: ways)
    func readBack(_ way: StatedInstant) throws {
        let official = Instant(milliseconds: 1_526_717_000_000)
        let act = Act.Kind.assign(Transponder(4713), CarNumber("88"), .wholeSession)
        let later = StatedInstant.ago(.seconds(1))
        let bytes = SpokenCommand.bytes(
            Command(id: "a", by: "timekeeper", session: nil, at: nil, kind: act), at: way, until: later,
            .init(anyway: true))
        var heard: [StatedInstant] = []
        let spoken = try SpokenCommand(JSON(bytes)) { said, field in
            heard.append(said)
            return field == "at" ? official : official + .seconds(60)
        } act: { _ in
            nil
        }
        if case .official = way { #expect(heard == [later]) } else { #expect(heard == [way, later]) }
        #expect(spoken.insists)
        #expect(spoken.command.at == official)
        let time = WearingTime(from: official, until: official + .seconds(60))
        #expect(spoken.command.kind == .assign(Transponder(4713), CarNumber("88"), time))
    }

    static let wrong: [(at: String, found: String)] = [
        ("5", "an integer"), ("{}", "no instant"), (#"{"clockMs":1,"agoMs":2}"#, "clockMs and agoMs"),
        (#"{"timeOfDayMs":86400000}"#, "86400000"), (#"{"agoMs":-1}"#, "-1"), (#"{"clockMs":"0:16"}"#, "text"),
    ]

    @Test("an instant that is none is refused by name", arguments: wrong)
    func refused(_ at: String, _ found: String) throws {
        let body = #"{"v":1,"type":"command","by":"x","at":\#(at),"command":{"kind":"session","action":"start"}}"#
        let refusal = #expect(throws: Refusal.self) {
            try SpokenCommand(JSON(Array(body.utf8)), instant: { _, _ in Instant(milliseconds: 0) }, act: { _ in nil })
        }
        #expect(refusal?.reason == .wrongValue)
        #expect(refusal?.field.hasPrefix("at") == true)
        #expect(refusal?.message == "found \(found)")
        #expect(throws: Refusal.self, "a recording has official time") { try Command(JSON(Array(body.utf8))) }
    }
}
