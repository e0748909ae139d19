import Glibc

/// A file that is always whole: it is written beside, and then takes the name. Who reads it has the old one or the new.
public enum WholeFile {
    /// Why a file cannot be read or written.
    public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// The system's error; `EFBIG` where the file is larger than was asked for.
        public let code: Int32

        public init(code: Int32) { self.code = code }

        public var description: String { String(cString: strerror(code)) }
    }

    /// Puts these bytes in the place of what the file had.
    /// - Parameter isSynced: the bytes are on the disk before they take the name.
    /// - Throws: the system's error; the file is as it was then.
    public static func replace(
        _ path: String, with bytes: [UInt8], mode: UInt32, isSynced: Bool = false
    ) throws(Fault) {
        let beside = beside(path)
        let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, mode)
        guard descriptor >= 0 else { throw Fault(code: errno) }
        // Whatever the process's mask is.
        _ = fchmod(descriptor, mode)
        let code = write(bytes, to: descriptor)
        if isSynced { fsync(descriptor) }
        close(descriptor)
        guard code == 0, rename(beside, path) == 0 else {
            let code = code == 0 ? errno : code
            unlink(beside)
            throw Fault(code: code)
        }
    }

    /// The bytes of a file; of a pipe without a writer none.
    public static func read(_ path: String, atMost most: Int) throws(Fault) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Fault(code: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Fault(code: errno) }
            if count == 0 { return bytes }
            bytes += block[..<count]
            guard bytes.count <= most else { throw Fault(code: EFBIG) }
        }
    }

    /// `.NAME.new` in the same directory: who lists its files does not see it.
    private static func beside(_ path: String) -> String {
        let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        return "\(path[..<name]).\(path[name...]).new"
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count < 0 ? errno : EIO }
            rest = rest.dropFirst(count)
        }
        return 0
    }
}
