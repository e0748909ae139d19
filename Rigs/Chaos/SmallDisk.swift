import Glibc

/// A disk of memory with little room, on which the journal lies.
final class SmallDisk {
    private let path: String
    private var ballast: String { "\(path)/ballast" }

    init(_ path: String) throws {
        self.path = path
        guard mkdir(path, 0o700) == 0, Program.run("mount", "-t", "tmpfs", "-o", "size=8m", "none", path) == 0 else {
            throw systemFailure("cannot mount a disk at \(path)")
        }
    }

    func unmount() { _ = Program.run("umount", "-l", path) }

    /// Takes the room but for so many bytes.
    func fill(leaving left: Int) throws {
        let descriptor = open(ballast, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw systemFailure(ballast) }
        defer { close(descriptor) }
        // The daemon takes of the room meanwhile.
        for _ in 0..<100 {
            var found = statvfs()
            guard statvfs(path, &found) == 0 else { throw systemFailure(path) }
            let free = Int(found.f_bavail) * Int(found.f_frsize)
            if free <= left || posix_fallocate(descriptor, 0, off_t(free - left)) == 0 { return }
        }
        throw Failure("\(ballast) could not be filled")
    }

    func makeRoom() { unlink(ballast) }
}
