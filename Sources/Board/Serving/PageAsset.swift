import NIOCore

/// A file of the page.
struct PageAsset: Hashable, Sendable {
    let type: String
    /// How its name ends.
    let ending: String
    let plain: ByteBuffer
    /// Nil where compression gains nothing.
    let gzipped: ByteBuffer?

    init(name: String, _ bytes: [UInt8]) {
        ending = name.split(separator: ".").last.map(String.init) ?? ""
        type = Self.types[ending] ?? "application/octet-stream"
        plain = ByteBuffer(bytes: bytes)
        let packed = ending == "woff2" || ending == "png" ? nil : Gzip.compressed(bytes, level: 9)
        gzipped = packed.flatMap { $0.count < bytes.count ? ByteBuffer(bytes: $0) : nil }
    }

    private static let types = [
        "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
        "svg": "image/svg+xml", "json": "application/json", "woff2": "font/woff2", "png": "image/png",
        "webmanifest": "application/manifest+json", "txt": "text/plain; charset=utf-8",
    ]
}
