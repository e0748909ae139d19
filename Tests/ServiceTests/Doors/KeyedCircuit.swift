import Foundation
import Rulebook
import ZeroMQ

/// Waits briefly, and leaves nothing behind.
let hasty = SocketOptions.live.with {
    $0.linger = .zero
    $0.immediate = false
    $0.reconnectIntervalMax = .milliseconds(200)
}

/// A daemon's key, an allow-list, and the parties on it, in a folder that goes with it.
final class KeyedCircuit {
    let folder = "/tmp/keyed-\(UInt32.random(in: 0 ... .max))"
    let own: CurveKeys
    private(set) var parties: [String: CurveKeys] = [:]

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        own = try KeyFile.make("\(folder)/server.key")
        var text = ""
        for (name, role) in [("stand", "feed"), ("bridge", "timekeeper"), ("wall", "reader"), ("second", "standby")] {
            let keys = try CurveKeys()
            parties[name] = keys
            text += "- {name: \(name), key: \"\(keys.publicKey)\", roles: [\(role)]}\n"
        }
        try write(text, to: "allowed.yaml")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }

    func configuration() -> DaemonConfiguration {
        DaemonConfiguration(
            event: "", feeds: [.init(name: "stand", connect: "tcp://127.0.0.1:1", key: "stand")],
            keys: .init(own: "\(folder)/server.key", allowed: "\(folder)/allowed.yaml"))
    }
}
