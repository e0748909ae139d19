import CSodium

/// The hash by which a paper is told from every other: SHA-256, as other programs make it.
public enum PaperHash {
    /// 64 letters of hex, small ones.
    public static func hex(_ bytes: [UInt8]) -> String {
        var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        crypto_hash_sha256(&hash, bytes, UInt64(bytes.count))
        return hash.map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }
}
