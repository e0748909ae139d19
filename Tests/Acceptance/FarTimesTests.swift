import Foundation
import Testing

extension WholeRaces {
    /// A box that says a time far ahead does not take the session with it.
    struct FarTimes {
        private func crossing(_ number: Int, _ timeUs: Int64, _ transponder: Int) -> String {
            #"{"v":1,"type":"crossings","decoder":101,"epoch":1,"crossings":[{"number":\#(number),"timeUs":\#(timeUs),"#
                + #""loop":1,"transponder":\#(transponder)}]}"#
        }

        @Test("it is refused and counted, its crossings are held until a command says what its clock is")
        func farAhead() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(38).recorded(in: folder)
            let event = try String(contentsOfFile: race.event, encoding: .utf8)
            let transponder = try #require(
                event.firstMatch(of: #/transponders: \[(\d+)/#).flatMap { Int($0.output.1) })
            let stand = try Stand()
            let journal = "journal: {directory: \"\(folder.newPath("journal"))\"}"
            var daemon = try RunningDaemon(event: race.event, on: stand, in: folder, more: journal)
            try await daemon.status { _ in true }
            let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
            let ahead: Int64 = 4_102_444_800_000_000 - now
            try await daemon.control("session", "start", "--at-us", "\(now)").well()
            try await RawBox.says(
                [
                    crossing(1, now + 100_000_000, transponder), crossing(2, now + 200_000_000, transponder),
                    #"{"v":1,"type":"heartbeat","decoder":101,"epoch":1,"next":3,"timeUs":\#(now + ahead)}"#,
                    crossing(3, now + 300_000_000 + ahead, transponder),
                    crossing(4, now + 400_000_000 + ahead, transponder),
                ], as: stand, in: folder)
            let status = try await daemon.status { ($0.refused["far-ahead"] ?? 0) >= 3 }
            #expect(status.inputs.crossings == 2)
            #expect(daemon.child.errorText.contains("lapwing control clock 101"))
            let time = try #require(try await daemon.results().text.firstMatch(of: #/"nowMs":(\d+)/#)?.output.1)
            #expect(try #require(Int64(time)) < now / 1000 + 400_000)

            // What a command says of its clock holds for what was held.
            let from = now + ahead
            let clock =
                #"{"v":1,"type":"command","by":"timekeeper","command":{"kind":"clock","decoder":101,"#
                + #""aheadUs":\#(ahead),"fromUs":\#(from)}}"#
            try await lapwing("control", "raw", clock, "--control", stand.control, in: folder).well()
            try await daemon.status { $0.inputs.crossings == 4 }
            let results = try await daemon.results().text
            let after = try #require(results.firstMatch(of: #/"nowMs":(\d+)/#)?.output.1)
            #expect(try #require(Int64(after)) < now / 1000 + 600_000)

            // And so after a restart: the journal has what was believed.
            daemon.child.kill()
            daemon = try RunningDaemon(event: race.event, on: stand, in: folder, more: journal)
            #expect(try await daemon.status { _ in true }.inputs.crossings == 4)
        }
    }
}
