import Bridges
import Glibc

/// The recorded session at Sebring, 2009, as IMSA's server sent it.
enum Sebring {
    static let path =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
        + "/RecordingTests/Races/sebring-2009/2009-sebring-alms-session-5.txt"

    /// Its lines without CR LF; nil where the file cannot be read.
    static var lines: [ArraySlice<UInt8>]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return bytes[..<count].split(separator: 0x0A).map { $0.last == 0x0D ? $0.dropLast() : $0 }
    }
}
