import Glibc

/// A party's secret key on disk: 40 characters of Z85 and a newline, in a file that only its owner can read.
public enum KeyFile {
    /// Why a key file cannot be used or made.
    public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// The file.
        public let path: String
        /// The fault found.
        public let found: String
        /// The state expected.
        public let expected: String
        /// The remedy.
        public let remedy: String

        /// One line: `PATH: found X, expected Y; REMEDY`.
        public var description: String { "\(path): found \(found), expected \(expected); \(remedy)" }
    }

    /// The pair of keys that belongs to a file's secret.
    ///
    /// Refuses a file that its group or others can read or write, with any contents: others may have the secret.
    public static func read(_ path: String) throws(Fault) -> CurveKeys {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        defer { close(descriptor) }
        var about = stat()
        guard fstat(descriptor, &about) == 0 else { throw unreadable(path, errno) }
        guard about.st_mode & S_IFMT == S_IFREG else {
            throw Fault(
                path: path, found: "something that is no file", expected: "a file with a secret key",
                remedy: "write the path of what \"lapwing keys new\" made")
        }
        let mode = about.st_mode & 0o777
        guard mode & 0o077 == 0 else {
            throw Fault(
                path: path, found: "mode \(octal(mode)), which lets others at the secret",
                expected: "a file that only its owner can read",
                remedy: "chmod 600 \(path), or make a new key if others may have read it")
        }
        return try keys(in: descriptor, path)
    }

    /// Writes a new secret into a file that is not there yet, for its owner alone.
    public static func make(_ path: String) throws(Fault) -> CurveKeys {
        let keys: CurveKeys
        do throws(ZeroMQError) {
            keys = try CurveKeys()
        } catch {
            throw Fault(path: path, found: "\(error)", expected: "libzmq with CURVE", remedy: "install libsodium")
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            let isThere = errno == EEXIST
            throw Fault(
                path: path, found: isThere ? "a file that is there already" : "\(String(cString: strerror(errno)))",
                expected: "a place for a new file",
                remedy: isThere ? "choose another name: a secret is never written over" : "choose another folder")
        }
        let text = Array("\(keys.secret.z85)\n".utf8)
        let isWritten = write(descriptor, text, text.count) == text.count && fsync(descriptor) == 0
        let code = errno
        guard close(descriptor) == 0, isWritten else {
            unlink(path)
            throw Fault(
                path: path, found: String(cString: strerror(code)), expected: "room for a key",
                remedy: "make room or choose another folder")
        }
        return keys
    }

    private static func keys(in descriptor: Int32, _ path: String) throws(Fault) -> CurveKeys {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw unreadable(path, errno) }
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        do throws(ZeroMQError) {
            guard text.hasSuffix("\n") else { throw ZeroMQError(code: .invalidArgument, operation: "read a key") }
            return try CurveKeys(secret: try CurveSecret(z85: String(text.dropLast())))
        } catch {
            // The contents are not shown: they may be most of a secret.
            throw Fault(
                path: path, found: "what is no secret key", expected: "40 characters of Z85 and a newline",
                remedy: "write the path of what \"lapwing keys new\" made")
        }
    }

    private static func unreadable(_ path: String, _ code: Int32) -> Fault {
        Fault(
            path: path, found: "a file that cannot be read (\(String(cString: strerror(code))))",
            expected: "a file with a secret key",
            remedy: "check the path and who owns the file; \"lapwing keys new\" makes one")
    }

    private static func octal(_ mode: mode_t) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
