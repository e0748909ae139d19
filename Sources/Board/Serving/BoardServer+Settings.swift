import Linux
import NIOCore
public import Rulebook
import Timing
import ZeroMQ

extension BoardServer {
    /// What stands in a configuration and cannot be used.
    public struct Unusable: Error, CustomStringConvertible {
        /// In words.
        public let description: String
    }
}

extension BoardServer.Settings {
    /// As a configuration has it; reads the key and the logo.
    /// - Parameter about: program and version, for the status.
    public init(_ configuration: WebConfiguration, about: String) throws {
        func security(towards addresses: [String]) throws -> Security {
            guard addresses.contains(where: { $0.hasPrefix("tcp://") }) else { return .none }
            guard let key = configuration.key, let serverKey = configuration.serverKey else {
                if configuration.key == nil, configuration.serverKey == nil { return .none }
                throw BoardServer.Unusable(description: "a key without the other's: expected both key and server key")
            }
            return .curveClient(server: try CurveKey(z85: serverKey), own: try KeyFile.read(key))
        }
        self.init(
            daemon: DaemonAddresses(
                publication: configuration.publication, query: configuration.query,
                publicationSecurity: try security(towards: configuration.publication),
                querySecurity: try security(towards: configuration.query)))
        host = configuration.host
        port = configuration.port
        look.classColours = configuration.classColours
        look.cupColours = configuration.cupColours
        look.hasTwelveHours = configuration.hasTwelveHours
        look.view = PublicView(
            showsVerdicts: configuration.showsVerdicts, showsTransponders: configuration.showsTransponders)
        if let logo = configuration.logo { look.logo = try PageAsset.logo(logo) }
        if let path = configuration.publishTo {
            do {
                published = try PublishedFolder(path)
            } catch {
                throw BoardServer.Unusable(description: "publish to \(path): \(error)")
            }
        }
        limits.readers = configuration.limits.readers
        limits.historyBytes = configuration.limits.historyBytes
        limits.stall = .milliseconds(configuration.limits.readerStall.count)
        limits.questionsPerSecond = configuration.limits.questionsPerSecond
        limits.sessions = configuration.limits.sessions
        self.about = about
    }
}

extension PageAsset {
    /// The operator's logo, from a file.
    fileprivate static func logo(_ path: String) throws -> PageAsset {
        let most = 1 << 20
        let bytes: [UInt8]
        do throws(WholeFile.Fault) {
            bytes = try WholeFile.read(path, atMost: most)
        } catch {
            throw BoardServer.Unusable(
                description: "logo \(path): \(error); expected an image of at most \(most) bytes")
        }
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        return PageAsset(name: name, bytes)
    }
}
