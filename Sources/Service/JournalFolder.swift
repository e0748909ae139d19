import Glibc
import Journal
package import Rulebook
package import Timing
import Wire

/// Where the journal of one session lies: `<directory>/<event>/<session>`, the event's file beside it.
package struct JournalFolder: Sendable {
    package let path: String
    /// The event's file, with nothing outside it.
    let eventFile: [UInt8]
    /// Of the event's file: with another one the same inputs make other deltas.
    package let fingerprint: String

    package init(_ directory: String, _ event: Event, _ session: Session) {
        path = "\(directory)/\(Self.name(event.name))/\(session.id)"
        eventFile = Array(event.yaml().utf8)
        fingerprint = Fingerprint.of(eventFile).hexadecimal
    }

    /// The configured directory, or the one that systemd gives.
    static func directory(_ configuration: DaemonConfiguration) -> String? {
        if let directory = configuration.journal.directory { return directory }
        // Of several the first.
        return getenv("STATE_DIRECTORY").map { String(cString: $0).split(separator: ":").first.map(String.init) ?? "" }
            .flatMap { $0.isEmpty ? nil : "\($0)/journal" }
    }

    /// Lower-case letters and digits; whatever else is one dash.
    static func name(_ event: String) -> String {
        var name = ""
        for unit in event.lowercased().unicodeScalars {
            if ("a"..."z").contains(unit) || ("0"..."9").contains(unit) {
                name.unicodeScalars.append(unit)
            } else if !name.hasSuffix("-") {
                name += "-"
            }
        }
        return name.isEmpty ? "-" : name
    }

    /// Bytes of the segments that are there.
    var bytes: UInt64 {
        guard let directory = opendir(path) else { return 0 }
        defer { closedir(directory) }
        var sum: UInt64 = 0
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            var found = stat()
            if name.hasSuffix(".lwj"), stat("\(path)/\(name)", &found) == 0 { sum += UInt64(clamping: found.st_size) }
        }
        return sum
    }

    /// Which build makes the deltas: another one may make others.
    static var program: String {
        var found = stat()
        guard stat("/proc/self/exe", &found) == 0 else { return "unknown" }
        return "\(found.st_size)-\(found.st_mtim.tv_sec)"
    }

    var hasEvent: Bool { access("\(path)/event.yaml", F_OK) == 0 }

    /// Writes the event's file beside the journal, where it is not there yet. Of a later epoch under a name of its own.
    /// - Returns: what the system says against it; a full disk is no reason not to time a race.
    func writeEvent(epoch: UInt64, isFirst: Bool) -> String? {
        let file = isFirst ? "\(path)/event.yaml" : "\(path)/event-\(epoch).yaml"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return "cannot write \(file): \(String(cString: strerror(errno)))" }
        defer { close(descriptor) }
        var rest = eventFile[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return "cannot write \(file): \(String(cString: strerror(errno)))" }
            rest = rest.dropFirst(count)
        }
        fsync(descriptor)
        return nil
    }
}
