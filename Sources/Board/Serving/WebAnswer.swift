import HTTPTypes
import NIOCore
import Wire

/// A whole answer.
struct WebAnswer {
    let status: HTTPResponse.Status
    var fields: HTTPFields
    let body: ByteBuffer

    init(_ status: HTTPResponse.Status, _ fields: [(HTTPField.Name, String)], _ body: ByteBuffer) {
        self.status = status
        self.fields = HTTPFields(fields.map { HTTPField(name: $0.0, value: $0.1) })
        self.fields.append(HTTPField(name: .xContentTypeOptions, value: "nosniff"))
        self.fields[.contentLength] = "\(body.readableBytes)"
        self.body = body
    }

    static func refusal(_ status: HTTPResponse.Status, _ text: String) -> WebAnswer {
        let json = JSON.members(["v": .integer(1), "type": .string("refusal"), "message": .string(text)])
        return WebAnswer(
            status, [(.contentType, "application/json"), (.cacheControl, "no-store")], ByteBuffer(bytes: json.bytes))
    }

    static var notFound: WebAnswer { refusal(.notFound, "there is nothing here") }

    /// What is asked for may be there in a moment.
    static var notYet: WebAnswer {
        var answer = refusal(.serviceUnavailable, "not now: ask again")
        answer.fields[.retryAfter] = "1"
        return answer
    }

    static func json(_ json: JSON, _ request: WebRequest) -> WebAnswer {
        let bytes = json.bytes
        let packed = request.takesGzip && bytes.count > 1000 ? Gzip.compressed(bytes) : nil
        return WebAnswer(
            .ok,
            [(.contentType, "application/json"), (.cacheControl, "no-cache"), (.vary, "Accept-Encoding")]
                + (packed == nil ? [] : [(.contentEncoding, "gzip")]),
            ByteBuffer(bytes: packed ?? bytes))
    }

    /// What has a tag: a reader that has it already is sent nothing.
    static func tagged(
        _ tag: String, _ request: WebRequest, plain: () -> ByteBuffer, gzipped: () -> ByteBuffer?
    ) -> WebAnswer {
        let head: [(HTTPField.Name, String)] = [
            (.eTag, "\"\(tag)\""), (.cacheControl, "no-cache"), (.vary, "Accept-Encoding"),
        ]
        // A server in between may have weakened it.
        if let has = request.hasTag, has == "\"\(tag)\"" || has == "W/\"\(tag)\"" {
            var answer = WebAnswer(.notModified, head, ByteBuffer())
            answer.fields[.contentLength] = nil
            return answer
        }
        let packed = request.takesGzip ? gzipped() : nil
        return WebAnswer(
            .ok, head + [(.contentType, "application/json")] + (packed == nil ? [] : [(.contentEncoding, "gzip")]),
            packed ?? plain())
    }

    /// What the page may load, as far as the page can say it itself.
    static let policy = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"

    /// The page itself: it is looked at anew each time, and loads nothing from elsewhere.
    static func page(_ asset: PageAsset, _ request: WebRequest) -> WebAnswer {
        var answer = file(asset, request, cache: "no-cache")
        answer.fields[.contentSecurityPolicy] = "\(policy); frame-ancestors 'self'"
        if let name = HTTPField.Name("Referrer-Policy") { answer.fields[name] = "no-referrer" }
        return answer
    }

    /// A file whose address another build does not have.
    static func asset(_ asset: PageAsset, _ request: WebRequest) -> WebAnswer {
        file(asset, request, cache: "public, max-age=31536000, immutable")
    }

    private static func file(_ asset: PageAsset, _ request: WebRequest, cache: String) -> WebAnswer {
        let packed = request.takesGzip ? asset.gzipped : nil
        return WebAnswer(
            .ok,
            [(.contentType, asset.type), (.cacheControl, cache), (.vary, "Accept-Encoding")]
                + (packed == nil ? [] : [(.contentEncoding, "gzip")]), packed ?? asset.plain)
    }
}
