import Client
import Timing
import Wire
import ZeroMQ

/// Race control: says a command again, under the same name, until it is acknowledged.
final class RaceControl {
    private let line: QuestionLine
    /// Acts acknowledged as written down.
    private var written: Set<String> = []
    /// Those of them that were new to the daemon when they were said again.
    private(set) var forgotten: [String] = []
    private static let patience: Int64 = 200_000

    init(_ address: String, in context: Context, security: Security) throws {
        let options = SocketOptions.asking.with {
            $0.reconnectInterval = .milliseconds(5)
            $0.reconnectIntervalMax = .milliseconds(20)
        }
        line = try QuestionLine(address, in: context, security: security, options: options)
    }

    enum Answer {
        case taken
        /// It speaks of an act that is not known any more.
        case unknownAct
    }

    /// `meanwhile` is called while nothing comes, a millisecond or so each time.
    func say(_ act: Act, until deadline: Int64, meanwhile: () throws -> Void) throws -> Answer {
        let command = SpokenCommand.bytes(Command(act), .recorded)
        var again: Int64 = 0
        while true {
            let now = microseconds()
            guard now < deadline else { throw Failure("act \(act.id) was never acknowledged") }
            if now >= again, try line.send(command, wait: false) { again = now + Self.patience }
            while let answer = try line.receive(wait: false)?.last {
                switch try Client.Answer(answer) {
                case .acknowledgement(let done) where done.id == act.id:
                    if !done.isRepeated, written.contains(act.id) { forgotten.append(act.id) }
                    if done.isJournalled { written.insert(act.id) }
                    return .taken
                case .refused(let refused) where refused.id == act.id:
                    if refused.reason == .unknownAct { return .unknownAct }
                    throw Failure("act \(act.id) is refused: \(refused.reason.text), \(refused.message)")
                default: continue
                }
            }
            try meanwhile()
        }
    }
}
