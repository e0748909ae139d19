import Foundation
import Linux
import Testing

@Suite("The build id of a program")
struct BuildIDTests {
    @Test("it is the one in the note of the program's file")
    func note() throws {
        let id = try #require(BuildID.ofThisProgram)
        let file = try Data(contentsOf: URL(filePath: "/proc/self/exe"))
        // An ELF note: length of the content, type 3, the name, the content.
        let note = Data([UInt8(id.count), 0, 0, 0, 3, 0, 0, 0]) + Data("GNU\0".utf8) + Data(id)
        #expect(id.count >= 8)
        #expect(file.range(of: note) != nil)
    }
}
