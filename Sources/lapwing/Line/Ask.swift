import Client
import DaemonLine
import Timing
import Wire
import ZeroMQ

/// A socket of the daemon that is asked. Why there is no answer is said in words.
struct Ask: ~Copyable {
    private let asker: Asker

    /// - Parameter addresses: one, or those of both daemons of a pair with a comma between them.
    init(_ addresses: String, timeout: Int, security: Security, context: Context? = nil) throws {
        asker = try Asker(UsualAddress.each(of: addresses), timeout: timeout, security: security, context: context)
    }

    /// The answer as it came; a refusal is an error that says why.
    func answer(_ question: [UInt8]) throws -> [UInt8] {
        do {
            return try asker.bytes(question)
        } catch let failure as AskFailure {
            throw Failure(Self.words(failure))
        }
    }

    func answer(_ query: Query, of session: String?) throws -> [UInt8] { try answer(query.bytes(session: session)) }

    /// What came of a command, a refusal too.
    func outcome(_ command: [UInt8]) throws -> Answer {
        do {
            return try asker.answer(command: command)
        } catch AskFailure.refused(let refused) {
            return .refused(refused)
        } catch let failure as AskFailure {
            throw Failure(Self.words(failure))
        }
    }

    // MARK: Words

    static func words(_ failure: AskFailure) -> String {
        switch failure {
        case .refused(let refused): words(refused)
        case .unanswered(let addresses, let seconds, let failure):
            addresses.count > 1
                ? "no answer from \(addresses.joined(separator: " or ")) within \(seconds) s: does lapwingd run there?"
                : "no answer from \(addresses.first ?? "") within \(seconds) s: \(advice(failure))"
        }
    }

    static func words(_ refused: Refused) -> String {
        let field = refused.field.isEmpty ? "" : "\(refused.field): "
        let words =
            "refused (\(refused.reason.text)): \(field)\(refused.message); expected \(refused.expected); "
            + refused.remedy
        return words.printable
    }

    private static func advice(_ failure: ConnectionEvent.HandshakeFailure?) -> String {
        switch failure {
        case .refused: "it does not let this key in here: put \"lapwing keys show FILE\" on its allow-list"
        case .securityMismatch, .wrongKeys, .noDetail:
            "it asks for keys and these do not fit, or for none: look at --key, --server-key and the environment"
        case .protocolError, nil: "is lapwingd running there?"
        }
    }
}
