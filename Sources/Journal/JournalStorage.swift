import Glibc
import Linux

/// The system calls of a journal. A test puts a full or a broken disk in their place.
/// Numbers below zero are a negated errno.
public struct JournalStorage: Sendable {
    /// Makes a file that is not there yet, for writing: its descriptor.
    public var create: @Sendable (_ path: String) -> Int32
    /// Writes at an offset; says how many bytes, which may be fewer than asked.
    public var write: @Sendable (_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, _ offset: UInt64) -> Int
    /// Returns 0 once the file's contents are on the medium.
    public var sync: @Sendable (_ descriptor: Int32) -> Int32
    /// Cuts a file to so many bytes.
    public var truncate: @Sendable (_ descriptor: Int32, _ bytes: UInt64) -> Int32
    /// Nanoseconds of a clock that is never set.
    public var uptime: @Sendable () -> UInt64
    /// Microseconds of UTC.
    public var utc: @Sendable () -> Int64
    /// 16 bytes that change with each start of the machine; nil where they cannot be known.
    public var bootID: @Sendable () -> [UInt8]?

    /// The system's own.
    public static let real = JournalStorage(
        create: { path in
            let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            return descriptor < 0 ? -errno : descriptor
        },
        write: { descriptor, bytes, offset in
            let count = pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(offset))
            return count < 0 ? -Int(errno) : count
        },
        sync: { fdatasync($0) == 0 ? 0 : -errno },
        truncate: { ftruncate($0, off_t($1)) == 0 ? 0 : -errno },
        uptime: { UInt64(MachineClock.nanoseconds) },
        utc: { MachineClock.utcMicroseconds },
        bootID: { Self.realBootID })

    /// The kernel's; where that is hidden, as from a service without all of /proc, the one that systemd hands on.
    private static let realBootID: [UInt8]? = {
        let kernels = (try? FileBytes.read("/proc/sys/kernel/random/boot_id", most: 64)) ?? []
        return bootID(kernels) ?? getenv("LAPWING_BOOT_ID").flatMap { bootID(Array(String(cString: $0).utf8)) }
    }()

    /// Of 32 hexadecimal digits, with or without dashes.
    static func bootID(_ text: [UInt8]) -> [UInt8]? {
        let digits = text.compactMap { Character(Unicode.Scalar($0)).hexDigitValue.map(UInt8.init) }
        guard digits.count == 32, digits.contains(where: { $0 != 0 }) else { return nil }
        return (0..<16).map { digits[2 * $0] << 4 | digits[2 * $0 + 1] }
    }

    /// All bytes, continued after a short write. How many are written, and the errno that stopped it or 0.
    func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, _ offset: UInt64) -> (count: Int, code: Int32) {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = write(descriptor, rest, offset + UInt64(done))
            if count > 0 {
                done += count
            } else if count != -Int(EINTR) {
                return (done, count < 0 ? Int32(-count) : EIO)
            }
        }
        return (done, 0)
    }
}
