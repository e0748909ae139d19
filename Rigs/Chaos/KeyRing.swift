import Foundation
import Glibc
import ZeroMQ

/// The keys of one run: the daemon's, that of the race's own parties, and one that is stolen and then replaced.
final class KeyRing {
    private let folder: String
    private let server: CurveKeys
    private let own: CurveKeys
    private let stolen: CurveKeys
    private let new: CurveKeys

    init(_ folder: String) throws {
        self.folder = folder
        server = try KeyFile.make("\(folder)/server.key")
        own = try CurveKeys()
        stolen = try CurveKeys()
        new = try CurveKeys()
        try allow(stolen)
    }

    /// Lines of the daemon's configuration.
    static let configuration = ["keys: {own: server.key, allowed: allowed.yaml}"]

    private func security(_ keys: CurveKeys) -> Security { .curveClient(server: server.publicKey, own: keys) }

    /// Of the race's own parties.
    var ours: Security { security(own) }
    /// Of a thief.
    var thiefs: Security { security(stolen) }
    /// Of the party whose key was stolen, with its new one.
    var renewed: Security { security(new) }

    /// The key that was stolen is replaced, under the same name. The daemon has to be told.
    func replace() throws { try allow(new) }

    private func allow(_ desk: CurveKeys) throws {
        let lines = [("race", own), ("desk", desk)].map { name, keys in
            "- {name: \(name), key: \"\(keys.publicKey)\", roles: [reader, timekeeper, raceControl]}\n"
        }
        let path = "\(folder)/allowed.yaml"
        try Data(lines.joined().utf8).write(to: URL(filePath: path), options: .atomic)
    }
}
