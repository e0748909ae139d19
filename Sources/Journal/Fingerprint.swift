import CSodium

/// Sixteen bytes that stand for a file: another content has others.
public enum Fingerprint {
    public static let length = 16

    public static func of(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { of($0) } }

    /// The same of bytes that stand somewhere.
    public static func of(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: length)
        _ = sodium_init()
        let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        _ = crypto_generichash(&hash, length, start, UInt64(bytes.count), nil, 0)
        return hash
    }
}
