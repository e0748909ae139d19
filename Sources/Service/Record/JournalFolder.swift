import Glibc
import Journal
import Linux
package import Rulebook
package import Timing
import Wire

/// Where a journal lies: `<directory>/<event>/meeting`, or `…/<session>` of one that is run alone; the event's file
/// beside it.
package struct JournalFolder: Sendable {
    package let path: String
    /// The event's file, complete in itself.
    let eventFile: [UInt8]
    /// Fingerprint of the event's file: with another file the same inputs make other deltas.
    package let fingerprint: String

    package init(_ directory: String, _ event: Event, _ session: Session) {
        self.init(directory, event, of: session.id)
    }

    /// - Parameter name: the session's id, or `meeting`.
    package init(_ directory: String, _ event: Event, of name: String) {
        path = "\(directory)/\(Self.name(event.name))/\(name)"
        eventFile = Array(event.yaml().utf8)
        fingerprint = Fingerprint.of(eventFile).hexadecimal
    }

    /// The configured directory, or the one that systemd gives.
    static func directory(_ configuration: DaemonConfiguration) -> String? {
        if let directory = configuration.journal.directory { return directory }
        // The first of several.
        return getenv("STATE_DIRECTORY").map { String(cString: $0).split(separator: ":").first.map(String.init) ?? "" }
            .flatMap { $0.isEmpty ? nil : "\($0)/journal" }
    }

    /// Lower-case letters and digits; any run of other characters becomes one dash.
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

    var hasEvent: Bool { access("\(path)/event.yaml", F_OK) == 0 }

    /// Writes the event's file beside the journal; that of a later epoch under a name of its own.
    /// - Returns: the system's error, if any; the race is timed also with a full disk.
    func writeEvent(ofLater epoch: UInt64? = nil) -> String? {
        let file = epoch.map { "\(path)/event-\($0).yaml" } ?? "\(path)/event.yaml"
        do throws(WholeFile.Fault) {
            try WholeFile.replace(file, with: eventFile, mode: 0o600, isSynced: true)
            return nil
        } catch {
            return "cannot write \(file): \(error)"
        }
    }
}
