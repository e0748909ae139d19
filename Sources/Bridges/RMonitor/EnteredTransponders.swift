import Client
import Linux
import Synchronization
import Timing
import Wire

/// Asks for the entry list with its transponders, which the publication leaves out, on a thread of its own: an answer
/// may take its time, and clients do not wait for it.
final class EnteredTransponders: Sendable {
    private struct State {
        var isAsking = false
        var answer: [CarNumber: Transponder]?
    }

    private let addresses: Following<ToldRace<RMonitorTeller>>.Addresses
    private let state = Mutex(State())

    init(_ addresses: Following<ToldRace<RMonitorTeller>>.Addresses) { self.addresses = addresses }

    /// The first transponder of each car, where an answer has come since it was last taken.
    func taken() -> [CarNumber: Transponder]? { state.withLock { $0.answer.take() } }

    /// Asks for those of a session; nothing happens while an earlier question is open. False then.
    func ask(session: String) -> Bool {
        let isFree = state.withLock { state in
            defer { state.isAsking = true }
            return !state.isAsking
        }
        guard isFree else { return false }
        _ = OwnThread("entries") { [self] in
            let answer = try? ask(session)
            state.withLock {
                $0.isAsking = false
                $0.answer = answer ?? [:]
            }
        }
        return true
    }

    private func ask(_ session: String) throws -> [CarNumber: Transponder] {
        let asker = try Asker(addresses.query, timeout: 5, security: addresses.querySecurity)
        let json = try JSON(try asker.bytes(Query.entries.bytes(session: session)))
        var found: [CarNumber: Transponder] = [:]
        for entry in json["entries"]?.elements ?? [] {
            guard let number = entry["number"]?.text, let first = entry["transponders"]?.elements?.first,
                let value = (first.integer ?? first["id"]?.integer).flatMap({ UInt32(exactly: $0) })
            else { continue }
            found[CarNumber(number)] = Transponder(value)
        }
        return found
    }
}
