import Client
import Linux
import Synchronization
import Wire

/// Asks the daemon what the own copy does not tell, for all readers together: each question once at a moment of the
/// race, and so many in a second.
final class Inquiry: Sendable {
    /// What came of a question.
    enum Outcome: Sendable {
        case answer(JSON)
        case refused(Refused)
        /// The limit is reached, or the daemon does not answer.
        case later
    }

    private struct Key: Hashable {
        let moment: String
        let question: [UInt8]
    }

    private struct State {
        var answers: [Key: Outcome] = [:]
        /// Keys of the answers, the oldest first.
        var order: [Key] = []
        var waiting: [Key: [CheckedContinuation<Outcome, Never>]] = [:]
        var queue: [Key] = []
        /// Questions that may be asked now, and since when.
        var tokens: Double
        var countedAt = MachineClock.monotonic
    }

    private let state: Mutex<State>
    private let bell = Bell()
    private let isOver = Atomic(false)
    private let rate: Double
    private let counters: WebCounters

    private static let mostKept = 256

    init(_ daemon: DaemonAddresses, perSecond: Int, _ counters: WebCounters) {
        rate = Double(perSecond)
        state = Mutex(State(tokens: Double(perSecond)))
        self.counters = counters
        _ = OwnThread("inquiry") { self.run(daemon) }
    }

    /// - Parameter moment: the answer to the same question is another one when this is.
    func ask(_ question: [UInt8], at moment: String) async -> Outcome {
        await withCheckedContinuation { continuation in
            let key = Key(moment: moment, question: question)
            let known: Outcome? = state.withLock { state in
                if let answer = state.answers[key] { return answer }
                if state.waiting[key] != nil {
                    state.waiting[key]?.append(continuation)
                    return nil
                }
                let now = MachineClock.monotonic
                state.tokens = min(rate, state.tokens + Double(now - state.countedAt) * rate / 1000)
                state.countedAt = now
                guard state.tokens >= 1, !isOver.load(ordering: .relaxed) else { return .later }
                state.tokens -= 1
                state.waiting[key] = [continuation]
                state.queue.append(key)
                return nil
            }
            if let known {
                if case .later = known { counters.add(.postponed) }
                continuation.resume(returning: known)
            } else {
                bell.ring()
            }
        }
    }

    func stop() {
        isOver.store(true, ordering: .relaxed)
        bell.ring()
    }

    private func run(_ daemon: DaemonAddresses) {
        guard let asker = try? Asker(daemon.query, timeout: 3, security: daemon.querySecurity) else { return }
        while !isOver.load(ordering: .relaxed) {
            bell.wait(milliseconds: 1000)
            bell.silence()
            while let key = state.withLock({ $0.queue.isEmpty ? nil : $0.queue.removeFirst() }) {
                answer(key, isOver.load(ordering: .relaxed) ? .later : outcome(key.question, asker))
            }
        }
    }

    private func outcome(_ question: [UInt8], _ asker: borrowing Asker) -> Outcome {
        counters.add(.asked)
        do {
            return .answer(try JSON(asker.bytes(question)))
        } catch AskFailure.refused(let refused) {
            return .refused(refused)
        } catch {
            return .later
        }
    }

    private func answer(_ key: Key, _ outcome: Outcome) {
        let waiting = state.withLock { state in
            if case .later = outcome {
            } else {
                state.answers[key] = outcome
                state.order.append(key)
                if state.order.count > Self.mostKept { state.answers[state.order.removeFirst()] = nil }
            }
            return state.waiting.removeValue(forKey: key) ?? []
        }
        for continuation in waiting { continuation.resume(returning: outcome) }
    }
}
