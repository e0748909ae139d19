import NIOCore
import Synchronization
import Wire

/// A board as bytes: each form is made once, when it is first asked for.
final class RenderedBoard: Sendable {
    let state: BoardState
    /// The board's id, and how often it has changed since with the time alone.
    let tag: String
    let revision: Int
    private let made = Mutex(Made())

    private struct Made {
        var plain: [UInt8]?
        var gzipped: ByteBuffer?
        var event: ByteBuffer?
    }

    init(_ state: BoardState, revision: Int) {
        self.state = state
        self.revision = revision
        tag = revision == 0 ? state.id : "\(state.id)-\(revision)"
    }

    var plain: ByteBuffer { made.withLock { ByteBuffer(bytes: Self.plain(of: state, in: &$0)) } }

    /// Compressed; nil where that fails.
    var gzipped: ByteBuffer? {
        made.withLock { made in
            if let gzipped = made.gzipped { return gzipped }
            made.gzipped = Gzip.compressed(Self.plain(of: state, in: &made)).map { ByteBuffer(bytes: $0) }
            return made.gzipped
        }
    }

    /// As an event of a stream.
    var event: ByteBuffer {
        made.withLock { made in
            if let event = made.event { return event }
            let event = EventText.chunk("board", id: state.id, Self.plain(of: state, in: &made))
            made.event = event
            return event
        }
    }

    private static func plain(of state: BoardState, in made: inout Made) -> [UInt8] {
        if let plain = made.plain { return plain }
        let plain = state.json.bytes
        made.plain = plain
        return plain
    }
}
