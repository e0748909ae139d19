import Glibc
import Journal
import Linux
import Wire

/// The build of Lapwing that makes the deltas, by its content: another build may make other deltas of the same inputs.
package enum ProgramBuild {
    /// Of this program, in hexadecimal digits: the build id that its linker gave it, or else a hash of its file.
    package static let id = BuildID.ofThisProgram?.hexadecimal ?? hash(ofFile: "/proc/self/exe") ?? "unknown"

    /// A hash over the hashes of a file's blocks; nil when the file cannot be read.
    package static func hash(ofFile path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var hashes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(file, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            hashes += Fingerprint.of(Array(block[..<count]))
        }
        return Fingerprint.of(hashes).hexadecimal
    }
}
