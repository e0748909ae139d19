import Glibc
import Yams

/// A file's YAML, read with the limits that keep a damaged or hostile file from doing harm.
enum Page {
    static let largest = 1 << 20

    /// The file's top value. A file that cannot be read is a fault of the value that refers to it, if one
    /// does.
    static func read(_ path: String, into findings: Findings, referredBy reference: Field? = nil) -> Field? {
        guard let text = text(path, into: findings, referredBy: reference) else { return nil }
        do {
            return Field(node: try compose(text), file: path, path: "", findings: findings)
        } catch {
            tell(error, of: path, into: findings)
            return nil
        }
    }

    /// The top value of a file of any kind; nil after a fault.
    static func text(_ path: String, into findings: Findings, referredBy reference: Field? = nil) -> String? {
        let bytes: [UInt8]
        switch contents(of: path) {
        case .success(let read):
            bytes = read
        case .failure(let refusal):
            let found = refusal.found(path)
            if let reference {
                reference.fault(found: found, expected: refusal.expected, remedy: refusal.remedy)
            } else {
                findings.open(path)
                findings.add(
                    Fault(
                        file: path, line: 1, column: 1, key: "file", found: found,
                        expected: refusal.expected, remedy: refusal.remedy))
            }
            return nil
        }
        findings.open(path)
        do {
            return try text(bytes)
        } catch {
            tell(error, of: path, into: findings)
            return nil
        }
    }

    /// Tells why a file cannot be read.
    static func tell(_ flaws: Flaws, of path: String, into findings: Findings) {
        for flaw in flaws.flaws {
            findings.add(
                Fault(
                    file: path, line: flaw.line, column: flaw.column, key: flaw.key, found: flaw.found,
                    expected: flaw.expected, remedy: flaw.remedy))
        }
    }

    private struct Refusal: Error {
        let why: String
        let expected: String
        let remedy: String

        func found(_ path: String) -> String { "\(quoted(path)), \(why)" }
    }

    private static func contents(of path: String) -> Result<[UInt8], Refusal> {
        func refusal(_ code: Int32) -> Result<[UInt8], Refusal> {
            let why = strerror(code).map { String(cString: $0) } ?? "error \(code)"
            return .failure(
                Refusal(
                    why: "which cannot be read (\(why))", expected: "a readable file",
                    remedy: "check the path and the file's permissions"))
        }
        if path.utf8.contains(0) { return refusal(EINVAL) }
        // A pipe is not waited for: the daemon reads files while a session runs.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { return refusal(errno) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { return refusal(errno) }
        guard [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else {
            return .failure(
                Refusal(
                    why: "which is no file (a pipe, a socket or a device)", expected: "a readable file",
                    remedy: "write what it says to a file, and give that"))
        }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count <= largest {
            let count = Glibc.read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return refusal(errno) }
            if count == 0 { break }
            bytes += piece[..<count]
        }
        guard bytes.count <= largest else {
            return .failure(
                Refusal(
                    why: "which is larger than 1 MiB", expected: "at most 1 MiB",
                    remedy: "check that this is the file you mean; split it otherwise"))
        }
        return .success(bytes)
    }

    private static func text(_ bytes: [UInt8]) throws(Flaws) -> String {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let body = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
        if let text = String(validating: body, as: UTF8.self) {
            return text
        }
        let lines = body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        throw Flaws(
            line: line + 1, column: 1, found: "bytes that are not UTF-8", expected: "UTF-8 text",
            remedy: "save the file as UTF-8")
    }
}

/// Why a text is no page, before any of its keys is read.
struct Flaws: Error {
    struct Flaw {
        let line: Int
        let column: Int
        let key: String
        let found: String
        let expected: String
        let remedy: String
    }

    let flaws: [Flaw]

    init(flaws: [Flaw]) {
        self.flaws = flaws
    }

    init(line: Int, column: Int, key: String = "yaml", found: String, expected: String, remedy: String) {
        self.init(
            flaws: [
                Flaw(
                    line: line, column: column, key: key, found: found, expected: expected, remedy: remedy)
            ])
    }
}
