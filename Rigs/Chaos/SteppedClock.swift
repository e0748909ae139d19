import Glibc

/// The wall clock of one daemon, which is stepped while the machine's goes on: a library in front of the C library adds
/// the offset in a file.
final class SteppedClock {
    private let path: String
    private let library: String

    init(_ path: String, library: String) throws {
        guard access(library, R_OK) == 0 else { throw systemFailure("\(library)") }
        self.path = path
        self.library = library
        try step(to: 0)
    }

    var environment: [String] { ["LD_PRELOAD=\(library)", "LAPWING_CLOCK=\(path)"] }

    /// The daemon's clock is ahead by so many milliseconds from now on; behind, if negative.
    func step(to milliseconds: Int64) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw systemFailure(path) }
        defer { close(descriptor) }
        var offset = milliseconds * 1_000_000
        guard pwrite(descriptor, &offset, MemoryLayout<Int64>.size, 0) == MemoryLayout<Int64>.size else {
            throw systemFailure(path)
        }
    }
}
