import Glibc

/// A file that closes itself with its last holder: the syncing thread may hold it longer than the writer.
final class OpenFile: Sendable {
    let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}

/// Small things done to files, with their errors told.
enum FileBytes {
    static func open(_ path: String, _ flags: Int32) throws(JournalError) -> OpenFile {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(operation: "open", path: path, code: errno) }
        return OpenFile(descriptor)
    }

    /// Something else than a file, such as a pipe, is not waited for.
    static func openToRead(_ path: String) throws(JournalError) -> OpenFile {
        let file = try open(path, O_RDONLY | O_NONBLOCK)
        try demandFile(file, path)
        return file
    }

    static func demandFile(_ file: OpenFile, _ path: String) throws(JournalError) {
        var status = stat()
        guard fstat(file.descriptor, &status) == 0 else {
            throw .system(operation: "read", path: path, code: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .noFile(path: path) }
    }

    static func read(_ path: String, most: Int = .max) throws(JournalError) -> [UInt8] {
        let file = try openToRead(path)
        var bytes: [UInt8] = []
        while bytes.count < most {
            let more = try read(file, path, at: UInt64(bytes.count), most: min(1 << 16, most - bytes.count))
            guard !more.isEmpty else { return bytes }
            bytes += more
        }
        return bytes
    }

    /// Fewer bytes than asked only at the end of the file.
    static func read(_ file: OpenFile, _ path: String, at offset: UInt64, most: Int) throws(JournalError) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
            let read = fill(file, UnsafeMutableRawBufferPointer(buffer), at: offset)
            count = read.count
            code = read.code
        }
        guard code == 0 else { throw .system(operation: "read", path: path, code: code) }
        return bytes
    }

    static func fill(
        _ file: OpenFile, _ buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
    ) -> (count: Int, code: Int32) {
        guard let base = buffer.baseAddress else { return (0, 0) }
        var done = 0
        while done < buffer.count {
            let count = pread(file.descriptor, base + done, buffer.count - done, off_t(offset) + off_t(done))
            if count < 0, errno == EINTR { continue }
            if count < 0 { return (done, errno) }
            if count == 0 { break }
            done += count
        }
        return (done, 0)
    }

    /// False for what is there and is something else.
    static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }

    static func size(_ path: String) throws(JournalError) -> UInt64 {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .system(operation: "read", path: path, code: errno) }
        return UInt64(status.st_size)
    }

    /// Makes a directory for its owner alone, and those above it, where they are missing.
    static func makeDirectory(_ path: String) throws(JournalError) {
        if mkdir(path, 0o700) == 0 { return }
        if errno == EEXIST { return }
        let code = errno
        guard code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw .system(operation: "make directory", path: path, code: code)
        }
        try makeDirectory(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw .system(operation: "make directory", path: path, code: errno)
        }
    }

    /// Without the file there is nothing to do.
    static func remove(_ path: String) throws(JournalError) {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw .system(operation: "remove", path: path, code: errno)
        }
    }

    /// Numbers of the segments in a directory, in their order.
    static func segments(_ directory: String) throws(JournalError) -> [UInt32] {
        guard let listing = opendir(directory) else {
            throw .system(operation: "read directory", path: directory, code: errno)
        }
        defer { closedir(listing) }
        var numbers: [UInt32] = []
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let number = SegmentName.number(name) { numbers.append(number) }
        }
        return numbers.sorted()
    }
}

/// A journal has one writer: the holder of its lock. The lock ends with the process.
final class DirectoryLock: Sendable {
    let file: OpenFile

    /// Closing would not do where a child that is being started still has the file.
    deinit { flock(file.descriptor, LOCK_UN) }

    init(_ directory: String) throws(JournalError) {
        let path = "\(directory)/lock"
        file = try FileBytes.open(path, O_RDWR | O_CREAT)
        guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw .system(operation: "lock", path: path, code: errno) }
            throw .inUse(directory: directory, pid: Self.pid(directory))
        }
        // For a process that is refused the lock. If it cannot be written, the journal is opened all the same.
        let text = Array("\(getpid())\n".utf8)
        _ = ftruncate(file.descriptor, 0)
        _ = pwrite(file.descriptor, text, text.count, 0)
    }

    /// The process that holds the lock, as the system lists it; the lock itself is not touched.
    static func holder(_ directory: String) -> Int32? {
        var status = stat()
        guard stat("\(directory)/lock", &status) == 0, let list = try? FileBytes.read("/proc/locks") else { return nil }
        for line in String(decoding: list, as: UTF8.self).split(separator: "\n") {
            // `1: FLOCK  ADVISORY  WRITE 4711 fe:00:123456 0 EOF`
            let words = line.split(separator: " ")
            guard words.count >= 6, words[1] == "FLOCK", words[5].hasSuffix(":\(status.st_ino)") else { continue }
            return Int32(words[4])
        }
        return nil
    }

    /// The process that last wrote itself down as the writer.
    static func pid(_ directory: String) -> Int32? {
        guard let bytes = try? FileBytes.read("\(directory)/lock") else { return nil }
        return Int32(String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self))
    }
}
