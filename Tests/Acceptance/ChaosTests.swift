import Foundation
import Glibc
import Testing

@Suite("Nothing lost, whatever happens", .timeLimit(.minutes(3)))
struct ChaosTests {
    /// Where nothing can be mounted no disk can be filled.
    private static let hasDisks = FileManager.default.isExecutableFile(atPath: "/usr/bin/unshare")

    @Test("a handful of every fault that scripts/chaos knows loses nothing")
    func few() async throws {
        let folder = try Folder()
        let disks = try await Self.canMount(in: folder)
        if !disks { print("NOTE: nothing can be mounted here: no disk was full") }
        let ended = try await run(
            Project.program("lapwing-chaos"), ["--few"] + (disks ? [] : ["--without-full-disk"]), in: folder,
            within: 120
        )
        #expect(ended.status == 0, "\(ended.text.suffix(4000))\(ended.errors.suffix(2000))")
        #expect(ended.lines.contains { $0.hasPrefix("kill ") }, "\(ended.text.suffix(4000))")
    }

    @Test("a daemon that is none is not taken for one that loses nothing")
    func none() async throws {
        let folder = try Folder()
        let programs = folder.url.appending(path: "bin")
        try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: programs.appending(path: "lapwingd"), withDestinationURL: URL(filePath: "/bin/false"))
        let ended = try await run(
            Project.program("lapwing-chaos"), ["--only", "kill", "--runs", "1", "--bin", programs.path], in: folder)
        #expect(ended.status == 1)
    }

    private static func canMount(in folder: Folder) async throws -> Bool {
        guard hasDisks else { return false }
        let how = geteuid() == 0 ? "-m" : "-rm"
        return try await run(URL(filePath: "/usr/bin/unshare"), [how, "true"], in: folder).status == 0
    }
}
