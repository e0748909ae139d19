import HTTPTypes
import HummingbirdCore
import NIOCore
import Synchronization

/// Writes the answers of the paths.
struct Responder: Sendable {
    let paths: Paths
    let outlet: LiveOutlet
    let counters: WebCounters

    func respond(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        let asked = WebRequest(request)
        switch await paths.answer(asked) {
        case .whole(let answer):
            counters.add(.requests)
            let head = HTTPResponse(status: answer.status, headerFields: answer.fields)
            if asked.method == .head || answer.body.readableBytes == 0 {
                try await writer.writeResponse(head)
            } else {
                try await writer.write(response: head, body: ResponseBody(byteBuffer: answer.body))
            }
        case .live(let follower, let id):
            guard let hub = outlet.hub(of: channel) else { return }
            // A browser that is gone has closed its half; then the whole is closed.
            try await channel.setOption(.allowRemoteHalfClosure, value: false).get()
            _ = try await writer.writeHead(Self.streamHead)
            follower.readers.add(1, ordering: .relaxed)
            defer { follower.readers.subtract(1, ordering: .relaxed) }
            try await hub.serve(channel, session: follower.session, after: id)
        }
    }

    private static let streamHead: HTTPResponse = {
        var fields = HTTPFields()
        fields[.contentType] = "text/event-stream"
        fields[.cacheControl] = "no-store"
        fields[.xContentTypeOptions] = "nosniff"
        // A server in between hands on each event at once.
        if let name = HTTPField.Name("X-Accel-Buffering") { fields[name] = "no" }
        return HTTPResponse(status: .ok, headerFields: fields)
    }()
}
