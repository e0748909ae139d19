import Client
import Timing
import Wire
import ZeroMQ

/// Race control of a meeting, with a line to each daemon of a pair: says a command again, under the same name, until it
/// is acknowledged.
final class MeetingLine {
    private let control: [QuestionLine]
    private var turn = 0
    /// Acts acknowledged as written down.
    private var written: Set<String> = []
    /// Those of them that were new to the daemon when they were said again.
    private(set) var forgotten: [String] = []
    private static let patience: Int64 = 200_000

    enum Answer {
        case taken
        /// The meeting is in no state for it, or an act is not known any more.
        case lacking(String)
    }

    init(_ addresses: [String], in context: Context) throws {
        let options = SocketOptions.asking.with {
            $0.reconnectInterval = .milliseconds(5)
            $0.reconnectIntervalMax = .milliseconds(20)
        }
        control = try addresses.map { try QuestionLine($0, in: context, options: options) }
    }

    /// `meanwhile` is called while nothing comes, a millisecond or so each time.
    func say(_ order: MeetingOrder, until deadline: Int64, meanwhile: () throws -> Void) throws -> Answer {
        var again: Int64 = 0
        while true {
            let now = microseconds()
            guard now < deadline else { throw Failure("\(order.id) was never acknowledged") }
            if now >= again {
                // Of a pair either may be the one.
                for line in control where try line.send(order.bytes, wait: false) { again = now + Self.patience }
            }
            for line in control {
                while let frame = try line.receive(wait: false)?.last {
                    if let answer = try read(frame, order) { return answer }
                }
            }
            try meanwhile()
        }
    }

    private func read(_ frame: [UInt8], _ order: MeetingOrder) throws -> Answer? {
        switch try Client.Answer(frame) {
        case .acknowledgement(let done) where done.id == order.id:
            if !done.isRepeated, written.contains(order.id) { forgotten.append(order.id) }
            if done.isJournalled { written.insert(order.id) }
            return .taken
        case .refused(let refused) where refused.id == order.id:
            switch refused.reason.known {
            // A standby leaves the answer to the other; a daemon that reads its record answers when it has read it.
            case .standby, .notYet: return nil
            case .unknownAct, .wrongState, .whichSession: return .lacking("\(refused.reason.text): \(refused.message)")
            default: throw Failure("\(order.id) is refused: \(refused.reason.text), \(refused.message)")
            }
        default: return nil
        }
    }
}
