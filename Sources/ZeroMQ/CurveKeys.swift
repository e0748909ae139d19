import CZeroMQ

/// The encryption of a socket. Either end of a connection can be the server; the bound one mostly is.
public enum Security: Sendable {
    /// Anyone, in clear. For sockets that do not leave the machine.
    case none
    /// Encrypted; a client is let in when it knows this server's public key and, where the context has an
    /// `Authenticator`, that one says so.
    case curveServer(CurveSecret)
    /// Encrypted; connects only to a server that owns this key.
    case curveClient(server: CurveKey, own: CurveKeys)
}

/// A public CURVE key, as it may stand in anyone's configuration.
public struct CurveKey: Hashable, Sendable, CustomStringConvertible {
    /// The key as 40 characters of Z85.
    public let z85: String

    /// Reads a key from its text.
    /// - Throws: `ZeroMQError` with `.invalidArgument` when the text is not 40 characters of Z85.
    public init(z85: String) throws(ZeroMQError) {
        try requireKey(z85, "public")
        self.z85 = z85
    }

    /// The key that 32 bytes are; nil for any other number of bytes.
    init?(bytes: [UInt8]) {
        var text = KeyText()
        guard bytes.count == 32, zmq_z85_encode(&text.characters, bytes, 32) != nil else { return nil }
        z85 = text.text
    }

    /// The key as its text.
    public var description: String { z85 }
}

/// A secret CURVE key. It does not show itself in a log: ask for `z85` to write it to its file.
public struct CurveSecret: Sendable, CustomStringConvertible, CustomReflectable {
    /// The key as 40 characters of Z85.
    public let z85: String

    /// Reads a key from its text.
    /// - Throws: `ZeroMQError` with `.invalidArgument` when the text is not 40 characters of Z85.
    public init(z85: String) throws(ZeroMQError) {
        try requireKey(z85, "secret")
        self.z85 = z85
    }

    /// A word in place of the key.
    public var description: String { "(secret)" }
    /// Nothing, so that a dump shows no key either.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A pair of CURVE keys: one party's identity.
public struct CurveKeys: Sendable {
    /// Given to others: they know this party by it.
    public let publicKey: CurveKey
    /// Kept by this party alone.
    public let secret: CurveSecret

    /// A new pair.
    /// - Throws: `ZeroMQError` with `.notSupported` when this libzmq was built without CURVE.
    public init() throws(ZeroMQError) {
        var (open, hidden) = (KeyText(), KeyText())
        if zmq_curve_keypair(&open.characters, &hidden.characters) != 0 {
            throw ZeroMQError("make a pair of CURVE keys")
        }
        publicKey = try CurveKey(z85: open.text)
        secret = try CurveSecret(z85: hidden.text)
    }

    /// The pair that a secret belongs to: the public key follows from it.
    public init(secret: CurveSecret) throws(ZeroMQError) {
        var open = KeyText()
        if zmq_curve_public(&open.characters, secret.z85) != 0 {
            throw ZeroMQError("derive a public CURVE key")
        }
        publicKey = try CurveKey(z85: open.text)
        self.secret = secret
    }
}

/// Room for 40 characters and their end.
private struct KeyText {
    var characters = [CChar](repeating: 0, count: 41)
    var text: String { String(decoding: characters.prefix(40).map(UInt8.init(bitPattern:)), as: UTF8.self) }
}

private func requireKey(_ text: String, _ name: String) throws(ZeroMQError) {
    var decoded = [UInt8](repeating: 0, count: 32)
    // The length first: libzmq writes as much as the text decodes to.
    guard text.utf8.count == 40, zmq_z85_decode(&decoded, text) != nil else {
        throw ZeroMQError(
            code: .invalidArgument, operation: "read a \(name) CURVE key (40 characters of Z85)")
    }
}
