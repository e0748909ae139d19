import Foundation
import Service
import Testing
import ZeroMQ

@Suite("The file of a local door")
struct DoorFileTests {
    private let lines = LogLines()

    @Test("removed under the daemon it is made anew within seconds, and it is said; who is connected stays so")
    func removed() throws {
        let folder = "/tmp/door-\(UInt32.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let address = "ipc://\(folder)/control"
        let context = try Context()
        let router = try Socket(.router, in: context, options: hasty)
        try router.bind(address, fileMode: 0o600)
        var file = DoorFile(address, mode: 0o600)
        let early = try Socket(.dealer, in: Context(), options: hasty)
        try early.connect(address)
        var message = Message()
        func isHeard(_ peer: borrowing Socket) throws -> Bool {
            guard try peer.send(Array("flag".utf8)), try router.receive(into: &message) else { return false }
            return try router.receive(into: &message)
        }
        #expect(try isHeard(early))
        file.tend(router, .control, now: 0, log: lines.logger)
        #expect(lines.told.isEmpty)
        try FileManager.default.removeItem(atPath: folder)
        file.tend(router, .control, now: 1000, log: lines.logger)
        #expect(lines.told.count == 1 && lines.told[0].contains("is gone"))
        // libzmq closes the old one meanwhile.
        Thread.sleep(forTimeInterval: 0.3)
        file.tend(router, .control, now: 2000, log: lines.logger)
        #expect(lines.told.last?.contains("is open again") == true)
        let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/control")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let late = try Socket(.dealer, in: Context(), options: hasty)
        try late.connect(address)
        #expect(try isHeard(late))
        #expect(try isHeard(early))
    }

    @Test("a file that is no socket is refused in words, and left as it is")
    func plainFile() throws {
        let path = "/tmp/door-\(UInt32.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("notes".utf8).write(to: URL(filePath: path))
        let router = try Socket(.router, in: Context(), options: hasty)
        let error = #expect(throws: ZeroMQError.self) { try router.bind("ipc://\(path)", fileMode: 0o600) }
        #expect(error?.description.contains("in the place of a file that is none") == true)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "notes")
    }
}
