import Foundation
import Testing

extension WholeRaces {
    struct Starting {
        @Test("a daemon with a faulty configuration does not start, and names the faults that `lapwing check` names")
        func faultyConfiguration() async throws {
            let folder = try Folder()
            let file = try folder.write(
                """
                event: nowhere/event.yaml
                feeds:
                  - name: timing stand
                    connect: tcp://127.0.0.1
                    recovry: tcp://127.0.0.1:5551
                publication: tcp://127.0.0.1:99999
                """, to: "lapwing.yaml")
            let faults = try await refuses(file, in: folder)
            #expect(faults.count == 4)
            for (fault, place) in zip(faults, ["1:8", "4:14", "5:5", "6:14"]) {
                #expect(fault.hasPrefix("\(file):\(place): "))
            }
        }

        @Test("a fault of the event is told with the daemon's, at its place in the event's file")
        func faultyEvent() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(1).recorded(in: folder)
            let sound = try String(contentsOfFile: race.event, encoding: .utf8)
            let lines = sound.split(separator: "\n", omittingEmptySubsequences: false)
            let place = try #require(lines.firstIndex { $0.contains("kind: line,") || $0.contains("kind: line}") })
            let event = try folder.write(
                sound.replacing("kind: line,", with: "kind: lime,", maxReplacements: 1)
                    .replacing("kind: line}", with: "kind: lime}", maxReplacements: 1), to: "event.yaml")
            let file = try folder.write(try Stand().configuration(event: "event.yaml"), to: "lapwing.yaml")
            let faults = try await refuses(file, in: folder)
            #expect(faults.contains { $0.hasPrefix("\(event):\(place + 1):") && $0.contains("lime") }, "\(faults)")
        }

        @Test("a configuration that is not there is a fault like another")
        func absentConfiguration() async throws {
            let folder = try Folder()
            let faults = try await refuses(folder.path("none.yaml"), in: folder)
            #expect(faults.count == 1)
        }

        @Test("an address that somebody else has is told, and the daemon does not start", arguments: 0..<3)
        func takenAddress(_ door: Int) async throws {
            let folder = try Folder()
            let race = try await Race.simulated(1).recorded(in: folder)
            let stand = try Stand()
            let address = [stand.publication, stand.query, stand.control][door]
            let somebody = try stand.taken(address)
            let daemon = try RunningDaemon(event: race.event, on: stand, in: folder)
            let ended = try await daemon.child.ended(within: 10)
            somebody.leave()
            #expect(ended.status == 69)
            #expect(ended.errors.contains("\(address): Address already in use"))
            #expect(ended.errors.contains(door == 2 ? "choose another path" : "choose another port"))
            #expect(ended.errors.split(separator: "\n").count { !$0.contains("warning: no journal") } == 1)
        }

        /// The faults for which the daemon does not start.
        private func refuses(_ file: String, in folder: Folder) async throws -> [String] {
            let daemon = try await run(Project.program("lapwingd"), ["--config", file], in: folder)
            let check = try await lapwing("check", file, in: folder)
            #expect(daemon.status == 78)
            #expect(check.status == 78)
            let told = daemon.errors.split(separator: "\n").map(String.init)
            #expect(told.last?.hasPrefix("lapwingd: not started: ") == true)
            #expect(Array(told.dropLast()) == check.lines)
            for fault in check.lines { #expect(fault.contains(/^[^:]+\.yaml:\d+:\d+: [^:]+: .+; .+/), "\(fault)") }
            return check.lines
        }
    }
}
