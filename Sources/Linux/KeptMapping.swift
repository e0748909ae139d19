import CLinux

/// A file's memory that outlives the file: where the file is cut under it, a store goes into memory of the process, and
/// does not end the process (SIGBUS).
public enum KeptMapping {
    /// False where too many are kept already.
    @discardableResult
    public static func keep(_ start: UnsafeMutableRawPointer, bytes: Int) -> Bool {
        CLinux_keepMapping(start, bytes) == 0
    }

    /// To be called before the memory is given back.
    public static func forget(_ start: UnsafeMutableRawPointer) { CLinux_forgetMapping(start) }
}

/// Of lseek(2): the next byte that is not in a hole of the file.
public let seekData = CLinux_seekData
