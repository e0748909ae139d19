import Foundation
import Glibc
import Testing

extension WholeRaces {
    /// The machine goes down, and what was not on the disk yet is gone.
    struct PowerCuts {
        /// `lapwingd` with the view of /proc that `ProcSubset=pid` of the unit gives it.
        private static func program(in folder: Folder) throws -> URL {
            let daemon = try Project.program("lapwingd").path
            let script = """
                #!/bin/sh
                exec unshare -m -p -f --kill-child sh -c \
                'mount -t proc -o subset=pid proc /proc && exec "$@"' x \(daemon) "$@"

                """
            let path = try folder.write(script, to: "lapwingd-in-unit")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            return URL(filePath: path)
        }

        /// Root is needed for it, or a machine where anybody may make a mount of his own.
        private static func hidesProc(in folder: Folder) async throws -> Bool {
            let how = ["-m", "-p", "-f", "sh", "-c", "mount -t proc -o subset=pid proc /proc && test ! -e /proc/sys"]
            return try await run(URL(filePath: "/usr/bin/unshare"), how, in: folder).status == 0
        }

        @Test("as a service, which does not see all of /proc, a power cut begins a new epoch, and a kill does not")
        func asService() async throws {
            let folder = try Folder()
            guard FileManager.default.isExecutableFile(atPath: "/usr/bin/unshare"),
                try await Self.hidesProc(in: folder)
            else { return print("NOT TRIED: no /proc of its own can be mounted here; it takes root") }
            let journals = folder.path("journal")
            let race = try await Race.simulated(35).recorded(in: folder)
            let stand = try Stand()
            let program = try Self.program(in: folder)
            func started(boot: String?) throws -> RunningDaemon {
                try RunningDaemon(
                    event: race.event, on: stand, in: folder, program: program,
                    environment: boot.map { ["LAPWING_BOOT_ID": $0] } ?? [:],
                    more: "journal: {directory: \"\(journals)\"}")
            }
            func killed(_ daemon: RunningDaemon) async throws {
                daemon.child.signal(SIGKILL)
                _ = try await daemon.child.ended(within: 5)
                // Its child goes with it, a moment later.
                try await Task.sleep(for: .milliseconds(300))
            }
            let (first, second) = (String(repeating: "1f", count: 16), String(repeating: "2e", count: 16))
            var daemon = try started(boot: first)
            let began = try await daemon.status { _ in true }
            try await daemon.control("flag", "green").well()
            try await killed(daemon)
            daemon = try started(boot: first)
            #expect(try await daemon.status { _ in true }.epoch == began.epoch)

            let onDisk = folder.path("on-disk")
            try FileManager.default.copyItem(atPath: journals, toPath: onDisk)
            try await daemon.control("flag", "red").well()
            try await killed(daemon)
            try FileManager.default.removeItem(atPath: journals)
            try FileManager.default.copyItem(atPath: onDisk, toPath: journals)
            daemon = try started(boot: second)
            let after = try await daemon.status { _ in true }
            #expect(after.epoch > began.epoch, "what was published and lost is published again under another name")
            try await killed(daemon)

            daemon = try started(boot: nil)
            let unknown = try await daemon.status { _ in true }
            #expect(unknown.epoch > after.epoch)
            #expect(daemon.child.errorText.contains("LAPWING_BOOT_ID"))
            try await killed(daemon)
        }

        @Test("the unit hands on the start of the machine, which it hides")
        func unit() throws {
            let unit = try String(
                contentsOf: Project.root.appending(path: "systemd/lapwingd.service"), encoding: .utf8)
            let lines = Set(unit.split(separator: "\n").map(String.init))
            #expect(!lines.contains("ProcSubset=pid") || lines.contains("Environment=LAPWING_BOOT_ID=%b"))
        }
    }
}
