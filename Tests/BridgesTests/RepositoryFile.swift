import Glibc

/// Files of the repository that tests read.
enum RepositoryFile {
    private static let tests =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")

    /// The recorded session at Sebring, 2009: lines without CR LF; nil where it cannot be read.
    static var sebring: [ArraySlice<UInt8>]? {
        bytes("/RecordingTests/Races/sebring-2009/2009-sebring-alms-session-5.txt")?.split(separator: 0x0A).map {
            $0.last == 0x0D ? $0.dropLast() : $0
        }
    }

    /// A file, by its path from the folder of the tests; nil where it cannot be read.
    static func bytes(_ path: String) -> ArraySlice<UInt8>? {
        guard let file = fopen(tests + path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return bytes[..<count]
    }
}
