import Foundation
import Service
import Testing

@Suite("Which build makes the deltas")
struct ProgramBuildTests {
    @Test("a program says its build id, the same each time")
    func ownBuild() {
        #expect(ProgramBuild.id.count >= 16)
        #expect(ProgramBuild.id.allSatisfy { $0.isHexDigit })
    }

    @Test("without a build id its content tells: a copy is the same, one byte makes another, wherever it stands")
    func content() throws {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        // More than one block of what is read at once.
        var bytes = Data((0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        func hash(_ name: String) throws -> String {
            let path = "\(folder.path)/\(name)"
            try bytes.write(to: URL(filePath: path))
            let hash = try #require(ProgramBuild.hash(ofFile: path))
            return hash
        }
        let first = try hash("program")
        #expect(try hash("copy") == first)
        var others: Set<String> = [first]
        for place in [0, 1 << 20, bytes.count - 1] {
            bytes[place] ^= 1
            others.insert(try hash("changed"))
        }
        bytes.append(0)
        others.insert(try hash("longer"))
        #expect(others.count == 5)
        #expect(ProgramBuild.hash(ofFile: "\(folder.path)/absent") == nil)
    }
}
