import Glibc
import Linux

/// A directory that a web server serves. A file in it is always whole: it is written beside, then takes the name.
struct PublishedFolder: Sendable {
    /// What could not be done with a file, in words.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let path: String

    /// Makes the directory where it is missing.
    init(_ path: String) throws {
        self.path = path
        try makeFolder("")
    }

    /// Makes a folder in it, and those above, which everybody may read.
    func makeFolder(_ name: String) throws {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in "\(path)/\(name)".split(separator: "/") {
            made += part
            if mkdir(made, 0o755) == 0 {
                // Whatever the process's mask is: another user's web server reads here.
                _ = chmod(made, 0o755)
            } else if errno != EEXIST {
                throw Self.failure("make directory", made)
            }
            made += "/"
        }
    }

    /// Writes a file, or puts other bytes in its place.
    func write(_ bytes: [UInt8], to name: String) throws {
        let file = "\(path)/\(name)"
        do throws(WholeFile.Fault) {
            try WholeFile.replace(file, with: bytes, mode: 0o644)
        } catch {
            throw Failure(description: "cannot write \(file): \(error)")
        }
    }

    func has(_ name: String) -> Bool { access("\(path)/\(name)", F_OK) == 0 }

    /// What is not there needs no removing.
    func remove(_ name: String) { unlink("\(path)/\(name)") }

    /// Names of the files of a folder.
    func files(in name: String) -> [String] {
        guard let folder = opendir("\(path)/\(name)") else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func failure(_ what: String, _ path: String) -> Failure {
        Failure(description: "cannot \(what) \(path): \(String(cString: strerror(errno)))")
    }
}
