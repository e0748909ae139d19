import NIOCore

/// The ticks of a session, as many as fit, and who reads them. Of one event loop.
final class LiveStream {
    private struct Tick {
        let id: String
        let bytes: ByteBuffer
    }

    private(set) var readers: [ObjectIdentifier: LiveReader] = [:]
    private var board: RenderedBoard?
    private var beat: ByteBuffer?
    private var meeting: (number: Int, bytes: ByteBuffer)?
    /// The id at which the history begins.
    private var firstID = ""
    private var history: [Tick] = []
    /// Number of the first tick of the history.
    private var first = 0
    private var bytes = 0
    private let mostBytes: Int

    init(historyBytes: Int) { mostBytes = historyBytes }

    private var end: Int { first + history.count }

    // MARK: What is told

    func take(board: RenderedBoard, tick: ByteBuffer?) {
        if let tick, self.board != nil {
            history.append(Tick(id: board.state.id, bytes: tick))
            bytes += tick.readableBytes
            catchUp(with: board)
            trim()
        } else {
            // A board that follows none: who stood elsewhere takes it whole.
            first = end + 1
            history = []
            bytes = 0
            firstID = board.state.id
            for reader in readers.values { (reader.next, reader.ahead) = (nil, nil) }
        }
        self.board = board
    }

    /// Who came from another loop with a tick that is new here goes on behind it.
    private func catchUp(with board: RenderedBoard) {
        for reader in readers.values {
            guard let ahead = reader.ahead, board.state.sequence >= ahead.sequence else { continue }
            reader.ahead = nil
            if board.state.sequence == ahead.sequence { reader.next = end }
        }
    }

    private func trim() {
        guard bytes > mostBytes else { return }
        var count = 0
        // A quarter at once: an array moves what remains.
        while count < history.count, bytes > mostBytes * 3 / 4 {
            bytes -= history[count].bytes.readableBytes
            count += 1
        }
        guard count > 0 else { return }
        firstID = history[count - 1].id
        history.removeFirst(count)
        first += count
    }

    func take(meeting bytes: ByteBuffer) { meeting = ((meeting?.number ?? 0) + 1, bytes) }

    // MARK: Who reads

    /// True when it goes on where it stood.
    func join(_ reader: LiveReader, after id: String?) -> Bool {
        readers[ObjectIdentifier(reader.channel)] = reader
        reader.meeting = meeting?.number ?? 0
        guard let id, let board else { return false }
        if id == firstID {
            reader.next = first
        } else if let place = history.firstIndex(where: { $0.id == id }) {
            // The earliest of this id: values are whole, and may be told twice.
            reader.next = first + place + 1
        } else if let place = BoardPlace(id), place.epoch == board.state.epoch, place.sequence > board.state.sequence {
            // The loops are told one after the other.
            reader.ahead = place
        }
        return reader.next != nil || reader.ahead != nil
    }

    func leave(_ channel: any Channel) -> Bool { readers.removeValue(forKey: ObjectIdentifier(channel)) != nil }

    /// Writes what a reader has not got, as far as it takes it. Returns how many ticks and bytes.
    func serve(_ reader: LiveReader, beat: ByteBuffer?, now: NIODeadline) -> (ticks: Int, bytes: Int) {
        guard let board, reader.ahead == nil else { return (0, 0) }
        guard reader.channel.isWritable else {
            if reader.stuckSince == nil { reader.stuckSince = now }
            return (0, 0)
        }
        reader.stuckSince = nil
        var written = (ticks: 0, bytes: 0)
        func write(_ bytes: ByteBuffer) {
            reader.write(bytes)
            written.bytes += bytes.readableBytes
        }
        if let meeting, reader.meeting < meeting.number {
            write(meeting.bytes)
            reader.meeting = meeting.number
        }
        var next = reader.next ?? -1
        if next < first {
            write(board.event)
            next = end
        }
        while next < end, reader.channel.isWritable {
            write(history[next - first].bytes)
            written.ticks += 1
            next += 1
        }
        reader.next = next
        if let beat, next == end { write(beat) }
        if written.bytes > 0 { reader.flush() }
        return written
    }
}
