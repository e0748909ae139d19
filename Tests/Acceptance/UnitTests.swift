import Foundation
import Testing

extension WholeRaces {
    /// lapwingd.service as a real systemd runs it, with all that it forbids.
    struct Unit {
        @Test("the unit starts, is watched, takes a reload, stops, and knows a power cut under a real systemd")
        func wholeLife() async throws {
            let folder = try Folder()
            let run = try Child(
                URL(filePath: "/bin/bash"), [Project.unitChecks, Project.programs.path], in: folder)
            let ended = try await run.ended(within: 150)
            if ended.status == 77 {
                // Not everybody may make namespaces.
                print("NOTE: the unit was not tried under a real systemd: \(ended.errors)")
                return
            }
            #expect(ended.status == 0, "\(ended.text)\(ended.errors)")
            // Not every kernel bounds memory.
            let hasBounds = !ended.text.contains("note: this kernel has no memory bounds")
            #expect(ended.lines.count { $0.hasPrefix("ok: ") } == (hasBounds ? 26 : 23), "\(ended.text)")
        }
    }
}
