import Recording
import Testing

@Suite("Files read whole and written whole")
struct TextFileTests {
    private let folder = TemporaryFolder()

    private func path(_ name: String) throws -> String {
        try TextFile.makeDirectory(folder.path)
        return "\(folder.path)/\(name)"
    }

    @Test("bytes of any length read back as they were written", arguments: [0, 1, 65_535, 65_536, 65_537, 1_000_000])
    func roundTrip(length: Int) throws {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let file = try path("file")
        try TextFile.write(bytes, to: file)
        #expect(try TextFile.read(file) == bytes)
    }

    @Test("a file written again holds nothing of what it held")
    func again() throws {
        let file = try path("file")
        try TextFile.write(Array("something long".utf8), to: file)
        try TextFile.write(Array("short".utf8), to: file)
        #expect(try TextFile.text(file) == "short")
    }

    @Test("text is read as UTF-8, and as Latin-1 where it is not")
    func encodings() throws {
        let file = try path("file")
        try TextFile.write(Array("Müller 🏁".utf8), to: file)
        #expect(try TextFile.text(file) == "Müller 🏁")
        try TextFile.write([0x4D, 0xFC, 0x6C, 0x6C, 0x65, 0x72, 0xE9], to: file)
        #expect(try TextFile.text(file) == "Mülleré")
    }

    @Test("what cannot be read or written is said by name, with what the system says")
    func failures() throws {
        let absent = try path("absent")
        let read = #expect(throws: TextFile.Failure.self) { try TextFile.read(absent) }
        #expect(read?.description == "cannot read \(absent): No such file or directory")
        let directory = #expect(throws: TextFile.Failure.self) { try TextFile.read(folder.path) }
        #expect(directory?.description == "cannot read \(folder.path): Is a directory")
        let deep = "\(absent)/deeper"
        let write = #expect(throws: TextFile.Failure.self) { try TextFile.write([1], to: deep) }
        #expect(write?.description == "cannot write \(deep): No such file or directory")
    }

    @Test("a directory is made with those above it, and made twice is no error")
    func directories() throws {
        let deep = try path("a/b/c")
        try TextFile.makeDirectory(deep)
        try TextFile.makeDirectory(deep)
        try TextFile.makeDirectory("\(folder.path)/d/e/")
        try TextFile.write([1], to: "\(deep)/file")
        try TextFile.write([1], to: "\(folder.path)/d/e/file")
        #expect(try TextFile.read("\(deep)/file") == [1])
        let failure = #expect(throws: TextFile.Failure.self) { try TextFile.makeDirectory("\(deep)/file/f") }
        #expect(failure?.description == "cannot make directory \(deep)/file/f: Not a directory")
    }
}
