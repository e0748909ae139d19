import Glibc

/// A folder for the files of one thread, in memory where the system has that: a few small ones, written over again.
/// Two doors that are tried at once do not write over each other's.
enum Scratch {
    static var folder: String {
        let path = "\(ofAll)/\(pthread_self())"
        mkdir(path, 0o700)
        return path
    }

    private static let ofAll: String = {
        let path = "\(access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp")/lapwing-fuzz-\(getpid())"
        mkdir(path, 0o700)
        atexit { Scratch.remove() }
        return path
    }()

    static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws(Broken) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        try demand(Glibc.write(descriptor, bytes.baseAddress, bytes.count) == bytes.count, "cannot write \(path)")
    }

    static func write(_ bytes: [UInt8], to path: String) throws(Broken) {
        try bytes.reading { bytes throws(Broken) in try write(bytes, to: path) }
    }

    /// A folder in it, empty.
    static func emptied(_ name: String) -> String {
        let path = "\(folder)/\(name)"
        remove(path)
        mkdir(path, 0o700)
        return path
    }

    private static func remove(_ path: String = ofAll) {
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != "..", unlink("\(path)/\(name)") != 0 { remove("\(path)/\(name)") }
            }
            closedir(directory)
        }
        rmdir(path)
    }
}
