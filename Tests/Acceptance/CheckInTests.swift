import Foundation
import Testing

extension WholeRaces {
    /// The transponders before a session of a meeting, from a box that says how well it reads them.
    struct CheckingInAtAMeeting {
        private func crossing(_ number: Int, _ timeUs: Int64, _ transponder: Int, strength: Int? = nil) -> String {
            let reading = strength.map { ",\"hits\":30,\"strength\":\($0)" } ?? ""
            return #"{"v":1,"type":"crossings","decoder":101,"epoch":1,"crossings":[{"number":\#(number),"timeUs":"#
                + #"\#(timeUs),"loop":1,"transponder":\#(transponder)\#(reading)}]}"#
        }

        @Test("signal strength and laps are told, and what a transponder was in an earlier session or last year")
        func mistakes() async throws {
            let folder = try Folder()
            let day = try await MeetingDay(in: folder)
            let cars = try day.cars
            let daemon = try day.daemon()
            defer { daemon.child.kill() }
            try await daemon.control("session", "arm", "practice").well()
            // For the race the entry list is another: two cars have changed theirs, a third has a new one.
            for (car, transponder) in [(cars[0], cars[1].transponder), (cars[1], cars[0].transponder)] {
                try await entry(
                    daemon, "change", car.number, "--session", "race1", "--transponder", "\(900_000 + transponder)")
            }
            for (car, transponder) in [(cars[0], cars[1].transponder), (cars[1], cars[0].transponder)] {
                try await entry(daemon, "change", car.number, "--session", "race1", "--transponder", "\(transponder)")
            }
            try await entry(daemon, "change", cars[2].number, "--session", "race1", "--transponder", "990001")
            try await daemon.control("session", "arm", "race1").well()
            let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
            try await RawBox.says(
                [
                    crossing(1, now, cars[0].transponder, strength: 117),
                    crossing(2, now + 1_000_000, cars[2].transponder, strength: 61),
                    crossing(3, now + 90_000_000, cars[2].transponder, strength: 62),
                    crossing(4, now + 180_000_000, cars[2].transponder, strength: 63),
                    crossing(5, now + 181_000_000, 880_001),
                ], as: daemon.stand, in: folder)
            _ = try await day.status(of: "race1", on: daemon) { $0.inputs.crossings == 5 }
            let lastYear = try folder.write(
                try day.text.replacing("transponders: [\(cars[3].transponder)]", with: "transponders: [880001]"),
                to: "last-year.yaml")
            let told = try await lapwing(
                "check-in", "--query", daemon.stand.query, "--session", "race1", "--previous", lastYear, in: folder)
            let text = told.text
            #expect(told.status == 1)
            #expect(
                text.contains("seen      car \(cars[1].number) ") && text.contains("strength 117, 30 hits"), "\(text)")
            let strange = told.lines.first { $0.hasPrefix("UNKNOWN   transponder \(cars[2].transponder)") } ?? text
            #expect(strange.contains("3 crossings, 2 laps") && strange.contains("strength 63"), "\(strange)")
            #expect(
                text.contains(
                    "transponder \(cars[2].transponder) was car \(cars[2].number)'s in practice, and its entry here has 990001"
                ), "\(text)")
            #expect(
                text.contains(
                    "cars \(cars[0].number) and \(cars[1].number) had each other's transponders in practice"), "\(text)"
            )
            #expect(text.contains("transponder 880001 was car \(cars[3].number)'s in \(lastYear)"), "\(text)")
            try await daemon.stopped().well()
        }

        private func entry(_ daemon: RunningDaemon, _ words: String...) async throws {
            try await run(
                Project.program("lapwing"), ["entry"] + words + ["--control", daemon.stand.control], in: daemon.folder
            ).well()
        }
    }
}
