import CNATS
import Glibc

/// A connection to a server of NATS. It belongs to the thread that made it, and closes at the end of its life.
///
/// It is not mended when it breaks: its owner makes another one, and looks first at what the server has. Nothing of
/// ours runs on a thread of the library: what comes waits in a bounded queue until the owner takes it.
package struct NATSConnection: ~Copyable {
    private let handle: OpaquePointer
    /// The prefix of the addresses at which this connection is answered.
    private let inbox: String
    private let answers: NATSSubscription
    private var questions: UInt64 = 0

    private static var connectMilliseconds: Int64 { 2000 }
    /// A server that takes nothing for so long is given up.
    private static var writeMilliseconds: Int64 { 5000 }
    private static var pingMilliseconds: Int64 { 5000 }

    /// Connects, and returns when the server has accepted it.
    /// - Throws: why not, within some seconds.
    package init(_ options: NATSOptions) throws(NATSFault) {
        let inbox = try Self.inbox()
        let handle = try Self.connected(options)
        answers = try Self.subscription("\(inbox).*", of: handle)
        self.handle = handle
        self.inbox = inbox
    }

    deinit { natsConnection_Destroy(handle) }

    /// A connection without a subscription has no owner: it is closed.
    private static func subscription(_ subject: String, of handle: OpaquePointer) throws(NATSFault) -> NATSSubscription
    {
        do {
            return try NATSSubscription(subject, of: handle)
        } catch {
            natsConnection_Destroy(handle)
            throw error
        }
    }

    private static func connected(_ options: NATSOptions) throws(NATSFault) -> OpaquePointer {
        var made: OpaquePointer?
        guard natsOptions_Create(&made) == NATS_OK, let settings = made else {
            throw NATSFault("no memory for options of NATS")
        }
        defer { natsOptions_Destroy(settings) }
        let doing = "cannot connect to \(options.publicServers)"
        var first: natsStatus = NATS_OK
        func set(_ status: natsStatus) { if first == NATS_OK { first = status } }
        // Copied by the library within the call.
        let texts = options.servers.map { $0.withCString { strdup($0) } }
        defer { for text in texts { free(text) } }
        var servers = texts.map { UnsafePointer($0) }
        set(natsOptions_SetServers(settings, &servers, Int32(servers.count)))
        set(natsOptions_SetName(settings, options.name))
        set(natsOptions_SetTimeout(settings, connectMilliseconds))
        set(natsOptions_SetWriteDeadline(settings, writeMilliseconds))
        set(natsOptions_SetPingInterval(settings, pingMilliseconds))
        set(natsOptions_SetMaxPingsOut(settings, 2))
        set(natsOptions_SetAllowReconnect(settings, false))
        set(natsOptions_SetSendAsap(settings, true))
        set(natsOptions_SetNoEcho(settings, true))
        if let credentials = options.credentials {
            set(natsOptions_SetUserCredentialsFromFiles(settings, credentials, nil))
        }
        if let authorities = options.authorities {
            set(natsOptions_SetSecure(settings, true))
            set(natsOptions_LoadCATrustedCertificates(settings, authorities))
        }
        guard first == NATS_OK else { throw NATSFault(doing, first) }
        var connection: OpaquePointer?
        let status = natsConnection_Connect(&connection, settings)
        guard status == NATS_OK, let connection else { throw NATSFault(doing, status) }
        return connection
    }

    private static func inbox() throws(NATSFault) -> String {
        var made: UnsafeMutablePointer<natsInbox>?
        guard natsInbox_Create(&made) == NATS_OK, let made else { throw NATSFault("no memory for an inbox of NATS") }
        defer { natsInbox_Destroy(made) }
        return String(cString: made)
    }

    /// True until the connection is lost. It does not come back.
    package var isOpen: Bool { natsConnection_Status(handle) == NATS_CONN_STATUS_CONNECTED }

    /// An address below the own inbox. Answers to it are brought by `answer`.
    package func address(_ name: String) -> String { "\(inbox).\(name)" }

    /// Publishes bytes; they are with the system when this returns.
    package borrowing func publish(
        _ bytes: [UInt8], to subject: String, headers: [(name: String, value: String)] = [], reply: String? = nil
    ) throws(NATSFault) {
        var made: OpaquePointer?
        let status = bytes.withUnsafeBytes { bytes in
            natsMsg_Create(
                &made, subject, reply, bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(clamping: bytes.count))
        }
        guard status == NATS_OK, let message = made else { throw NATSFault("cannot publish to \(subject)", status) }
        defer { natsMsg_Destroy(message) }
        for header in headers {
            let status = natsMsgHeader_Set(message, header.name, header.value)
            guard status == NATS_OK else { throw NATSFault("cannot publish to \(subject)", status) }
        }
        let published = natsConnection_PublishMsg(handle, message)
        guard published != NATS_MAX_PAYLOAD else {
            throw NATSFault(
                "\(subject): \(bytes.count) bytes are more than the server takes; raise max_payload in its "
                    + "configuration, as config/nats has it")
        }
        guard published == NATS_OK else { throw NATSFault("cannot publish to \(subject)", published) }
    }

    /// The next answer to an address of this connection; nil where none comes in time.
    package borrowing func answer(milliseconds: Int64) throws(NATSFault) -> NATSAnswer? {
        while let answer = try answers.next(milliseconds: milliseconds) {
            guard answer.subject.hasPrefix(inbox) else { continue }
            return answer.named(String(answer.subject.dropFirst(inbox.count + 1)))
        }
        return nil
    }

    /// Asks one thing, and waits for its answer. Answers to earlier publications that come meanwhile are dropped.
    package mutating func ask(
        _ subject: String, _ bytes: [UInt8] = [], milliseconds: Int64 = 5000
    ) throws(NATSFault) -> NATSAnswer {
        questions += 1
        let name = "q\(questions)"
        try publish(bytes, to: subject, reply: address(name))
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        while ContinuousClock.now < deadline {
            guard let answer = try answer(milliseconds: 100) else { continue }
            guard answer.name == name else { continue }
            guard !answer.isUnheard else {
                throw NATSFault("\(subject): no one answers; the server, or this account of it, has no JetStream")
            }
            return answer
        }
        throw NATSFault("\(subject): no answer within \(milliseconds) ms")
    }
}
