import HTTPTypes
import HummingbirdCore

/// What of a request is looked at.
struct WebRequest {
    let method: HTTPRequest.Method
    /// Without its query.
    let path: String
    let lastEventID: String?
    /// The tag of what the reader has already.
    let hasTag: String?
    let takesGzip: Bool
    private let parameters: [(String, String)]

    init(_ request: Request) {
        method = request.method
        path = request.uri.path.removingPercent ?? ""
        lastEventID = HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }.flatMap { $0.isEmpty ? nil : $0 }
        hasTag = request.headers[.ifNoneMatch]
        takesGzip = request.headers[.acceptEncoding]?.contains("gzip") ?? false
        parameters = request.uri.queryParameters.map { ("\($0.key)", "\($0.value)") }
    }

    func query(_ name: String) -> String? { parameters.first { $0.0 == name }?.1 }
}

extension String {
    /// The text with `%XX` as bytes; nil where it is not right.
    var removingPercent: String? {
        guard utf8.contains(0x25) else { return self }
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            guard rest.count > 1, let value = UInt8(String(Substring(rest.prefix(2))), radix: 16) else { return nil }
            rest = rest.dropFirst(2)
            bytes.append(value)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
