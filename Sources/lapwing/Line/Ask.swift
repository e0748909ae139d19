import Client
import Timing
import Wire
import ZeroMQ

/// A socket of the daemon that is asked. Why there is no answer is said in words.
struct Ask: ~Copyable {
    private let asker: Asker

    /// - Parameter addresses: one, or those of both daemons of a pair with a comma between them.
    init(_ addresses: String, timeout: Int, security: Security, context: Context? = nil) throws {
        asker = try Asker(Self.split(addresses), timeout: timeout, security: security, context: context)
    }

    static func split(_ addresses: String) -> [String] {
        addresses.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
    }

    /// The answer as it came, and what it says; a refusal is an error that says why.
    func answer(_ question: [UInt8]) throws -> (bytes: [UInt8], read: Answer) {
        do {
            return try asker.answer(question)
        } catch let failure as AskFailure {
            throw Failure(Self.words(failure))
        }
    }

    /// What came of a command, a refusal too.
    func outcome(_ command: Command) throws -> Answer {
        do {
            return try asker.answer(command).read
        } catch AskFailure.refused(let refused) {
            return .refused(refused)
        } catch let failure as AskFailure {
            throw Failure(Self.words(failure))
        }
    }

    func results(_ query: Query = .results) throws -> (bytes: [UInt8], read: PublishedResults) {
        let answer = try answer(query.bytes(session: nil))
        guard case .results(let results) = answer.read else { throw Self.other(than: "results") }
        return (answer.bytes, results)
    }

    func status() throws -> (bytes: [UInt8], read: PublishedStatus) {
        let answer = try answer(Query.status.bytes(session: nil))
        guard case .status(let status) = answer.read else { throw Self.other(than: "a status") }
        return (answer.bytes, status)
    }

    func explanation(of car: CarNumber, _ thing: ExplainedThing) throws -> [UInt8] {
        let answer = try answer(Query.explain(car, thing).bytes(session: nil))
        guard case .explanation = answer.read else { throw Self.other(than: "an explanation") }
        return answer.bytes
    }

    private static func other(than expected: String) -> Failure {
        Failure("found another answer, expected \(expected); look at the address: another program answers there")
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
        return "refused (\(refused.reason.text)): \(field)\(refused.message); expected \(refused.expected); "
            + refused.remedy
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
