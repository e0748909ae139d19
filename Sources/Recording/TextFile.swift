#if canImport(Glibc)
    private import Glibc
#endif

/// Files as bytes: read whole, written whole.
public enum TextFile {
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// - Throws: `Failure` naming the file and the system's error.
    public static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("read", path) }
        defer { close(descriptor) }
        var about = stat()
        guard fstat(descriptor, &about) == 0 else { throw failure("read", path) }
        // Most files are as long as the system says. Those of /proc are longer, and one may be written on meanwhile.
        var bytes = try chunk(of: descriptor, path, atMost: max(Int(about.st_size), 0) + 1)
        while true {
            let more = try chunk(of: descriptor, path, atMost: 1 << 16)
            guard !more.isEmpty else { return bytes }
            bytes += more
        }
    }

    /// The next bytes of an open file; none at its end.
    private static func chunk(of descriptor: Int32, _ path: String, atMost most: Int) throws(Failure) -> [UInt8] {
        var isFailed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { space, count in
            repeat {
                let read = Glibc.read(descriptor, space.baseAddress, most)
                isFailed = read < 0
                count = max(read, 0)
            } while isFailed && errno == EINTR
        }
        guard !isFailed else { throw failure("read", path) }
        return bytes
    }

    /// Text of a file; bytes that are not UTF-8 are read as Windows-1252, as timing systems write them.
    public static func text(_ path: String) throws(Failure) -> String {
        text(of: try read(path))
    }

    /// Text of these bytes: of UTF-8, or else of Windows-1252, which is Latin-1 with letters and marks where that has
    /// control codes.
    public static func text(of bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return String(
            String.UnicodeScalarView(
                bytes.map { byte in
                    guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
                    return Unicode.Scalar(windows1252[Int(byte) - 0x80]) ?? Unicode.Scalar(byte)
                }))
    }

    /// The characters of 0x80 to 0x9F.
    private static let windows1252: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D,
        0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153,
        0x9D,
        0x017E, 0x0178,
    ]

    public static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("write", path) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("write", path) }
            rest = rest.dropFirst(count)
        }
    }

    /// Makes a directory and those above it, where they are missing.
    public static func makeDirectory(_ path: String) throws(Failure) {
        if mkdir(path, 0o755) == 0 { return }
        if errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw failure("make directory", path)
        }
        try makeDirectory(String(path[..<slash]))
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw failure("make directory", path) }
    }

    /// Puts a file or a directory in the place of another name, and in that of what is there.
    public static func move(_ path: String, to other: String) throws(Failure) {
        guard rename(path, other) == 0 else { throw failure("move to \(other)", path) }
    }

    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Removes a directory and its files. What is not there needs no removing.
    public static func removeDirectory(_ path: String, files: [String]) {
        for file in files { unlink("\(path)/\(file)") }
        rmdir(path)
    }

    private static func failure(_ what: String, _ path: String) -> Failure {
        Failure(description: "cannot \(what) \(path): \(String(cString: strerror(errno)))")
    }
}
