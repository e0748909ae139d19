import Glibc

/// A file that is always whole: it is written beside, and then takes the name. Who reads it has the old one or the new.
public enum WholeFile {
    /// Puts these bytes in the place of what the file had.
    /// - Returns: 0, or the system's error; the file is as it was then.
    public static func replace(_ path: String, with bytes: [UInt8], mode: UInt32) -> Int32 {
        let beside = "\(path).new"
        let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { return errno }
        // Whatever the process's mask is.
        _ = fchmod(descriptor, mode)
        let code = write(bytes, to: descriptor)
        close(descriptor)
        guard code == 0, rename(beside, path) == 0 else {
            let code = code == 0 ? errno : code
            unlink(beside)
            return code
        }
        return 0
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
