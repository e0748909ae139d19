import Glibc
import Linux

/// A directory in which files are replaced, each at once: who reads one has it whole, the old one or the new one.
package struct WrittenFiles: Sendable {
    private let directory: String
    private var written: [String: [UInt8]] = [:]

    /// - Throws: where the directory is not there and cannot be made, or cannot be written to.
    package init(_ directory: String) throws(ServingFault) {
        self.directory = directory
        if mkdir(directory, 0o755) != 0, errno != EEXIST {
            throw .system("\(directory): cannot be made; give another --to")
        }
        guard access(directory, W_OK | X_OK) == 0 else {
            throw .system("\(directory): expected a directory that can be written to; give another --to")
        }
    }

    /// Writes those that are other than before.
    /// - Returns: how many.
    /// - Throws: the first one that cannot be written; it is tried again the next time.
    @discardableResult
    package mutating func write(_ files: [LiveFile]) throws(ServingFault) -> Int {
        var count = 0
        for file in files {
            let bytes = file.bytes
            guard written[file.name] != bytes else { continue }
            try replace(file.name, bytes)
            written[file.name] = bytes
            count += 1
        }
        return count
    }

    private func replace(_ name: String, _ bytes: [UInt8]) throws(ServingFault) {
        let path = "\(directory)/\(name)"
        do throws(WholeFile.Fault) {
            try WholeFile.replace(path, with: bytes, mode: 0o644)
        } catch {
            throw ServingFault("\(path): cannot be written: \(error)")
        }
    }
}
