import Linux
import Synchronization

/// Answers of lanes, until the doors' thread sends them. Any lane puts one in and goes on.
final class AnswerTray: Sendable {
    private let answers = Mutex<[LaneAnswer]>([])
    /// Rung for the doors' thread.
    let bell = Bell()

    func put(_ answer: LaneAnswer) {
        answers.withLock { $0.append(answer) }
        bell.ring()
    }

    func take() -> [LaneAnswer] {
        answers.withLock { answers in
            defer { answers.removeAll() }
            return answers
        }
    }
}
