import Foundation
import Glibc
import Testing

extension WholeRaces {
    /// Small things that could end or blind a daemon.
    struct SmallThings {
        @Test("a pipe or a device in place of a file is refused in words, and not waited for")
        func pipes() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(36).recorded(in: folder)
            let pipe = folder.path("pipe.yaml")
            #expect(mkfifo(pipe, 0o600) == 0)
            for path in [pipe, "/dev/null", folder.path("")] {
                let checked = try await lapwing("check", path, in: folder, within: 5)
                #expect(checked.status == 78 && (checked.errors + checked.text).contains("expected a readable file"))
                let started = try await run(
                    Project.program("lapwingd"), ["--config", path], in: folder, within: 5)
                #expect(started.status == 78)
            }
            let stand = try Stand()
            let daemon = try RunningDaemon(event: race.event, on: stand, in: folder)
            try await daemon.status { _ in true }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(""))
            let file = folder.path(try #require(names.first { $0.hasSuffix("-lapwing.yaml") }))
            try FileManager.default.removeItem(atPath: file)
            #expect(mkfifo(file, 0o600) == 0)
            daemon.child.signal(SIGHUP)
            try await daemon.said("which is no file")
            try await daemon.stopped().well()
        }

        @Test("no signal but those that mean it ends the daemon, nor a log that nobody reads")
        func signals() async throws {
            let folder = try Folder()
            let race = try await Race.simulated(36).recorded(in: folder)
            let daemon = try RunningDaemon(event: race.event, on: try Stand(), in: folder)
            try await daemon.status { _ in true }
            for number in [SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGXFSZ] {
                daemon.child.signal(number)
            }
            try await Task.sleep(for: .milliseconds(200))
            try await daemon.status { _ in true }
            try await daemon.stopped().well()
        }

        @Test("tens of thousands of faults are told by the first, quickly")
        func faults() async throws {
            let folder = try Folder()
            let text = (0..<70_000).map { "key\($0): 1\n" }.joined()
            let began = ContinuousClock.now
            let checked = try await lapwing("check", try folder.write(text, to: "many.yaml"), in: folder, within: 20)
            #expect(checked.status == 78)
            #expect((checked.text + checked.errors).utf8.count < 300_000)
            #expect(ContinuousClock.now - began < .seconds(8))
        }
    }
}

extension RunningDaemon {
    /// Waits until the log has these words.
    func said(_ words: String) async throws {
        let deadline = ContinuousClock.now + .seconds(5)
        while !child.errorText.contains(words) {
            guard ContinuousClock.now < deadline else { throw Trouble("the log does not say \(words)") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
